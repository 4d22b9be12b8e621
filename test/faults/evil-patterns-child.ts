/** T22: a definition's patterns over texts made against them, in a process with a worker's flags. Prints how many pairs were refused or read. */
import { isFault } from '../../src/core/errors.ts';
import { compileSite } from '../../src/extraction/compile.ts';
import type { Site } from '../../src/extraction/contract.ts';
import { pageOf } from '../extraction/our-sites.ts';
import { ENDLESS_PATTERNS } from './endless-patterns.ts';
import { DEFINITION } from './run-task.ts';

const PATTERNS = [...ENDLESS_PATTERNS, '\\s+$'];
const TEXTS = [
  `${'a'.repeat(5_000)}!`,
  `${'a '.repeat(2_500)}!`,
  `${'1,'.repeat(2_500)}!`,
  `${'x'.repeat(5_000)}z`,
  `a${' '.repeat(20_000)}a`,
] as const;

let pairs = 0;
for (const pattern of PATTERNS) {
  const site = siteWith(pattern);
  for (const text of TEXTS) {
    const page = `<article data-id="1"><h2>${text}</h2><p>$ 1,000 MXN</p></article>`;
    const kind = site?.extractList(pageOf('https://portal.test/x', page)).kind ?? 'refused';
    if (kind !== 'content' && kind !== 'refused') throw new Error(`${pattern}: ${kind}`);
    pairs += 1;
  }
}
process.stdout.write(String(pairs));

/** null = the definition with this pattern is refused, which is the best answer. */
function siteWith(pattern: string): Site | null {
  try {
    return compileSite({
      file: 'casas.yaml',
      text: DEFINITION.replace('css: h2', () => `css: h2, match: '${pattern}'`),
    });
  } catch (error) {
    if (isFault(error) && error.message.includes('may take hours')) return null;
    throw error;
  }
}
