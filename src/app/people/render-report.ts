import type { Language } from '../../monitoring/contract.ts';
import type { BatchReport } from '../../monitoring/statistics-shape.ts';

/** The report of a batch as one self-contained page. */
export async function renderReport(report: BatchReport, language: Language): Promise<string> {
  const { reportPage } = await import('../../reporting/report-page.ts');
  return reportPage(report, language);
}
