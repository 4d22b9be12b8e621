/** `npm run practice`: serves the practice portals until it is stopped. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startPracticePortals } from './server.ts';
import { readSiteFaults } from './site-faults.ts';
import type { PracticeOptions } from './server.ts';

const USAGE = `npm run practice -- [--port N] [--seed N] [--epoch N] [--today YYYY-MM-DD] [--shift] [--faults FILE] [--faults-free]
  --port         8899 by default; 0 = any free port
  --seed         which market; the same seed gives the same adverts (1)
  --epoch        round of the market: adverts come, go and change price between rounds (0)
  --today        day the portals believe it is (today in Guadalajara)
  --shift        results move by one between two pages of a search
  --with-parent  ends when its standard input does: with the process that started it
  --faults FILE  faults of single portals, by rules (docs/practice.md); no others
  --faults-free  no request is made to fail; else about one page in 150 fails once
`;

const whole = (name: string, text: string, most: number): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > most)
    throw new RangeError(`--${name} must be 0…${most}, not "${text}"`);
  return value;
};

function readOptions(): (PracticeOptions & { readonly withParent: boolean }) | null {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8899' },
      seed: { type: 'string', default: '1' },
      epoch: { type: 'string', default: '0' },
      today: { type: 'string' },
      shift: { type: 'boolean', default: false },
      'with-parent': { type: 'boolean', default: false },
      faults: { type: 'string' },
      'faults-free': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return null;
  if (values.today !== undefined && !/^\d{4}-\d\d-\d\d$/.test(values.today)) {
    throw new RangeError(`--today must be YYYY-MM-DD, not "${values.today}"`);
  }
  return {
    port: whole('port', values.port, 65_535),
    seed: whole('seed', values.seed, 2 ** 31),
    epoch: whole('epoch', values.epoch, 200),
    ...(values.today === undefined ? {} : { today: values.today }),
    shift: values.shift,
    faults: !values['faults-free'] && values.faults === undefined,
    ...(values.faults === undefined
      ? {}
      : { siteFaults: readSiteFaults(readFileSync(values.faults, 'utf8'), values.faults) }),
    withParent: values['with-parent'],
  };
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options === null) {
    process.stdout.write(USAGE);
    return;
  }
  const portals = await startPracticePortals(options);
  process.stdout.write(
    `Practice portals at ${portals.origin} (send the portal's name as Host); control pages under /__practice/\n`,
  );
  if (options.withParent) process.stdin.on('end', () => void portals.close()).resume();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      process.stdin.destroy();
      void portals.close();
    });
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exitCode = 64;
}
