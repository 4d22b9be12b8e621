/** The thread that reads: see run-fuzz.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import type { FuzzRequest, FuzzResult } from './run-fuzz.ts';
import { chanceOf, mutate } from './mutate.ts';
import { fuzzedParsers } from './parsers.ts';
import type { FuzzedParser } from './parsers.ts';

/** Enough to see what is wrong; the rest is the same again. */
const MOST_TROUBLES = 10;
/** Slower than this is measured again: the machine may have been busy. */
const SUSPECT_MS = 200;
const AGAIN = 3;

function inputOf(parser: FuzzedParser, number: number): Buffer {
  const chance = chanceOf(parser.name, number);
  return mutate(parser.seeds[chance.below(parser.seeds.length)] ?? Buffer.alloc(0), chance, parser.longest);
}

function timeOf(parser: FuzzedParser, input: Buffer): number {
  const before = performance.now();
  parser.read(input);
  return performance.now() - before;
}

/** What every object, list, text and function has: no input may add to it (T19). */
function sharedNames(): string {
  const shared = [Object, Array, String, Number, RegExp, Map, Function].map((made) => made.prototype as object);
  return JSON.stringify(shared.map((one) => Reflect.ownKeys(one).map(String)));
}

function fuzz(parser: FuzzedParser, { from, count }: FuzzRequest, progress: Int32Array): FuzzResult {
  const troubles: { number: number; what: string }[] = [];
  let slowest = { number: from, ms: 0 };
  const shared = sharedNames();
  for (let number = from; number < from + count && troubles.length < MOST_TROUBLES; number += 1) {
    Atomics.store(progress, 0, number);
    const input = inputOf(parser, number);
    try {
      let ms = timeOf(parser, input);
      for (let again = 0; ms > SUSPECT_MS && again < AGAIN; again += 1) ms = Math.min(ms, timeOf(parser, input));
      if (ms > slowest.ms) slowest = { number, ms };
    } catch (error) {
      troubles.push({ number, what: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
    if ('polluted' in {} || (number + 1 === from + count && sharedNames() !== shared))
      troubles.push({ number, what: 'what every object has was changed, by this input or an earlier one (T19)' });
  }
  return { parser: parser.name, inputs: count, troubles, slowest };
}

const { request, progress } = workerData as { readonly request: FuzzRequest; readonly progress: Int32Array };
const parser = (await fuzzedParsers()).find(({ name }) => name === request.parser);
if (parser === undefined) throw new Error(`there is no parser ${request.parser}`);
parentPort?.postMessage(fuzz(parser, request, progress));
