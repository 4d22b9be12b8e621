/** The matrix of the searches, and those that gave far more or fewer rows than before. */
import type { BatchReport } from '../monitoring/statistics-shape.ts';
import { html } from '../wording/html.ts';
import type { Html } from '../wording/html.ts';
import type { Language } from '../wording/language.ts';
import type { ReportWords } from '../wording/report.ts';
import { showCount } from '../wording/show-time.ts';
import { statusWord, verdictWord } from '../wording/states.ts';
import { foreignText } from './foreign-text.ts';
import { changeText } from './show-change.ts';

type Cell = BatchReport['coverage']['cells'][number];

const CHANGES_SHOWN = 12;
/** Fewer rows come and go with a day. */
const LEAST_DIFFERENCE = 5;
/** A catalogue that is wrong throughout is told by its first faults. */
const NOT_PLANNED_SHOWN = 100;

export function changesSection({ coverage }: BatchReport, words: ReportWords): Html | null {
  if (coverage.before === null) return null;
  const changed = coverage.cells
    .map((cell) => ({ ...cell, difference: cell.rows - (cell.rowsBefore ?? cell.rows) }))
    .filter(({ difference }) => Math.abs(difference) >= LEAST_DIFFERENCE)
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference))
    .slice(0, CHANGES_SHOWN);
  const body =
    changed.length === 0
      ? html`<p class="quiet">${words.noChanges}</p>`
      : html`<p class="quiet">${words.changesHelp}</p>
          <div class="wide">
            <table>
              <thead>
                <tr>
                  <th>${words.search}</th>
                  <th class="number">${words.before}</th>
                  <th class="number">${words.now}</th>
                  <th class="number">${words.change}</th>
                </tr>
              </thead>
              <tbody>
                ${changed.map(
                  ({ site, city, operation, product, rows, rowsBefore, difference }) =>
                    html`<tr>
                      <td>${site} · ${city} · ${operation} · ${product}</td>
                      <td class="number">${showCount(rowsBefore ?? 0)}</td>
                      <td class="number">${showCount(rows)}</td>
                      <td class="number ${difference < 0 ? 'bad' : ''}">${changeText(rows, rowsBefore ?? 0)}</td>
                    </tr> `,
                )}
              </tbody>
            </table>
          </div>`;
  return html`<section>
    <h2>${words.changes}</h2>
    ${body}
  </section>`;
}

export function coverageSection({ coverage }: BatchReport, words: ReportWords, language: Language): Html {
  const sites = Map.groupBy(coverage.cells, ({ site }) => site);
  return html`<section>
    <h2>${words.coverage}</h2>
    <p class="quiet">${words.coverageHelp}</p>
    ${[...sites].map(([site, cells]) => siteMatrix(site, cells, words, language))}
    ${notPlanned(coverage.notPlanned, words)}
  </section>`;
}

/** Searches down, cities across: nine columns fit on paper and on a phone. */
function siteMatrix(site: string, cells: readonly Cell[], words: ReportWords, language: Language): Html {
  const cities = [...new Set(cells.map(({ city }) => city))].toSorted();
  const searches = Map.groupBy(cells, ({ operation, product }) => `${operation} · ${product}`);
  const rows = cells.reduce((sum, cell) => sum + cell.rows, 0);
  return html`<details open>
    <summary>${site} <span class="quiet">${showCount(cells.length)} · ${showCount(rows)} ${words.rows}</span></summary>
    <div class="wide">
      <table class="matrix">
        <thead>
          <tr>
            <th>${words.search}</th>
            ${cities.map((city) => html`<th>${city}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${[...searches]
            .toSorted(([a], [b]) => (a < b ? -1 : 1))
            .map(
              ([search, own]) =>
                html`<tr>
                  <th>${search}</th>
                  ${cities.map((city) =>
                    matrixCell(
                      own.find((cell) => cell.city === city),
                      words,
                      language,
                    ),
                  )}
                </tr> `,
            )}
        </tbody>
      </table>
    </div>
  </details>`;
}

function matrixCell(cell: Cell | undefined, words: ReportWords, language: Language): Html {
  if (cell === undefined) return html`<td></td>`;
  const { status, verdict, truncated, rows, rowsBefore } = cell;
  const says = [
    verdict === null ? statusWord(status, language) : verdictWord(verdict, language),
    ...(truncated ? [words.truncated] : []),
    `${showCount(rows)} ${words.rows}`,
    ...(rowsBefore === null ? [] : [`${words.before} ${showCount(rowsBefore)}`]),
  ].join(' · ');
  const isDone = status === 'completed';
  // What failed says why in letters too: colours are lost on paper, and to many eyes.
  const shown = isDone
    ? `${showCount(rows)}${truncated ? '+' : ''}`
    : `✗ ${verdict === null ? statusWord(status, language) : verdictWord(verdict, language)}`;
  return html`<td class="v-${verdict ?? 'none'}" title="${says}">${shown}</td>`;
}

function notPlanned(faults: BatchReport['coverage']['notPlanned'], words: ReportWords): Html | null {
  if (faults.length === 0) return null;
  const left = faults.length - NOT_PLANNED_SHOWN;
  return html`<details>
    <summary>${words.notPlanned} <span class="quiet">${showCount(faults.length)}</span></summary>
    <p class="quiet">${words.notPlannedHelp}</p>
    <div class="wide">
      <table>
        <thead>
          <tr>
            <th>${words.place}</th>
            <th>${words.why}</th>
          </tr>
        </thead>
        <tbody>
          ${faults.slice(0, NOT_PLANNED_SHOWN).map(
            ({ place, message }) =>
              html`<tr>
                <td>${foreignText(place)}</td>
                <td>${foreignText(message)}</td>
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
    ${left > 0 ? html`<p class="quiet">… ${showCount(left)} ${words.others}</p>` : null}
  </details>`;
}
