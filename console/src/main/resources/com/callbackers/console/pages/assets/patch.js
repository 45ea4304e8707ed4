'use strict';

/** What changed from one text to another, as 'git apply' and 'patch' take it; empty when nothing did. */
function unifiedDiff(name, before, after) {
  const from = before.replace(/\n$/, '').split('\n');
  const to = after.replace(/\n$/, '').split('\n');
  const common = Array.from({length: from.length + 1}, () => new Uint32Array(to.length + 1));
  for (let i = from.length - 1; i >= 0; i--) {
    for (let j = to.length - 1; j >= 0; j--) {
      common[i][j] = from[i] === to[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
    }
  }
  const lines = [];
  for (let i = 0, j = 0; i < from.length || j < to.length;) {
    if (i < from.length && j < to.length && from[i] === to[j]) lines.push({sign: ' ', text: from[i], i: i++, j: j++});
    else if (j >= to.length || (i < from.length && common[i + 1][j] >= common[i][j + 1])) lines.push({sign: '-', text: from[i], i: i++, j});
    else lines.push({sign: '+', text: to[j], i, j: j++});
  }
  const CONTEXT = 3;
  const near = lines.map((line, at) => lines.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some(each => each.sign !== ' '));
  const hunks = [];
  lines.forEach((line, at) => {
    if (!near[at]) return;
    if (!near[at - 1]) hunks.push([]);
    hunks.at(-1).push(line);
  });
  if (!hunks.length) return '';
  const parts = hunks.map(hunk => {
    const olds = hunk.filter(line => line.sign !== '+').length;
    const news = hunk.filter(line => line.sign !== '-').length;
    const head = `@@ -${hunk[0].i + (olds ? 1 : 0)},${olds} +${hunk[0].j + (news ? 1 : 0)},${news} @@`;
    return [head, ...hunk.map(line => line.sign + line.text)].join('\n');
  });
  return [`--- a/${name}`, `+++ b/${name}`, ...parts].join('\n') + '\n';
}
