/** F53 in a process of its own: bombs are unpacked under a cap, and the most memory that took is told. Prints bytes. */
import { gzipSync } from 'node:zlib';
import { decodeBody } from '../../src/fetching/decode.ts';
import { FetchTrouble } from '../../src/fetching/fetch-trouble.ts';

const CAP = Number(process.argv[2]);
/** 100 MB of nothing, in 158 bytes of brotli. */
const BROTLI =
  'y///P/gnAOKxQCD3/o///3/wTwDEYRGA7v0f////4J8AiMMCAN37P/7//8E/ARCHBQC693/8//+DfwIgDgsAdO//+P//B/8EQBwWAOje//H//w/+CYA4LADQvf/j//8f/BMAcVgAoHv/x///P/gnAOKwAED3/o///3/wTwDEYQGA7v0f////4J8AiMMCAN37v/wHr8M/ARCHBQC62HU=';
/** 400 MB in 400 KB of gzip: its ratio alone would let 40 MB through. */
const MEMBER = gzipSync(Buffer.alloc(1 << 20));
const BOMBS = [
  ['br', Buffer.from(BROTLI, 'base64')],
  ['gzip', Buffer.concat(Array.from({ length: 400 }, () => MEMBER))],
] as const;

const before = process.resourceUsage().maxRSS;
for (const [coding, bomb] of BOMBS) {
  try {
    decodeBody(bomb, coding, CAP);
    throw new Error(`the ${coding} bomb was unpacked`);
  } catch (error) {
    if (!(error instanceof FetchTrouble) || error.code !== 'E_TOO_LARGE') throw error;
  }
}
process.stdout.write(String((process.resourceUsage().maxRSS - before) * 1024));
