/** Changes files below its first argument in every way the product does: through SQLite, through `fs`, whole trees, threads. */
import {
  appendFileSync,
  closeSync,
  copyFileSync,
  cpSync,
  createWriteStream,
  ftruncateSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { openLocalOutputs } from '../../src/outputs/local-files.ts';
import { openSqliteStore } from '../../src/store/sqlite/open-store.ts';

const [place = ''] = process.argv.slice(2);
const at = (name: string): string => join(place, name);

const store = await openSqliteStore({ file: at('orchestrator.db') });
await store.instances.claimPurpose('real');
await store.close();

const outputs = await openLocalOutputs(at('tree'));
await outputs.publish([{ path: 'CyT/x.csv', content: Buffer.alloc(400 * 1024, 'x') }]);
await outputs.remove('CyT/x.csv');

const handle = openSync(at('one'), 'w');
writeSync(handle, 'one');
ftruncateSync(handle, 1);
fsyncSync(handle);
closeSync(handle);
appendFileSync(at('one'), 'more');
writeFileSync(at('two'), 'two');
await writeFile(at('three'), 'three');
copyFileSync(at('three'), at('four'));
linkSync(at('three'), at('five'));
await rename(at('three'), at('six'));
const file = await open(at('seven'), 'wx');
await file.writev([Buffer.from('a'), Buffer.from('b')]);
await file.sync();
await file.close();
await pipeline(Readable.from(['one', 'two']), createWriteStream(at('eight')));
mkdirSync(at('deep/er'), { recursive: true });
writeFileSync(at('deep/er/file'), '');
cpSync(at('deep'), at('copied'), { recursive: true });
rmSync(at('deep'), { recursive: true });
await rm(at('copied'), { recursive: true });
