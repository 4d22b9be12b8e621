import { showBytes, showShare } from '../core/show-size.ts';
import { showCount, showDuration, showInstant } from '../wording/show-time.ts';
import { troubleTitle } from '../wording/troubles.ts';
import type { NoticeWords } from '../wording/troubles.ts';
import type { Body, ComposeSettings } from './message-body.ts';
import type { HealthFacts } from './contract.ts';
import { html } from '../wording/html.ts';
import { factTable } from './message-page.ts';

/** How things stand, also when all is well: silence alone says nothing. */
export function composeHealth(health: HealthFacts, { language, timeZone }: ComposeSettings, words: NoticeWords): Body {
  const { at, startedAt, openTroubles, lastBatch, nextBatchAt, backupAt, diskFreeBytes, diskBytes, undelivered } =
    health;
  const troubles = openTroubles.map(
    ({ site, cause, since }) =>
      `${site === null ? '' : `${site}: `}${troubleTitle(cause, language)} (${words.since} ${showInstant(since, timeZone)})`,
  );
  const facts: readonly (readonly [string, string])[] = [
    [words.runsSince, `${showInstant(startedAt, timeZone)} (${showDuration(at - startedAt)})`],
    [words.lastBatch, lastBatch ?? words.none],
    [words.nextBatch, nextBatchAt === null ? words.none : showInstant(nextBatchAt, timeZone)],
    [words.backup, backupAt === null ? words.none : showInstant(backupAt, timeZone)],
    [words.disk, `${showBytes(diskFreeBytes)} (${showShare(diskBytes === 0 ? 0 : diskFreeBytes / diskBytes)})`],
    [words.undelivered, showCount(undelivered)],
  ];
  const verdict = troubles.length === 0 ? words.allWell : `${words.openTroubles}: ${troubles.length}`;
  return {
    subject: `[Scraping] ${words.healthReport}: ${verdict}`,
    at,
    text: [
      `${words.healthReport}: ${verdict}`,
      ...troubles.map((line) => `  ! ${line}`),
      ...facts.map(([name, value]) => `  ${name}: ${value}`),
      ...(troubles.length === 0 ? [] : [`${words.whatToDo}: scraping-monitor doctor`]),
    ],
    html: html`<h2 style="font-size:18px;margin:4px 0 10px">${words.healthReport}: ${verdict}</h2>
      ${
        troubles.length === 0
          ? null
          : html`<ul>
              ${troubles.map((line) => html`<li style="color:#b42318">${line}</li>`)}
            </ul>`
      }
      ${factTable(facts)}`,
  };
}
