/**
 * Child process of the crash and full-disk tests: publishes batches of four files, one of them derived, into the tree of its first argument
 * and prints one JSON line after each. Its second argument is how many to publish (0 = until killed), the third the size.
 */
import { createHash } from 'node:crypto';
import { isFault } from '../../src/core/errors.ts';
import { openLocalOutputs } from '../../src/outputs/local-files.ts';

const [root = '', count = '0', size = '2000'] = process.argv.slice(2);
const outputs = await openLocalOutputs(root);

/** A file that says itself whether it is whole: its last line is the hash of all before it. */
function sealed(text: string): Uint8Array {
  return Buffer.from(`${text}\n${createHash('sha256').update(text).digest('hex')}\n`);
}

for (let round = 0; Number(count) === 0 || round < Number(count); round += 1) {
  const folder = `CyT/Gdl/Ven/P${round % 7}/Sep25/01`;
  const body = `round ${round} `.repeat(Math.ceil((Number(size) * (1 + (round % 5))) / 10));
  try {
    await outputs.publish([
      { path: `${folder}/x_rejected.csv`, content: sealed(`rejected ${body}`) },
      { path: `${folder}/x.csv`, content: sealed(body) },
      { path: `.journal/${round % 7}.json`, content: sealed('told by its neighbours'), derived: true },
      { path: `${folder}/x.manifest.json`, content: sealed(createHash('sha256').update(sealed(body)).digest('hex')) },
    ]);
    process.stdout.write(`${JSON.stringify({ round })}\n`);
  } catch (error) {
    if (!isFault(error)) throw error;
    process.stdout.write(`${JSON.stringify({ round, code: error.code, message: error.message })}\n`);
  }
}
