/**
 * Faults of single portals, switched on by a file: `npm run practice -- --faults faults.yaml` (docs/practice.md). The
 * first rule that fits a request decides what happens to it; robots.txt is spared unless a rule names it.
 */
import { z } from 'zod';
import { nearest } from '../src/yaml/nearest.ts';
import { readYaml } from '../src/yaml/read.ts';
import { BLOCK_PAGES } from './faults/block-pages.ts';
import { faultCase, faultNames, staysOpen } from './faults/cases.ts';
import type { FaultCase } from './faults/server.ts';
import type { Answer } from './portal.ts';

const SITES = ['Inm24', 'CyT', 'Lam', 'Mit', 'Prop', 'Tro'] as const;

/** Systems with a page in the corpus: `block-datadome`. */
const blockNames = (): readonly string[] => [...new Set(BLOCK_PAGES.map(({ system }) => `block-${system}`))];

const NAMES = new Set([...faultNames(), ...blockNames(), 'status', 'replace', 'first-page-again']);

function unknownFault(name: string): string {
  const near = nearest(name, [...NAMES]);
  const hint = near === null ? 'docs/practice.md names them all' : `did you mean ${near}?`;
  return `there is no fault ${JSON.stringify(name)}; ${hint}`;
}

const pattern = z.string().superRefine((text, context) => {
  try {
    RegExp(text, 'u').test('');
  } catch (error) {
    context.addIssue({
      code: 'custom',
      message: `${JSON.stringify(text)} is not a regular expression: ${String(error)}`,
    });
  }
});

const rule = z
  .strictObject({
    site: z.enum(SITES),
    /** What happens: see `faultNames`, `block-<system>`, `status`, `replace`, `first-page-again`. */
    fault: z.string().superRefine((name, context) => {
      if (NAMES.has(name)) return;
      context.addIssue({ code: 'custom', message: unknownFault(name) });
    }),
    /** Pattern over path and query; absent = every page but robots.txt. */
    pages: pattern.optional(),
    /** Only the first so many requests for each address; absent = all. */
    times: z.int().positive().optional(),
    /** For `status`. */
    status: z.int().min(300).max(599).optional(),
    /** For `status`: seconds, or the header as it is. */
    retry_after: z.union([z.int(), z.string()]).optional(),
    /** For `replace`: each occurrence of `find` in the page becomes `put`. */
    find: z.string().min(1).optional(),
    put: z.string().optional(),
  })
  .superRefine(({ fault, status, find, put }, context) => {
    if ((fault === 'status') !== (status !== undefined))
      context.addIssue({ code: 'custom', message: 'status belongs to the fault `status`, and only to it' });
    if ((fault === 'replace') !== (find !== undefined && put !== undefined))
      context.addIssue({ code: 'custom', message: 'find and put belong to the fault `replace`, and only to it' });
  });

export type SiteFault = z.output<typeof rule>;

/** What a fault does to a request. */
export type FaultAction =
  /** Bytes of our own on the connection, which is closed behind them unless it `staysOpen`. */
  | { readonly kind: 'raw'; readonly answer: FaultCase; readonly staysOpen: boolean }
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'edit'; readonly edit: (page: Answer) => Answer }
  | { readonly kind: 'first-page' };

export interface SiteFaults {
  /** What is to happen to this request; null = nothing. Counts it. */
  next(site: string, target: string): FaultAction | null;
}

/** @throws {YamlFault} E_CONFIG with every fault of the file, its line and column */
export function readSiteFaults(text: string, file: string): readonly SiteFault[] {
  return readYaml(text, file, z.array(rule).min(1), 'E_CONFIG');
}

export function createSiteFaults(rules: readonly SiteFault[]): SiteFaults {
  const plans = rules.map((each) => ({
    each,
    fits: each.pages === undefined ? null : new RegExp(each.pages, 'u'),
    action: actionOf(each),
    asked: new Map<string, number>(),
  }));
  return {
    next: (site, target) => {
      for (const { each, fits, action, asked } of plans) {
        if (each.site !== site || !(fits?.test(target) ?? target !== '/robots.txt')) continue;
        const before = asked.get(target) ?? 0;
        if (before >= (each.times ?? Infinity)) continue;
        asked.set(target, before + 1);
        return action;
      }
      return null;
    },
  };
}

const HTML = { 'content-type': 'text/html; charset=utf-8' };

function actionOf({ fault, status = 500, retry_after: later, find = '', put = '' }: SiteFault): FaultAction {
  if (fault === 'first-page-again') return { kind: 'first-page' };
  if (fault === 'replace') return { kind: 'edit', edit: (page) => replaced(page, find, put) };
  if (fault === 'status') {
    const wait = later === undefined ? {} : { 'retry-after': String(later) };
    return { kind: 'answer', answer: { status, headers: { ...HTML, ...wait }, body: `<h1>${status}</h1>` } };
  }
  const raw = faultCase(`/${fault}`);
  if (raw !== null) return { kind: 'raw', answer: raw, staysOpen: staysOpen(`/${fault}`) };
  return { kind: 'answer', answer: blockAnswer(fault.slice('block-'.length)) };
}

/** With status 200 where there is such a page: that is the harder one. */
function blockAnswer(system: string): Answer {
  const pages = BLOCK_PAGES.filter((page) => page.system === system);
  const page = pages.find(({ status }) => status === 200) ?? pages[0];
  return { status: page?.status ?? 403, headers: { ...HTML, ...page?.headers }, body: page?.html ?? '' };
}

function replaced(page: Answer, find: string, put: string): Answer {
  return { ...page, body: Buffer.from(page.body).toString('utf8').replaceAll(find, put) };
}
