import { VERDICTS } from '../core/verdict.ts';
import type { Verdict } from '../core/verdict.ts';
import type { Language } from '../wording/language.ts';
import { showCount, showDuration } from '../wording/show-time.ts';
import { verdictWord } from '../wording/states.ts';
import type { NoticeWords } from '../wording/troubles.ts';
import type { Body, ComposeSettings } from './message-body.ts';
import type { BatchFacts } from './contract.ts';
import { html } from '../wording/html.ts';
import { factTable } from './message-page.ts';

/** The end of a batch in a few lines; the report says the rest. */
export function composeBatch(
  batch: BatchFacts,
  { language }: ComposeSettings,
  words: NoticeWords,
  hasReport: boolean,
): Body {
  const { id, status, completedAt, startedAt, tasks, completed, failed, rows, rowsBefore, causes } = batch;
  const before = rowsBefore === null ? '' : ` (${words.before} ${showCount(rowsBefore)}${change(rows, rowsBefore)})`;
  const facts: readonly (readonly [string, string])[] = [
    [
      words.tasks,
      `${showCount(completed)} ${words.ofTasks} ${showCount(tasks)} ${words.completedTasks}, ${showCount(failed)} ${words.failedTasks}`,
    ],
    [words.rows, `${showCount(rows)}${before}`],
    [words.duration, showDuration(completedAt - startedAt)],
    ...(causes.length === 0
      ? []
      : [
          [
            words.whyFailed,
            causes.map(({ cause, tasks: of }) => `${causeWord(cause, language)} ${showCount(of)}`).join(', '),
          ] as const,
        ]),
  ];
  const closing = [
    ...(failed === 0 && tasks > 0 ? [words.allComplete] : []),
    ...(failed > 0 ? [`${words.whatToDo}: scraping-monitor errors --batch ${id}`] : []),
    ...(hasReport ? [words.reportAttached] : []),
  ];
  const heading = `${words.batch} ${id}: ${words.batchEnded[status]}`;
  return {
    subject: `[Scraping] ${heading} · ${showCount(completed)}/${showCount(tasks)} ${words.tasks}, ${showCount(rows)} ${words.rows}`,
    at: completedAt,
    text: [heading, ...facts.map(([name, value]) => `  ${name}: ${value}`), ...closing],
    html: html`<h2 style="font-size:18px;margin:4px 0 10px">${heading}</h2>
      ${factTable(facts)} ${closing.map((line) => html`<p style="margin:10px 0 0">${line}</p>`)}`,
  };
}

/** `, −12 %`; nothing when there is nothing to compare with. */
function change(now: number, before: number): string {
  if (before === 0) return '';
  const percent = Math.round((100 * (now - before)) / before);
  return `, ${percent > 0 ? '+' : percent < 0 ? '−' : '±'}${Math.abs(percent)} %`;
}

const isVerdict = (cause: string): cause is Verdict => (VERDICTS as readonly string[]).includes(cause);

function causeWord(cause: string, language: Language): string {
  return isVerdict(cause) ? verdictWord(cause, language) : cause;
}
