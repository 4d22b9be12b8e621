/**
 * The report of each closed batch, kept with the batch in the tree: `.orchestrator/Nov26_01/report.html` and `.txt`. It
 * is made when the batch closes, and once more when it was reopened and closed again.
 */
import { closePath, journalFolder } from '../../records/journal.ts';
import type { BatchReport } from '../../monitoring/statistics-shape.ts';
import type { Outputs } from '../../outputs/contract.ts';
import type { Store } from '../../store/contract.ts';
import type { Service } from '../../upkeep/service.ts';
import type { Language } from '../../wording/language.ts';

export interface BatchReportDeps {
  readonly store: Pick<Store, 'reports'>;
  readonly outputs: Outputs;
  readonly language: () => Language;
  readonly report: (batch: string, language: Language) => Promise<BatchReport>;
}

export interface BatchReports extends Service {
  /** The page of a closed batch, made when it is not there yet. */
  page(batch: string): Promise<Uint8Array>;
}

/** A service that was away for longer has missed no more than this. */
const BATCHES_BACK = 3;

export const reportPath = (batch: string): string => `${journalFolder(batch)}/report.html`;
const textPath = (batch: string): string => `${journalFolder(batch)}/report.txt`;

export function createBatchReports(deps: BatchReportDeps): BatchReports {
  const { store, outputs } = deps;
  /** `Nov26_01 1763805600000`: made by this process; a batch that is reopened gets another one. */
  const made = new Set<string>();
  return {
    name: 'batch-report',
    runOnce: async () => {
      const closed = (await store.reports.listBatches(BATCHES_BACK)).filter(({ status }) => status !== 'running');
      let written = 0;
      for (const { id, completedAt } of closed) {
        const key = `${id} ${completedAt}`;
        // A batch that was taken over from another program has no journal, and gets no folder.
        if (made.has(key) || !(await outputs.exists(closePath(id)))) continue;
        if (!(await isCurrent(outputs, id, completedAt))) {
          await write(deps, id, completedAt);
          written += 1;
        }
        made.add(key);
      }
      return { written };
    },
    page: async (batch) => (await outputs.read(reportPath(batch))) ?? Buffer.from(await pageOf(deps, batch), 'utf8'),
  };
}

/** The text ends with the close it was made for. */
async function isCurrent(outputs: Outputs, batch: string, completedAt: number | null): Promise<boolean> {
  const text = await outputs.read(textPath(batch));
  return text !== null && Buffer.from(text).toString('utf8').trimEnd().endsWith(closeMark(completedAt));
}

const closeMark = (completedAt: number | null): string =>
  completedAt === null ? '-' : new Date(completedAt).toISOString();

async function pageOf({ report, language }: BatchReportDeps, batch: string): Promise<string> {
  const { reportPage } = await import('../../reporting/report-page.ts');
  return reportPage(await report(batch, language()), language());
}

async function write(deps: BatchReportDeps, batch: string, completedAt: number | null): Promise<void> {
  const language = deps.language();
  const report = await deps.report(batch, language);
  const [{ reportPage }, { reportText }] = await Promise.all([
    import('../../reporting/report-page.ts'),
    import('../../reporting/report-text.ts'),
  ]);
  await deps.outputs.publish([
    { path: reportPath(batch), content: Buffer.from(reportPage(report, language), 'utf8') },
    {
      path: textPath(batch),
      content: Buffer.from(`${reportText(report, language)}\n${closeMark(completedAt)}\n`, 'utf8'),
    },
  ]);
}
