import { countFailed } from '../core/task.ts';
import type { BatchReport } from '../monitoring/statistics-shape.ts';
import { html } from '../wording/html.ts';
import type { Html } from '../wording/html.ts';
import type { Language } from '../wording/language.ts';
import type { ReportWords } from '../wording/report.ts';
import { showCount, showDuration } from '../wording/show-time.ts';
import { phaseWord } from '../wording/states.ts';
import { changeText } from './show-change.ts';
import type { SiteFigures } from './site-figures.ts';

const MINUTE_MS = 60_000;

/** A line a scraper: its tasks, rows, pages and pace. */
export function sitesSection(
  { scrapers }: BatchReport,
  sites: readonly SiteFigures[],
  words: ReportWords,
  language: Language,
): Html {
  const pace = (pages: number, busyMs: number): string =>
    busyMs === 0 ? '' : ((pages * MINUTE_MS) / busyMs).toFixed(1);
  const change = (site: string, phase: string): string | null => {
    const figures = phase === 'main' ? sites.find((one) => one.site === site) : undefined;
    return figures === undefined || figures.rowsBefore === null ? null : changeText(figures.rows, figures.rowsBefore);
  };
  return html`<section>
    <h2>${words.sites}</h2>
    <div class="wide">
      <table>
        <thead>
          <tr>
            <th>${words.site}</th>
            <th>${words.phase}</th>
            <th class="number">${words.completed}</th>
            <th class="number">${words.failed}</th>
            <th class="number">${words.truncated}</th>
            <th class="number">${words.rows}</th>
            <th class="number">${words.change}</th>
            <th class="number">${words.pages}</th>
            <th class="number">${words.pagesPerMinute}</th>
            <th class="number">${words.duration}</th>
          </tr>
        </thead>
        <tbody>
          ${scrapers.map(({ site, phase, tasks, byStatus, truncated, rows, pages, busyMs }) => {
            const failed = countFailed(byStatus);
            return html`<tr>
              <td>${site}</td>
              <td>${phaseWord(phase, language)}</td>
              <td class="number">${showCount(byStatus.completed)} / ${showCount(tasks)}</td>
              <td class="number ${failed > 0 ? 'bad' : ''}">${showCount(failed)}</td>
              <td class="number">${showCount(truncated)}</td>
              <td class="number">${showCount(rows)}</td>
              <td class="number">${change(site, phase)}</td>
              <td class="number">${showCount(pages)}</td>
              <td class="number">${pace(pages, busyMs)}</td>
              <td class="number">${showDuration(busyMs)}</td>
            </tr> `;
          })}
        </tbody>
      </table>
    </div>
  </section>`;
}
