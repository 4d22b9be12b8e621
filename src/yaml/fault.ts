import { Fault, formatPlace } from '../core/errors.ts';
import type { ErrorCode, Place } from '../core/errors.ts';

/** One thing wrong in a file of settings, with its place; a value that comes from elsewhere has no line. */
export interface YamlIssue extends Place {
  readonly file: string;
  /** `execution.retry.delay`; empty when the whole file is meant. */
  readonly path: string;
  /** The value seen, what was expected, and a guess at what was meant. */
  readonly message: string;
}

/** A YAML file that cannot be used: every issue found in it, in the order of the file; the first one gives the place. */
export class YamlFault extends Fault {
  readonly issues: readonly YamlIssue[];

  constructor(code: ErrorCode, file: string, issues: readonly YamlIssue[]) {
    const sorted = [...issues].sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
    const [first] = sorted;
    super(code, summary(file, sorted), { file, line: first?.line, column: first?.column });
    this.issues = sorted;
  }
}

/** A message is read by a person; `issues` holds all. */
const MOST_SHOWN = 20;

function summary(file: string, issues: readonly YamlIssue[]): string {
  const [first] = issues;
  if (first !== undefined && issues.length === 1) return sentence(first);
  const lines = issues.slice(0, MOST_SHOWN).map((issue) => `\n  ${formatPlace(issue)}: ${sentence(issue)}`);
  const rest = issues.length > MOST_SHOWN ? `\n  … and ${issues.length - MOST_SHOWN} more` : '';
  return `${file} has ${issues.length} faults:${lines.join('')}${rest}`;
}

function sentence(issue: YamlIssue): string {
  return issue.path === '' ? issue.message : `${issue.path}: ${issue.message}`;
}
