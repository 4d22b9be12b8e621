import type { BatchReport } from '../monitoring/statistics-shape.ts';
import { html } from '../wording/html.ts';
import type { Html } from '../wording/html.ts';
import type { ReportWords } from '../wording/report.ts';

/** A field that lost so much of its rows is no accident. */
const LOST = 0.1;

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** A small table a site: a bar a field, the mark is the batch before. */
export function fieldsSection({ fillRates }: BatchReport, words: ReportWords): Html {
  if (fillRates.length === 0)
    return html`<section>
      <h2>${words.fields}</h2>
      <p class="quiet">${words.noFields}</p>
    </section>`;
  return html`<section>
    <h2>${words.fields}</h2>
    <p class="quiet">${words.fieldsHelp}</p>
    <div class="columns">
      ${fillRates.map(
        ({ site, fields }) =>
          html`<table class="fields">
            <caption>
              ${site}
            </caption>
            <tbody>
              ${fields.map(
                ({ field, share, before }) =>
                  html`<tr>
                    <td>${field}</td>
                    <td>
                      <svg viewBox="0 0 120 10" role="img">
                        <title>
                          ${field}: ${percent(share)}${before === null ? '' : `, ${words.before} ${percent(before)}`}
                        </title>
                        <rect class="empty" width="120" height="10" />
                        <rect class="now" width="${(share * 120).toFixed(1)}" height="10" />
                        ${before === null ? null : html`<rect class="mark" x="${Math.min(118, before * 120).toFixed(1)}" width="2" height="10" />`}
                      </svg>
                    </td>
                    <td class="number ${before !== null && before - share >= LOST ? 'bad' : ''}">${percent(share)}</td>
                  </tr> `,
              )}
            </tbody>
          </table>`,
      )}
    </div>
  </section>`;
}
