/** What the operator's commands share: the configuration, who asks, and the answer as JSON or as a sentence. */
import { userInfo } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { askOperator } from '../app/ask-operator.ts';
import type { OperatorAnswer } from '../app/ask-operator.ts';
import type { Question } from '../app/contract.ts';
import { loadConfig } from '../config/load.ts';
import { EXIT } from '../core/errors.ts';
import type { CommonOptions } from './command-line.ts';

export type Answered = Readonly<Record<string, unknown>>;

/** Asks, and prints what came back; returns the exit code. @throws {Fault} what the service refused. */
export async function ask(
  options: CommonOptions,
  question: Omit<Question, 'actor'>,
  say: (result: Answered, by: OperatorAnswer['by']) => readonly string[],
): Promise<number> {
  const { config } = await loadConfig({
    file: options.config,
    environment: process.env,
    workingDirectory: process.cwd(),
  });
  const { by, result } = await askOperator(config, { ...question, actor: actorOf(process.env) });
  if (options.json) console.log(JSON.stringify({ by, result }));
  else for (const line of say((result ?? {}) as Answered, by)) console.log(line);
  return EXIT.ok;
}

/** `cli:ana`: the person behind sudo, when there is one. */
function actorOf(environment: Readonly<Record<string, string | undefined>>): string {
  const behind = environment['SUDO_USER'] ?? '';
  return `cli:${behind === '' ? ownName() : behind}`;
}

function ownName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container's user may have no entry in /etc/passwd.
    return `uid ${process.getuid?.() ?? '?'}`;
  }
}

/** Yes or no on a terminal; null when there is nobody to ask. */
export async function confirmed(sentence: string): Promise<boolean | null> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^[ysí]/i.test((await terminal.question(sentence)).trim());
  } finally {
    terminal.close();
  }
}
