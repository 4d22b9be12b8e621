/** Charts as SVG within the page. Colours are the page's own, so that they fit its theme; each bar says its figures. */
import { VERDICTS } from '../core/verdict.ts';
import { html } from '../wording/html.ts';
import type { Html } from '../wording/html.ts';
import type { Language } from '../wording/language.ts';
import type { ReportWords } from '../wording/report.ts';
import { showCount } from '../wording/show-time.ts';
import { verdictWord } from '../wording/states.ts';
import type { SiteFigures } from './site-figures.ts';

const WIDTH = 440;
const NAME = 64;
const ROW = 30;
const BAR = 18;

/** A bar a site, parted by verdict. */
export function verdictBars(sites: readonly SiteFigures[], language: Language): Html {
  const used = VERDICTS.filter((verdict) => sites.some(({ byVerdict }) => (byVerdict[verdict] ?? 0) > 0));
  const most = Math.max(1, ...sites.map(({ tasks }) => tasks));
  const scale = (WIDTH - NAME - 60) / most;
  return html`<svg viewBox="0 0 ${WIDTH} ${sites.length * ROW}" role="img">
      ${sites.map((site, index) => {
        let x = NAME;
        const parts = used.map((verdict) => {
          const tasks = site.byVerdict[verdict] ?? 0;
          const width = tasks * scale;
          const part = html`<rect
            class="v-${verdict}"
            x="${x.toFixed(1)}"
            y="${index * ROW + 6}"
            width="${Math.max(0, width).toFixed(1)}"
            height="${BAR}"
            ><title>${site.site}: ${verdictWord(verdict, language)} ${showCount(tasks)}</title></rect
          >`;
          x += width;
          return tasks === 0 ? null : part;
        });
        return html`<text x="0" y="${index * ROW + 20}">${site.site}</text>${parts}<text
            class="quiet"
            x="${(x + 6).toFixed(1)}"
            y="${index * ROW + 20}"
            >${showCount(site.tasks)}</text
          >`;
      })}
    </svg>
    <p class="legend">
      ${used.map((verdict) => html`<span><i class="v-${verdict}"></i>${verdictWord(verdict, language)}</span>`)}
    </p>`;
}

/** Two bars a site: the rows now, and under them those before. */
export function rowBars(sites: readonly SiteFigures[], words: ReportWords): Html {
  const most = Math.max(1, ...sites.flatMap(({ rows, rowsBefore }) => [rows, rowsBefore ?? 0]));
  const scale = (WIDTH - NAME - 90) / most;
  return html`<svg viewBox="0 0 ${WIDTH} ${sites.length * ROW}" role="img">
      ${sites.map(({ site, rows, rowsBefore }, index) => {
        const y = index * ROW + 5;
        return html`<text x="0" y="${y + 15}">${site}</text>
          <rect class="now" x="${NAME}" y="${y}" width="${(rows * scale).toFixed(1)}" height="12"
            ><title>${site}: ${showCount(rows)} ${words.rows}</title></rect
          >
          ${rowsBefore === null ? null : html`<rect class="before" x="${NAME}" y="${y + 13}" width="${(rowsBefore * scale).toFixed(1)}" height="6"><title>${site}, ${words.before}: ${showCount(rowsBefore)}</title></rect>`}
          <text class="quiet" x="${(NAME + Math.max(rows, rowsBefore ?? 0) * scale + 6).toFixed(1)}" y="${y + 12}"
            >${showCount(rows)}</text
          >`;
      })}
    </svg>
    <p class="legend">
      <span><i class="now"></i>${words.now}</span><span><i class="before"></i>${words.before}</span>
    </p>`;
}
