/**
 * `npm run bench [-- NAME…] [--rounds N] [--minutes N] [--of source|release]`: the figures the product is held to, measured on this machine.
 * The practice portals have core 1 to themselves, what is measured core 0, unless a figure says otherwise; `--minutes`
 * is how long the service is idle before its memory is read. The exit code tells only whether everything could be
 * measured: a loaded machine must not fail a build.
 */
import { parseArgs } from 'node:util';
import { api } from './figures/api.ts';
import { blockCheck } from './figures/block-check.ts';
import { history } from './figures/history.ts';
import { memory } from './figures/memory.ts';
import { pageCostEightSlots, pageCostOneWorker } from './figures/page-cost.ts';
import { recovery } from './figures/recovery.ts';
import { restore } from './figures/restore.ts';
import { service } from './figures/service.ts';
import { start } from './figures/start.ts';
import { status } from './figures/status.ts';
import { supervision } from './figures/supervision.ts';
import { planning, taskCost } from './figures/tasks.ts';
import type { Figure } from './support/figure.ts';
import { removeInstallations } from './support/installation.ts';
import { SOURCE } from './support/product.ts';
import { printFigure, printMachine } from './support/print.ts';
import { warmRelease } from './support/warm-release.ts';

const FIGURES: readonly Figure[] = [
  start,
  planning,
  taskCost,
  memory,
  blockCheck,
  pageCostOneWorker,
  pageCostEightSlots,
  service,
  supervision,
  recovery,
  restore,
  history,
  api,
  status,
];

const FORMS = ['source', 'release'] as const;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    minutes: { type: 'string', default: '2' },
    of: { type: 'string' },
  },
});
const rounds = Math.max(1, Math.trunc(Number(values.rounds)) || 3);
const idleMinutes = Number(values.minutes) > 0 ? Number(values.minutes) : 2;
const unknown = positionals.filter((name) => !FIGURES.some((figure) => figure.name === name));
const forms = values.of === undefined ? FORMS : FORMS.filter((form) => form === values.of);
const chosen = FIGURES.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
if (unknown.length > 0) {
  console.error(
    `There is no figure ${unknown.join(', ')}; there are: ${FIGURES.map((figure) => figure.name).join(', ')}.`,
  );
  process.exitCode = 64;
} else if (forms.length === 0) {
  console.error(`--of ${values.of}: it is ${FORMS.join(' or ')}.`);
  process.exitCode = 64;
} else {
  printMachine(rounds);
  try {
    for (const figure of chosen) {
      for (const form of figure.ofRelease === true ? forms : [FORMS[0]]) {
        const product = form === 'release' ? await warmRelease() : SOURCE;
        printFigure(`${figure.title} (${product.name})`, await figure.measure({ rounds, idleMinutes, product }));
      }
    }
  } finally {
    removeInstallations();
  }
}
