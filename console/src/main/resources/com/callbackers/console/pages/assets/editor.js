'use strict';

const page = document.getElementById('main');
const words = page.dataset;
const form = document.getElementById('example');
let schema = null;
let marks = [];

const code = CodeMirror.fromTextArea(document.getElementById('yaml'), {
  mode: 'yaml', lineNumbers: true, lineWrapping: true, indentUnit: 2, tabSize: 2, gutters: ['CodeMirror-linenumbers', 'problems'],
  extraKeys: {'Ctrl-Space': cm => cm.showHint({hint: complete, completeSingle: false}), Tab: cm => cm.replaceSelection('  '), Esc: cm => cm.getInputField().blur()}
});
code.getInputField().setAttribute('aria-label', 'YAML');

// --- completion: fields by the resource's own schema, names within expressions

const NAMES = ['request.method', 'request.host', 'request.path', 'request.query', 'request.headers', 'request.allHeaders', 'request.remoteAddress',
  'request.contentType', 'request.size', 'body', 'text', 'sender', 'callback.id', 'callback.host', 'callback.receivedAt',
  'contains(', 'startsWith(', 'endsWith(', 'matches(', 'orValue(', 'json(', 'cidr(', 'ip(', 'regex.extract(', 'regex.replace(', 'size('];

fetch('/routes/schema').then(answer => answer.json()).then(json => {
  schema = json;
  document.dispatchEvent(new Event('schema'));
});

const KEY = /^(\s*(?:- )*)([\w-]+)\s*:/;

function parents(line, column) {
  const path = [];
  for (let at = line - 1, indent = column; at >= 0 && indent > 0; at--) {
    const key = KEY.exec(code.getLine(at));
    if (key && key[1].length < indent) {
      path.unshift(key[2]);
      indent = key[1].length;
    }
  }
  return path;
}

function under(path) {
  let node = schema;
  for (const key of path) {
    node = node?.properties?.[key];
    while (node?.type === 'array') node = node.items;
  }
  return node;
}

function hints(found, from, to) {
  return {list: found, from: CodeMirror.Pos(to.line, from), to};
}

function complete(cm) {
  const cursor = cm.getCursor();
  const before = cm.getLine(cursor.line).slice(0, cursor.ch);
  const field = /^(\s*(?:- )*)([\w-]*)$/.exec(before);
  if (field) {
    const node = under(parents(cursor.line, field[1].length));
    return hints(Object.entries(node?.properties || {}).filter(([name]) => name.startsWith(field[2])).map(([name, about]) => ({
      text: name + (about.type === 'object' || about.type === 'array' ? ':' : ': '), displayText: name + '  ' + (about.description || '').slice(0, 60)
    })), field[1].length, cursor);
  }
  const value = /^(\s*(?:- )*)([\w-]+): *([\w-]*)$/.exec(before);
  if (value) {
    const choices = under(parents(cursor.line, value[1].length))?.properties?.[value[2]]?.enum;
    if (choices) return hints(choices.filter(one => one.startsWith(value[3])), cursor.ch - value[3].length, cursor);
  }
  const word = /[\w.]*$/.exec(before)[0];
  const own = [...code.getValue().matchAll(/name: *([A-Za-z_]\w*), *value:|- name: *([A-Za-z_]\w*)\n +value:/g)].map(let_ => let_[1] || let_[2]);
  return hints([...own, ...NAMES].filter(name => name.startsWith(word)), cursor.ch - word.length, cursor);
}

// --- what is wrong, where it stands

function problems(found) {
  marks.forEach(mark => mark.clear());
  marks = [];
  code.clearGutter('problems');
  const list = document.getElementById('problems');
  list.replaceChildren();
  for (const problem of found) {
    const item = element('li');
    const where = element('a', '', problem.line ? `${problem.line}:${problem.column}` : problem.field);
    where.href = '#yaml';
    where.addEventListener('click', event => {
      event.preventDefault();
      code.setCursor({line: (problem.line || 1) - 1, ch: (problem.column || 1) - 1});
      code.focus();
    });
    item.append(where, ' ' + (problem.field ? problem.field + ': ' : '') + problem.message);
    list.append(item);
    if (problem.line) {
      const mark = element('span', 'problem', '●');
      mark.title = problem.message;
      code.setGutterMarker(problem.line - 1, 'problems', mark);
      const from = {line: problem.line - 1, ch: problem.column - 1};
      marks.push(code.markText(from, {line: problem.line - 1, ch: code.getLine(problem.line - 1)?.length || 0}, {className: 'problem-text'}));
    }
  }
  const verdict = document.getElementById('verdict');
  verdict.textContent = found.length ? words.bad : words.good;
  verdict.className = found.length ? 'bad' : 'good';
  document.dispatchEvent(new CustomEvent('checked', {detail: found}));
}

// --- what would be sent

function output(delivery) {
  const shown = element('article', 'delivery');
  const head = element('h3', '', delivery.rule + '/' + delivery.action + ' ');
  head.append(element('small', '', delivery.type + ' → ' + delivery.destination));
  shown.append(head);
  const body = delivery.request?.body ?? delivery.body;
  if (delivery.type === 'Slack' && body) {
    try {
      shown.append(drawSlack(JSON.parse(body)));
    } catch {
      shown.append(element('pre', '', body));
    }
    return shown;
  }
  if (delivery.request) {
    shown.append(element('p', 'url', [delivery.request.method, delivery.request.url].filter(Boolean).join(' ')));
    if (delivery.request.headers?.length) shown.append(element('pre', '', delivery.request.headers.map(([name, value]) => name + ': ' + value).join('\n')));
  }
  if (body) shown.append(element('pre', '', body));
  return shown;
}

function drawFate(outcome) {
  const shown = element('div');
  const state = element('p');
  state.append(element('span', 'state ' + outcome.state, outcome.state), ' ' + (outcome.reason || ''));
  shown.append(state);
  outcome.deliveries.forEach(delivery => shown.append(output(delivery)));
  return shown;
}

function reasons(decision) {
  const shown = element('details');
  shown.append(element('summary', '', Object.entries(decision.let).map(([name, value]) => name + ' = ' + JSON.stringify(value)).join(' · ') || words.why));
  const list = element('ol', 'rules');
  for (const rule of [...decision.senders, ...decision.rules]) {
    const item = element('li', rule.fits ? 'fits' : 'other');
    item.append(element('b', '', rule.name), ' ' + rule.why);
    list.append(item);
  }
  shown.append(list);
  decision.problems.forEach(problem => shown.append(element('p', 'problems', problem)));
  shown.open = decision.problems.length > 0;
  return shown;
}

function wanted() {
  const fields = form.elements;
  if (fields.callback.value.trim()) return {callback: fields.callback.value.trim()};
  const headers = fields.headers.value.split('\n').filter(line => line.includes(':')).map(line => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
  });
  const [path, query] = fields.path.value.split('?');
  const example = {method: fields.method.value, path: path || '/', headers, body: fields.body.value};
  if (query !== undefined) example.query = query;
  return {example};
}

let asked = 0;

async function tryIt() {
  const number = ++asked;
  const outcome = document.getElementById('outcome');
  try {
    const answer = await call('/api/preview', {route: code.getValue(), ...wanted()});
    if (number !== asked) return;
    problems([]);
    outcome.replaceChildren(...answer.items.flatMap(item => [drawFate(item.would.fate), reasons(item.would.decision)]));
  } catch (error) {
    if (number !== asked) return;
    if (error.problems) {
      problems(error.problems);
    } else {
      // nobody looked at the route
      document.getElementById('verdict').textContent = '';
      outcome.replaceChildren(element('p', 'bad', error.message));
    }
  }
}

let timer = null;
const soon = () => {
  clearTimeout(timer);
  timer = setTimeout(tryIt, 300);
};
code.on('change', soon);
form.addEventListener('input', soon);
form.addEventListener('submit', event => event.preventDefault());

// --- with what came

document.getElementById('preview').addEventListener('click', event => attempt(event.target, async () => {
  const answer = await call('/api/preview', {route: code.getValue(), limit: Number(document.getElementById('limit').value)}).catch(error => {
    if (error.problems) problems(error.problems);
    throw error;
  });
  const shown = document.getElementById('changes');
  const counts = element('p', 'counts');
  for (const change of ['matched', 'lost', 'changed', 'same']) counts.append(element('span', 'state', words[change] + ' ' + answer.counts[change]), ' ');
  shown.replaceChildren(counts);
  if (!answer.items.length) shown.append(element('p', 'empty', words.none));
  for (const item of answer.items.filter(each => each.change !== 'same')) {
    const row = element('details', 'change');
    const head = element('summary');
    const link = element('a', '', item.callback.method + ' ' + item.callback.path);
    link.href = '/callbacks/' + item.callback.id;
    const at = element('time', '', item.callback.receivedAt);
    at.dateTime = item.callback.receivedAt;
    head.append(element('span', 'state ' + item.change, words[item.change]), ' ', at, ' ', link);
    const sides = element('div', 'exchange');
    for (const [title, side] of [[words.then, item.was], [words.now, item.would.fate]]) {
      const half = element('div');
      half.append(element('h4', '', title), drawFate(side));
      sides.append(half);
    }
    row.append(head, sides);
    shown.append(row);
  }
  localize(shown);
}));

// --- save

document.getElementById('copy').addEventListener('click', event => attempt(event.target, async () => {
  await navigator.clipboard.writeText(code.getValue());
  say(document.body.dataset.copied);
}));

document.getElementById('copy-patch')?.addEventListener('click', event => attempt(event.target, async () => {
  const patch = unifiedDiff(event.target.dataset.name.split('/')[1] + '.yaml', document.getElementById('begun').value, code.getValue());
  if (patch) await navigator.clipboard.writeText(patch);
  say(patch ? document.body.dataset.copied : event.target.dataset.none);
}));

document.getElementById('save')?.addEventListener('click', event => attempt(event.target, async () => {
  const yaml = code.getValue();
  let path = words.save;
  if (!path) {
    // the address of a new route is in its text; what is not there is told by the one who reads it
    const checked = await call('/api/preview', {route: yaml, example: {}}).catch(error => {
      if (error.problems) problems(error.problems);
      throw error;
    });
    path = '/api/routes/' + checked.route;
  }
  try {
    const saved = await call(path, yaml, {method: 'PUT', type: 'application/yaml'});
    location.assign('/routes/' + saved.metadata.namespace + '/' + saved.metadata.name);
  } catch (error) {
    if (error.problems) problems(error.problems);
    throw error;
  }
}));

tryIt();
