import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { DEFINITION } from '../faults/run-task.ts';
import { finished, rehearse } from '../support/rehearsal.ts';

/** Moves the cursor, names the window, rings, breaks the line, turns the order round, and says so in C1 as well. */
const HOSTILE = 'Casa \u001b[2J\u001b]0;pwned\u0007\r\u202Elisted\u2066 \u009b31m\u0000x';
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const UNSAFE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const card = `<article data-id="1"><h2>${HOSTILE}</h2><p>$ 1,000 MXN</p></article>`;

const PAGES: readonly (readonly [string, string, RegExp, number])[] = [
  ['holds it in its adverts', `${card}<a rel="next" href="?page=2">»</a>`, /✓ 1 /, 0],
  [
    'has it where the definition looks in vain',
    `<section id="${HOSTILE}" data-id="${HOSTILE}" class="article"><h2>${HOSTILE}</h2><p>$ 1</p></section>`.repeat(5),
    /✗ layout changed/,
    1,
  ],
];

for (const [what, body, expected, exit] of PAGES) {
  test(`T26 site test shows a page that ${what} without a character that a terminal acts on`, async (t) => {
    const rehearsal = await rehearse(t, { catalogue: [] });
    const sites = join(rehearsal.folder, 'sites');
    mkdirSync(sites, { recursive: true });
    writeFileSync(join(sites, 'casas.yaml'), DEFINITION);
    const file = join(rehearsal.folder, 'page.html');
    writeFileSync(file, `<!doctype html><html><body>${body}</body></html>`);
    const command = rehearsal.spawn('scraping-monitor', ['site', 'test', 'Casas', file], { SCRAPING_LANG: 'en' });
    const { code, stdout, stderr } = await finished(command);
    assert.match(stdout, expected, stderr);
    assert.equal(code, exit);
    assert.doesNotMatch(stdout, UNSAFE);
  });
}
