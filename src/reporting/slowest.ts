import type { BatchReport } from '../monitoring/statistics-shape.ts';
import { html } from '../wording/html.ts';
import type { Html } from '../wording/html.ts';
import type { Language } from '../wording/language.ts';
import type { ReportWords } from '../wording/report.ts';
import { showCount, showDuration } from '../wording/show-time.ts';
import { statusWord } from '../wording/states.ts';

export function slowestSection({ slowest }: BatchReport, words: ReportWords, language: Language): Html | null {
  if (slowest.length === 0) return null;
  const longest = Math.max(1, ...slowest.map(({ durationMs }) => durationMs ?? 0));
  return html`<section>
    <h2>${words.slowest}</h2>
    <div class="wide">
      <table class="slowest">
        <thead>
          <tr>
            <th>${words.task}</th>
            <th>${words.search}</th>
            <th></th>
            <th class="number">${words.attempts}</th>
            <th class="number">${words.pages}</th>
            <th class="number">${words.rows}</th>
            <th class="number">${words.duration}</th>
          </tr>
        </thead>
        <tbody>
          ${slowest.map(
            ({ key, site, city, operation, product, status, attempts, pages, rows, durationMs }) =>
              html`<tr>
                <td>${key}</td>
                <td>${site} · ${city} · ${operation} · ${product}</td>
                <td>${statusWord(status, language)}</td>
                <td class="number">${attempts}</td>
                <td class="number">${showCount(pages)}</td>
                <td class="number">${showCount(rows)}</td>
                <td class="number">
                  ${showDuration(durationMs ?? 0)}<svg class="spark" viewBox="0 0 60 6" aria-hidden="true">
                    <rect class="now" width="${((60 * (durationMs ?? 0)) / longest).toFixed(1)}" height="6" />
                  </svg>
                </td>
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}
