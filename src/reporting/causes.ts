import type { BatchReport } from '../monitoring/statistics-shape.ts';
import { html } from '../wording/html.ts';
import type { Html } from '../wording/html.ts';
import type { Language } from '../wording/language.ts';
import type { ReportWords } from '../wording/report.ts';
import { showCount } from '../wording/show-time.ts';
import { verdictWord } from '../wording/states.ts';
import { foreignText } from './foreign-text.ts';

/** What stands between backticks is to be typed. */
function adviceText(advice: string): Html {
  return html`${advice.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}

/** Why tasks failed: by site and cause, with what to do. */
export function failuresSection({ causes }: BatchReport, words: ReportWords, language: Language): Html {
  const body =
    causes.length === 0
      ? html`<p class="good">${words.noFailures}</p>`
      : html`<div class="wide">
          <table class="causes">
            <thead>
              <tr>
                <th>${words.site}</th>
                <th>${words.cause}</th>
                <th class="number">${words.tasks}</th>
                <th>${words.whatToDo}</th>
              </tr>
            </thead>
            <tbody>
              ${causes.map(
                ({ site, code, verdict, tasks, example, exampleTask, advice, command }) =>
                  html`<tr>
                    <td>${site}</td>
                    <td>
                      <b>${verdict === null ? code : verdictWord(verdict, language)}</b><br /><span class="quiet"
                        >${code}</span
                      >
                    </td>
                    <td class="number">${showCount(tasks)}</td>
                    <td class="what">
                      ${adviceText(advice ?? '')}${command === null ? null : html`<br /><code>${command}</code>`}${example === null ? null : html`<br /><span class="quiet">${words.example}: ${words.task} ${exampleTask} · ${foreignText(example)}</span>`}
                    </td>
                  </tr> `,
              )}
            </tbody>
          </table>
        </div>`;
  return html`<section>
    <h2>${words.causes}</h2>
    ${body}
  </section>`;
}
