import { Fault } from '../core/errors.ts';
import { showCount, showDuration, showInstant } from '../wording/show-time.ts';
import { troubleMeaning, troubleTitle } from '../wording/troubles.ts';
import type { NoticeWords } from '../wording/troubles.ts';
import type { TroubleItem } from './contract.ts';
import { html } from '../wording/html.ts';
import type { Html } from '../wording/html.ts';
import { cleaned } from './message-body.ts';
import type { Body, ComposeSettings } from './message-body.ts';
import { commandFor } from './severity.ts';

const nameOf = ({ site, cause }: TroubleItem, { language }: ComposeSettings): string =>
  `${site === null ? '' : `${cleaned(site)}: `}${troubleTitle(cause, language)}`;

/** One or several troubles: what each is, since when, its newest occurrence, and the command that helps. */
export function composeTroubles(items: readonly TroubleItem[], settings: ComposeSettings, words: NoticeWords): Body {
  const [first] = items;
  if (first === undefined) throw new Fault('E_INTERNAL', 'a message about no trouble');
  return {
    subject: `[Scraping] ${subjectOf(items, first, settings, words)}`,
    at: Math.max(...items.map(({ at }) => at)),
    text: items.flatMap((item, index) => [...(index === 0 ? [] : ['']), ...linesOf(item, settings, words)]),
    html: html`${items.map((item) => htmlOf(item, settings, words))}`,
  };
}

function subjectOf(
  items: readonly TroubleItem[],
  first: TroubleItem,
  settings: ComposeSettings,
  words: NoticeWords,
): string {
  const recovered = items.every(({ stage }) => stage === 'recovered');
  if (items.length === 1) {
    const name = nameOf(first, settings);
    return first.stage === 'first' ? name : `${name} (${first.stage === 'again' ? words.again : words.recovered})`;
  }
  const sites = [...new Set(items.map(({ site }) => site).filter((site) => site !== null))].map(cleaned);
  const where = sites.length === 0 ? '' : ` (${sites.join(', ')})`;
  return `${items.length} ${recovered ? words.allRecovered : words.several}${where}`;
}

interface Told {
  readonly heading: string;
  readonly meaning: string | null;
  /** `since 2026-11-22 10:00 · 4 occurrences`. */
  readonly facts: readonly string[];
  readonly command: string | null;
}

function tell(item: TroubleItem, settings: ComposeSettings, words: NoticeWords): Told {
  const { stage, since, at, occurrences, untold, facts } = item;
  const name = nameOf(item, settings);
  if (stage === 'recovered')
    return {
      heading: `✓ ${name}: ${words.recovered}`,
      meaning: null,
      facts: [
        `${words.lasted} ${showDuration(at - since)}${occurrences > 1 ? ` · ${showCount(occurrences)} ${words.occurrences}` : ''}`,
      ],
      command: null,
    };
  const task = facts.task === undefined ? [] : [`${words.task} ${facts.task}`];
  const batch = facts.batch === undefined ? [] : [`${words.batch} ${cleaned(facts.batch)}`];
  const newest = [
    ...(facts.code === undefined ? [] : [cleaned(facts.code)]),
    ...(facts.message === undefined ? [] : [cleaned(settings.tell(facts.message))]),
  ];
  return {
    heading: stage === 'again' ? `${name} (${words.again})` : name,
    meaning: troubleMeaning(item.cause, settings.language),
    facts: [
      [
        `${words.since} ${showInstant(since, settings.timeZone)}`,
        ...(occurrences > 1 ? [`${showCount(occurrences)} ${words.occurrences}`] : []),
        ...(stage === 'again' && untold > 0 ? [`${showCount(untold)} ${words.newOnes}`] : []),
      ].join(' · '),
      ...(facts.measured === undefined
        ? []
        : [
            [
              `${words.measured} ${cleaned(facts.measured)}`,
              ...(facts.usual === undefined ? [] : [`${words.usual} ${cleaned(facts.usual)}`]),
            ].join(' · '),
          ]),
      ...(newest.length + task.length + batch.length === 0
        ? []
        : [`${words.newest}: ${[...newest, ...task, ...batch].join(' · ')}`]),
      ...(facts.url === undefined ? [] : [cleaned(facts.url)]),
    ],
    command: cleaned(commandFor(item)),
  };
}

function linesOf(item: TroubleItem, settings: ComposeSettings, words: NoticeWords): readonly string[] {
  const { heading, meaning, facts, command } = tell(item, settings, words);
  return [
    heading,
    ...(meaning === null ? [] : [meaning]),
    ...facts.map((fact) => `  ${fact}`),
    ...(command === null ? [] : [`${words.whatToDo}: ${command}`]),
  ];
}

function htmlOf(item: TroubleItem, settings: ComposeSettings, words: NoticeWords): Html {
  const { heading, meaning, facts, command } = tell(item, settings, words);
  const colour = item.stage === 'recovered' ? '#1a7f37' : '#b42318';
  return html`<div style="border-left:4px solid ${colour};padding:2px 14px;margin:0 0 18px">
    <h2 style="font-size:17px;margin:4px 0">${heading}</h2>
    ${meaning === null ? null : html`<p style="margin:6px 0">${meaning}</p>`}
    ${facts.map((fact) => html`<p style="margin:4px 0;color:#57606a;font-size:14px;overflow-wrap:anywhere">${fact}</p>`)}
    ${command === null ? null : html`<p style="margin:8px 0">${words.whatToDo}: <code style="background:#eef1f4;padding:2px 6px;border-radius:4px">${command}</code></p>`}
  </div>`;
}
