/** What the steering commands share: asking when something is destroyed, doing it, and telling how it went. */
import { createInterface } from 'node:readline/promises';
import { EXIT, Fault } from '../core/errors.ts';
import type { Action } from '../monitoring/action-shape.ts';
import type { Monitor } from '../monitoring/contract.ts';
import type { Language, Words } from '../wording/language.ts';
import { printJson } from './output.ts';
import { actorOf } from './with-monitor.ts';
import type { MonitorOptions } from './with-monitor.ts';

const WORDS: Words<'yesNo' | 'nothingDone' | 'nobody'> = {
  en: { yesNo: '[y/N]', nothingDone: 'Nothing was done.', nobody: 'Say --yes where nobody can be asked.' },
  es: { yesNo: '[s/N]', nothingDone: 'No se hizo nada.', nobody: 'Diga --yes donde no se puede preguntar a nadie.' },
};

/** Does it, and prints what was done; returns the exit code. @throws {Fault} what it is refused with */
export async function act(monitor: Monitor, action: Action, options: MonitorOptions): Promise<number> {
  const answer = await monitor.act(action, actorOf(process.env));
  if (options.json) printJson({ by: answer.by, result: answer.result, message: answer.message });
  else console.log(answer.message);
  return EXIT.ok;
}

/** Whether a person agrees. @throws {Fault} E_USAGE: nobody can be asked, and `--yes` was not said */
export async function agreed(question: string, yes: boolean | undefined, language: Language): Promise<boolean> {
  if (yes === true) return true;
  const words = WORDS[language];
  if (!process.stdin.isTTY || !process.stderr.isTTY) throw new Fault('E_USAGE', question, { cure: words.nobody });
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} ${words.yesNo} `);
    if (/^[ysí]/i.test(answer.trim())) return true;
  } finally {
    terminal.close();
  }
  console.error(words.nothingDone);
  return false;
}
