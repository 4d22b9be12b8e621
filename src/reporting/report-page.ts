/**
 * The report of a batch as one page: nothing is loaded from anywhere, it reads on a phone, in the dark and on paper, and
 * whatever came from the web is escaped. The same report gives the same page.
 */
import { countFailed } from '../core/task.ts';
import type { BatchReport } from '../monitoring/statistics-shape.ts';
import { html } from '../wording/html.ts';
import type { Html } from '../wording/html.ts';
import type { Language } from '../wording/language.ts';
import { reportWords } from '../wording/report.ts';
import type { ReportWords } from '../wording/report.ts';
import { showBytes } from '../core/show-size.ts';
import { showCount, showDuration, showInstant } from '../wording/show-time.ts';
import { batchStatusWord } from '../wording/states.ts';
import { failuresSection } from './causes.ts';
import { rowBars, verdictBars } from './charts.ts';
import { changesSection, coverageSection } from './coverage.ts';
import { fieldsSection } from './fields.ts';
import { sitesSection } from './sites.ts';
import { slowestSection } from './slowest.ts';
import { STYLE } from './style.ts';
import { changeText } from './show-change.ts';
import { figuresBySite } from './site-figures.ts';

/** Only what is in the page itself may act: no script, no request. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

export function reportPage(report: BatchReport, language: Language): string {
  const words = reportWords(language);
  const { batch } = report;
  const sites = figuresBySite(report);
  const title = `${words.report} ${batch.id}`;
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <main>
          ${header(report, title, words, language)} ${tiles(report, words)}
          <section class="charts">
            <figure>
              <figcaption>${words.verdicts}</figcaption>
              ${verdictBars(sites, language)}
            </figure>
            <figure>
              <figcaption>${words.rowsNowAndBefore}</figcaption>
              ${rowBars(sites, words)}
            </figure>
          </section>
          ${failuresSection(report, words, language)} ${changesSection(report, words)}
          ${sitesSection(report, sites, words, language)} ${fieldsSection(report, words)}
          ${slowestSection(report, words, language)} ${coverageSection(report, words, language)}
        </main>
        <footer>
          ${words.made} · ${batch.id} · ${showInstant(Date.parse(batch.completedAt ?? batch.startedAt), batch.timeZone)}
          ${batch.timeZone}
        </footer>
      </body>
    </html> `.markup;
}

function header({ batch, before }: BatchReport, title: string, words: ReportWords, language: Language): Html {
  const at = (instant: string): string => showInstant(Date.parse(instant), batch.timeZone);
  const until = batch.completedAt === null ? words.open : at(batch.completedAt);
  return html`<header>
    <h1>${title}</h1>
    <p>
      <span class="status ${batch.status}">${batchStatusWord(batch.status, language)}</span
      >${batch.rehearsal ? html` <span class="status">${words.rehearsal}</span>` : null} ${words.from}
      ${at(batch.startedAt)} ${words.to} ${until} · ${words.duration} ${showDuration(batch.durationMs)}
    </p>
    <p class="quiet">
      ${before === null ? words.nothingBefore : `${words.comparedWith} ${before.id} (${at(before.startedAt)})`}
    </p>
  </header>`;
}

function tiles({ batch, before }: BatchReport, words: ReportWords): Html {
  const failed = countFailed(batch.byStatus);
  const tile = (name: string, value: string, note: string | null = null, mood = ''): Html =>
    html`<div class="tile ${mood}">
      <b>${value}</b><span>${name}</span>${note === null ? null : html`<i>${note}</i>`}
    </div>`;
  const against = (pick: (one: typeof batch) => number): string | null =>
    before === null ? null : changeText(pick(batch), pick(before));
  return html`<section class="tiles">
    ${tile(
      words.completed,
      `${showCount(batch.byStatus.completed)} / ${showCount(batch.tasks)}`,
      against((one) => one.byStatus.completed),
      failed === 0 ? 'good' : '',
    )}
    ${tile(words.failed, showCount(failed), null, failed === 0 ? '' : 'bad')}
    ${tile(
      words.rows,
      showCount(batch.rows),
      against((one) => one.rows),
    )}
    ${tile(
      words.pages,
      showCount(batch.pages),
      against((one) => one.pages),
    )}
    ${tile(
      words.rejected,
      showCount(batch.rejectedRows),
      against((one) => one.rejectedRows),
    )}
    ${tile(
      words.truncated,
      showCount(batch.truncated),
      against((one) => one.truncated),
    )}
    ${tile(
      words.size,
      showBytes(batch.fileBytes),
      against((one) => one.fileBytes),
    )}
    ${tile(
      words.duration,
      showDuration(batch.durationMs),
      against((one) => one.durationMs),
    )}
  </section>`;
}
