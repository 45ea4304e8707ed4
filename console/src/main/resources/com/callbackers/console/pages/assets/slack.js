'use strict';

/** A message as Slack draws it: its own marks, and the blocks that most messages are made of. Text becomes text only. */
function drawSlack(message) {
  const drawn = element('div', 'slack');
  drawn.append(element('div', 'slack-from', message.username || 'incoming-webhook'));
  const blocks = Array.isArray(message.blocks) ? message.blocks : [];
  if (blocks.length) blocks.forEach(block => drawn.append(slackBlock(block)));
  else drawn.append(slackText(message.text || ''));
  return drawn;
}

function element(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
}

function slackBlock(block) {
  const text = object => object?.type === 'plain_text' ? element('div', '', object.text) : slackText(object?.text || '');
  switch (block?.type) {
    case 'header': return element('div', 'slack-header', block.text?.text);
    case 'divider': return element('hr');
    case 'section': {
      const section = element('div', 'slack-section');
      if (block.text) section.append(text(block.text));
      if (Array.isArray(block.fields)) {
        const fields = element('div', 'slack-fields');
        block.fields.forEach(field => fields.append(text(field)));
        section.append(fields);
      }
      return section;
    }
    case 'context': {
      const context = element('div', 'slack-context');
      (block.elements || []).forEach(each => context.append(each.type === 'image' ? element('span', '', `🖼 ${each.alt_text || ''} `) : text(each)));
      return context;
    }
    case 'actions': {
      const actions = element('div', 'slack-actions');
      (block.elements || []).forEach(each => actions.append(element('span', 'slack-button', each.text?.text || each.type)));
      return actions;
    }
    case 'image': return element('div', 'slack-image', `🖼 ${block.alt_text || ''}`);
    default: return element('pre', '', JSON.stringify(block, null, 2));
  }
}

const SLACK_MARKS = /```([\s\S]+?)```|`([^`\n]+)`|\*([^*\n]+)\*|_([^_\n]+)_|~([^~\n]+)~|<([^>|\n]+)(?:\|([^>\n]*))?>/g;

function unescaped(text) {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}

function slackText(source) {
  const drawn = element('div', 'slack-text');
  const text = String(source);
  let at = 0;
  for (const mark of text.matchAll(SLACK_MARKS)) {
    drawn.append(unescaped(text.slice(at, mark.index)));
    at = mark.index + mark[0].length;
    const [, block, code, bold, italic, struck, link, label] = mark;
    if (block !== undefined) drawn.append(element('pre', '', unescaped(block)));
    else if (code !== undefined) drawn.append(element('code', '', unescaped(code)));
    else if (bold !== undefined) drawn.append(element('b', '', unescaped(bold)));
    else if (italic !== undefined) drawn.append(element('i', '', unescaped(italic)));
    else if (struck !== undefined) drawn.append(element('s', '', unescaped(struck)));
    else drawn.append(element('span', 'slack-link', unescaped(label || link.replace(/^!/, '@'))));
  }
  drawn.append(unescaped(text.slice(at)));
  return drawn;
}
