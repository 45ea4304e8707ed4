'use strict';

// --- times in inputs

/** As an input of type datetime-local wants it. */
function local(iso) {
  const at = new Date(iso);
  return isNaN(at) ? '' : new Date(at - at.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

for (const input of document.querySelectorAll('input[data-utc]')) {
  if (input.dataset.value) input.value = local(input.dataset.value);
}

// all filters at once where there is room, and where one is set
for (const filtering of document.querySelectorAll('details.filtering')) {
  filtering.open = matchMedia('(min-width: 46.01rem)').matches || location.search !== '';
}

// an address that is short to pass on: nothing that is empty, times in UTC
for (const form of document.querySelectorAll('form.filters')) {
  form.addEventListener('submit', event => {
    event.preventDefault();
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    for (const input of form.querySelectorAll('input[data-utc]')) {
      if (input.value) query.set(input.dataset.utc, new Date(input.value).toISOString());
    }
    location.assign(form.getAttribute('action') + (query.size ? '?' + query : ''));
  });
}

// --- what was done

function say(text) {
  const notice = document.getElementById('notice');
  notice.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => notice.textContent = '', 6000);
}

// --- changes, by the API that everybody has

async function call(path, body, {method = 'POST', type = 'application/json'} = {}) {
  const headers = {};
  if (body !== undefined) headers['Content-Type'] = type;
  const session = await (await fetch('/api/session')).json();
  if (session.csrf) headers[session.csrf.header] = session.csrf.token;
  const answer = await fetch(path, {method, headers, body: body === undefined || type !== 'application/json' ? body : JSON.stringify(body)});
  if (answer.redirected) return {};
  const text = await answer.text();
  const json = text.startsWith('{') ? JSON.parse(text) : {};
  if (!answer.ok) throw Object.assign(new Error(json.detail || answer.statusText), {problems: json.problems});
  return json;
}

function then(what, made) {
  if (what === 'fate') htmx.trigger('#fate', 'changed');
  else if (what === 'reload') location.reload();
  else if (what === 'made') location.assign('/callbacks/' + made.id);
  else location.assign(what);
}

async function attempt(button, action) {
  button.disabled = true;
  try {
    await action();
  } catch (error) {
    say(error instanceof TypeError ? document.body.dataset.unreachable : error.message);
  } finally {
    button.disabled = false;
  }
}

document.addEventListener('click', event => {
  const button = event.target.closest('[data-call]');
  if (button && (!button.dataset.confirm || confirm(button.dataset.confirm))) {
    attempt(button, async () => {
      const made = await call(button.dataset.call, button.dataset.body && JSON.parse(button.dataset.body), {method: button.dataset.method || 'POST'});
      then(button.dataset.then, made);
    });
  }
  const copy = event.target.closest('[data-copy]');
  if (copy) {
    attempt(copy, async () => {
      const from = document.querySelector(copy.dataset.copy);
      await navigator.clipboard.writeText(from.value ?? from.textContent);
      say(document.body.dataset.copied);
    });
  }
  const row = event.target.closest('tr[data-href]');
  if (row && !event.target.closest('a, button') && !getSelection().toString()) location.assign(row.dataset.href);
});

for (const form of document.querySelectorAll('form[data-replay]')) {
  form.elements.edit.addEventListener('change', () => form.elements.body.hidden = !form.elements.edit.checked);
  form.addEventListener('submit', event => {
    event.preventDefault();
    const wanted = {rules: form.elements.rules.value};
    if (form.elements.edit.checked) wanted.body = form.elements.body.value;
    if (form.elements.url.value) {
      wanted.actions = [{name: 'replay', type: 'Forward', forward: {url: form.elements.url.value, pathMode: 'Replace'}}];
    }
    attempt(event.submitter, async () => {
      const made = await call(form.dataset.replay, wanted);
      location.assign('/callbacks/' + made.id);
    });
  });
}

for (const form of document.querySelectorAll('form[data-share]')) {
  form.addEventListener('submit', event => {
    event.preventDefault();
    const query = new URL(form.dataset.share, location.href);
    query.searchParams.set('hours', form.elements.hours.value);
    attempt(event.submitter, async () => {
      const made = await call(query.pathname + query.search);
      const link = document.getElementById('link');
      link.value = new URL(made.url, location.href).href;
      link.parentElement.hidden = false;
      link.select();
    });
  });
}

// --- callbacks as they come

const list = document.getElementById('callbacks');

function follow() {
  const state = document.getElementById('live-state');
  const changed = new Set();
  let timer = null;

  async function renew() {
    timer = null;
    const ids = [...changed].slice(-50);
    changed.clear();
    for (const id of ids) {
      const answer = await fetch(`/callbacks/${id}/row`, {headers: {Accept: 'text/html'}});
      if (answer.ok) put(id, await answer.text());
    }
    htmx.trigger(document.body, 'renew');
  }

  function put(id, html) {
    const rows = document.createElement('tbody');
    rows.innerHTML = html;
    const row = rows.querySelector('tr');
    const old = document.getElementById('c-' + id);
    if (!row) return;
    localize(rows);
    if (old) {
      const focused = document.activeElement === old;
      old.replaceWith(row);
      if (focused) row.focus();
    } else {
      row.classList.add('new');
      document.getElementById('rows').prepend(row);
      document.querySelector('.empty')?.remove();
    }
  }

  const stream = new EventSource(list.dataset.live);
  stream.onopen = () => state.textContent = state.dataset.on;
  stream.onerror = () => state.textContent = state.dataset.off;
  stream.addEventListener('callback', event => {
    changed.add(event.lastEventId);
    timer ??= setTimeout(renew, 300);
  });
  return stream;
}

if (list) {
  const box = document.getElementById('live');
  let stream = follow();
  box.addEventListener('change', () => {
    if (box.checked) {
      stream = follow();
    } else {
      stream.close();
      document.getElementById('live-state').textContent = '';
    }
  });
}

// a callback that is not decided, or not delivered, yet
const fate = document.getElementById('fate');
if (fate) {
  const id = location.pathname.split('/').pop();
  new EventSource(document.getElementById('main').dataset.live).addEventListener('callback', event => {
    if (event.lastEventId === id) htmx.trigger('#fate', 'changed');
  });
}

// --- keys

document.addEventListener('keydown', event => {
  if (event.target.matches('input, select, textarea')) {
    if (event.key === 'Escape') event.target.blur();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const rows = [...document.querySelectorAll('tr[data-href]')];
  const at = rows.indexOf(document.activeElement);
  if (event.key === 'j') rows[Math.min(rows.length - 1, at + 1)]?.focus();
  else if (event.key === 'k') rows[Math.max(0, at - 1)]?.focus();
  else if (event.key === 'Enter' && at >= 0) location.assign(rows[at].dataset.href);
  else if (event.key === '/' && document.getElementById('q')) document.getElementById('q').focus();
  else return;
  event.preventDefault();
});

document.addEventListener('htmx:load', event => localize(event.target));
