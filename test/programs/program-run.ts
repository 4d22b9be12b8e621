/** One run of a site's program without an agent: its definition, the pages it had committed, and how it ended. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { systemClock } from '../../src/core/clock.ts';
import type { Clock } from '../../src/core/clock.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import type { DetailItem, PageResult, ResumePoint } from '../../src/core/page.ts';
import type { PermitAnswer, PermitReport } from '../../src/core/politeness.ts';
import { runProgram } from '../../src/engine/worker/run-program.ts';
import { RUN_MARK } from '../../src/engine/process-tree.ts';
import { compileSite } from '../../src/extraction/compile.ts';

export const URL_OF_SEARCH = 'https://casas.example/zapopan';
const FROM_THE_START: ResumePoint = { generation: 1, cursor: null, atEnd: false, pages: 0, rows: 0, keys: [] };

export interface ProgramRunOptions {
  /** The shell program; its input is read or not as it likes. */
  readonly script: string;
  /** Lines of `command:` beside `program`. */
  readonly command?: string;
  /** Lines of the definition beside `command:`. */
  readonly definition?: string;
  readonly program?: readonly string[];
  readonly resume?: Partial<ResumePoint>;
  readonly items?: readonly DetailItem[];
  readonly maxPages?: number;
  readonly maxOutputBytes?: number;
  readonly maxSeconds?: number;
  readonly clock?: Clock;
  readonly permit?: PermitAnswer;
  /** Says after a page why to leave; empty = go on. */
  readonly reason?: (page: PageResult) => string;
  readonly onProgress?: () => void;
  readonly signal?: AbortSignal;
}

export interface ProgramRun {
  readonly outcome: Outcome;
  readonly pages: readonly PageResult[];
  readonly reports: readonly PermitReport[];
  readonly folder: string;
}

/** A mark of its own: what a test leaves behind must not be another test's. */
process.env[RUN_MARK] = `test-${process.pid}`;

export async function runScript(t: TestContext, options: ProgramRunOptions): Promise<ProgramRun> {
  const folder = mkdtempSync(join(tmpdir(), 'program-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'program.sh'), options.script);
  const program = JSON.stringify(options.program ?? ['sh', 'program.sh', 'main']);
  const site = compileSite({
    file: join(folder, 'casas.yaml'),
    text: [
      'code: Casas',
      'name: Casas de Ejemplo',
      'type: command',
      'hosts: [casas.example]',
      `command: { program: ${program}, detail: [sh, program.sh, detail]${options.command === undefined ? '' : `, ${options.command}`} }`,
      options.definition ?? '',
    ].join('\n'),
  });
  if (site.program === null) throw new Error('the definition has no program');
  const pages: PageResult[] = [];
  const reports: PermitReport[] = [];
  const outcome = await runProgram(
    {
      run: {
        type: 'run',
        run: 1,
        site: 'Casas',
        phase: options.items === undefined ? 'main' : 'detail',
        url: URL_OF_SEARCH,
        definition: site.hash,
        resume: { ...FROM_THE_START, ...options.resume },
        items: options.items ?? [],
        fetch: 'http',
        proxies: null,
        userAgent: 'PracticeBot/1.0 (+http://example.org/bot)',
        maxPages: options.maxPages ?? 100,
        usual: {},
        timeZone: 'Etc/UTC',
        task: {
          id: 7,
          batch: 'Nov26_01',
          city: 'Zap',
          operation: 'Ven',
          product: 'Cas',
          orderNum: 3,
          attempt: 1,
          politeness: {
            delayMs: 2000,
            jitterMs: 0,
            requestsPerMinute: 30,
            burst: 5,
            concurrency: 1,
            robots: 'respect',
          },
        },
      },
      site,
      fetcher: {
        fetch: () => Promise.reject(new Error('a program fetches by itself')),
        close: async () => undefined,
      },
      clock: options.clock ?? systemClock,
      random: { next: () => 0 },
      maxFieldLength: 1000,
      programs: {
        maxSeconds: options.maxSeconds ?? 600,
        maxOutputBytes: options.maxOutputBytes ?? 2 ** 24,
        permits: {
          acquire: async () => options.permit ?? { kind: 'granted', permit: 1, robots: 'respect' },
          report: (report) => void reports.push(report),
        },
        staging: folder,
        userAgent: 'PracticeBot/1.0 (+http://example.org/bot)',
        rehearsalOrigin: null,
        progress: options.onProgress ?? (() => undefined),
      },
      storePage: async (page) => {
        pages.push(page);
        const reason = options.reason?.(page) ?? '';
        return { goOn: reason === '', reason };
      },
      draining: () => false,
      signal: options.signal ?? new AbortController().signal,
    },
    site.program,
  );
  return { outcome, pages, reports, folder };
}

/** A shell program that reads its task and prints these lines, each as it stands. */
export function printing(...lines: readonly string[]): string {
  return ['cat > /dev/null', ...lines.map((line) => `printf '%s\\n' '${line}'`), ''].join('\n');
}

export function listing(id: string | number): string {
  return JSON.stringify({ listing_id: String(id), url: `https://casas.example/${id}`, price: 100 });
}
