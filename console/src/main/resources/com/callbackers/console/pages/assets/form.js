/** The route as a form beside its YAML, made from the resource's own schema. Comments and order of the YAML stay. */
import {isMap, isScalar, parseDocument} from '/assets/yaml/browser/index.js';

const root = document.getElementById('form');
const told = root.dataset;
const CODE = 1000; // fields that may be longer than this hold expressions and templates
const FORMAT = {lineWidth: 0, indentSeq: false, flowCollectionPadding: false};
let yaml = null;
let writing = false;

// --- reading and writing

const dotted = path => path.map((step, at) => typeof step === 'number' ? `[${step}]` : (at ? '.' : '') + step).join('');

function read() {
  yaml = parseDocument(code.getValue());
  root.inert = yaml.errors.length > 0 || !isMap(yaml.contents);
  root.classList.toggle('broken', root.inert);
  return !root.inert;
}

function change(edit, redraw) {
  edit();
  writing = true;
  code.setValue(yaml.toString(FORMAT));
  writing = false;
  // positions are those of the new text
  yaml = parseDocument(code.getValue());
  if (redraw) draw();
}

/** What stands above a field is made where it is missing or empty. */
function set(path, value) {
  for (let length = 1; length < path.length; length++) {
    const above = yaml.getIn(path.slice(0, length), true);
    if (above === undefined || (isScalar(above) && above.value === null)) {
      yaml.setIn(path.slice(0, length), yaml.createNode(typeof path[length] === 'number' ? [] : {}));
    }
  }
  yaml.setIn(path, yaml.createNode(value, {flow: Array.isArray(value) && typeof value[0] !== 'object'}));
}

function unset(path) {
  yaml.deleteIn(path);
}

/** What has to be there for a thing to make sense. */
function minimal(schema) {
  if (schema.enum) return schema.enum[0];
  if (schema.type === 'object') return Object.fromEntries((schema.required || []).map(name => [name, minimal(schema.properties[name])]));
  if (schema.type === 'array') return schema.items.type === 'object' ? [minimal(schema.items)] : [];
  if (schema.type === 'boolean') return true;
  return schema.type === 'integer' || schema.type === 'number' ? schema.minimum ?? 1 : '';
}

// --- drawing

function button(text, title, action) {
  const made = element('button', 'small', text);
  made.type = 'button';
  made.title = title;
  made.setAttribute('aria-label', title);
  made.addEventListener('click', action);
  return made;
}

function field(name, schema, path, control) {
  const label = element('label', 'field');
  label.dataset.path = dotted(path);
  label.title = schema.description || '';
  label.append(element('span', '', name), control);
  control.addEventListener('focus', () => show(path));
  return label;
}

function show(path) {
  const range = yaml.getIn(path, true)?.range;
  if (range) code.scrollIntoView(code.posFromIndex(range[0]), 80);
}

function input(schema, value, take) {
  const control = element(schema.maxLength > CODE ? 'textarea' : 'input');
  if (control.tagName === 'TEXTAREA') control.rows = Math.min(8, String(value ?? '').split('\n').length);
  else if (schema.type === 'integer' || schema.type === 'number') control.type = 'number';
  control.spellcheck = false;
  control.value = value ?? '';
  control.addEventListener('input', () => take(control.type === 'number' && control.value !== '' ? Number(control.value) : control.value));
  return control;
}

function choice(options, value, take) {
  const control = element('select');
  for (const option of options) control.append(new Option(option, option, false, option === value));
  control.addEventListener('change', () => take(control.value));
  return control;
}

/** Texts one after another; a map of texts a line each. */
function texts(schema, value, take) {
  const ofMap = schema.type === 'object';
  const control = element(ofMap ? 'textarea' : 'input');
  control.spellcheck = false;
  control.value = ofMap ? Object.entries(value || {}).map(([name, text]) => name + ': ' + text).join('\n') : (value || []).join(', ');
  control.addEventListener('input', () => take(ofMap
    ? Object.fromEntries(control.value.split('\n').filter(line => line.includes(':')).map(line => [line.slice(0, line.indexOf(':')).trim(), line.slice(line.indexOf(':') + 1).trim()]))
    : control.value.split(',').map(text => text.trim()).filter(Boolean)));
  return control;
}

function draws(name, schema, value, path) {
  const take = given => change(() => set(path, given));
  if (schema.type === 'object' && schema.properties) return group(name, schema, value || {}, path);
  if (schema.type === 'array' && schema.items?.type === 'object') return list(name, schema, value || [], path);
  if (schema.type === 'array' || schema.type === 'object') return field(name, schema, path, texts(schema, value, take));
  if (schema.enum) return field(name, schema, path, choice(schema.enum, value, take));
  if (schema.type === 'boolean') return field(name, schema, path, choice(['true', 'false'], String(value), given => take(given === 'true')));
  return field(name, schema, path, input(schema, value, take));
}

/** The fields that are there, and a way to those that are not. */
function fields(schema, value, path) {
  const shown = [];
  const missing = [];
  for (const [name, below] of Object.entries(schema.properties)) {
    if (!(name in value) && !schema.required?.includes(name)) {
      missing.push(name);
      continue;
    }
    const drawn = draws(name, below, value[name], [...path, name]);
    if (!schema.required?.includes(name)) drawn.append(button('×', told.remove + ' ' + name, () => change(() => unset([...path, name]), true)));
    shown.push(drawn);
  }
  if (missing.length) {
    const add = choice([told.add, ...missing], told.add, name => change(() => set([...path, name], minimal(schema.properties[name])), true));
    add.className = 'add';
    add.setAttribute('aria-label', told.add + ' ' + dotted(path));
    for (const option of add.options) option.title = schema.properties[option.value]?.description || '';
    shown.push(add);
  }
  return shown;
}

function group(name, schema, value, path) {
  const drawn = element('fieldset');
  drawn.dataset.path = dotted(path);
  const legend = element('legend', '', name);
  legend.title = schema.description || '';
  drawn.append(legend, ...fields(schema, value, path));
  return drawn;
}

function list(name, schema, items, path) {
  const drawn = element('fieldset', 'list-of');
  drawn.dataset.path = dotted(path);
  const legend = element('legend', '', name);
  legend.title = schema.description || '';
  drawn.append(legend);
  items.forEach((item, at) => {
    const one = element('details');
    one.open = items.length < 4;
    one.dataset.path = dotted([...path, at]);
    const head = element('summary', '', item?.name || '#' + (at + 1));
    const what = told.remove + ' ' + (item?.name || at + 1);
    head.append(
      button('↑', told.up, event => move(event, path, at, at - 1)),
      button('↓', told.down, event => move(event, path, at, at + 1)),
      button('×', what, event => {
        event.preventDefault();
        change(() => unset([...path, at]), true);
      }));
    one.append(head, ...fields(schema.items, item || {}, [...path, at]));
    drawn.append(one);
  });
  drawn.append(button('+', told.add + ' ' + name, () => change(() => set([...path, items.length], minimal(schema.items)), true)));
  return drawn;
}

function move(event, path, from, to) {
  event.preventDefault();
  const nodes = yaml.getIn(path, true).items;
  if (to < 0 || to >= nodes.length) return;
  change(() => nodes.splice(to, 0, ...nodes.splice(from, 1)), true);
}

function draw() {
  if (!read() || !schema) return;
  const value = yaml.toJS();
  const metadata = value.metadata || {};
  const text = {type: 'string'};
  root.replaceChildren(
    draws('name', text, metadata.name, ['metadata', 'name']),
    draws('namespace', text, metadata.namespace, ['metadata', 'namespace']),
    ...fields(schema.properties.spec, value.spec || {}, ['spec']));
  mark(told.found ? JSON.parse(told.found) : []);
}

/** What is wrong, at the field or at the nearest around it. */
function mark(found) {
  told.found = JSON.stringify(found);
  for (const marked of root.querySelectorAll('.invalid')) {
    marked.classList.remove('invalid');
    marked.querySelector(':scope > .problem')?.remove();
  }
  const places = [...root.querySelectorAll('[data-path]')];
  for (const problem of found.filter(each => each.field)) {
    const at = places.filter(place => problem.field.startsWith(place.dataset.path)).sort((one, other) => other.dataset.path.length - one.dataset.path.length)[0];
    if (!at || at.classList.contains('invalid')) continue;
    at.classList.add('invalid');
    at.append(element('small', 'problem', problem.message));
    if (at.tagName === 'DETAILS') at.open = true;
  }
}

let soonDrawn = null;
code.on('change', () => {
  if (writing) return;
  clearTimeout(soonDrawn);
  soonDrawn = setTimeout(draw, 300);
});
document.addEventListener('checked', event => mark(event.detail));
document.addEventListener('schema', draw);
draw();
