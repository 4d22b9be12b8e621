/** Zod's issues, said to a person: where, what was seen, what was expected, what was probably meant. */
import type { z } from 'zod';
import type { YamlIssue } from './fault.ts';
import { nearest } from './nearest.ts';
import type { ParsedYaml, YamlPath } from './parse.ts';
import { knownKeys, schemasAt } from './schema-walk.ts';

type ZodIssue = z.core.$ZodIssue;

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a mapping (key: value)',
  record: 'a mapping (key: value)',
  null: 'nothing',
};

interface Reader {
  readonly file: string;
  readonly parsed: ParsedYaml;
  readonly schema: z.core.$ZodType;
}

export function explain(reader: Reader, issue: ZodIssue): readonly YamlIssue[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(reader, issue.path, key));
  if (issue.code === 'invalid_union' && issue.errors.length > 0) return explainUnion(reader, issue);
  if (issue.code === 'invalid_key')
    return [
      place(
        reader,
        issue.path,
        `${issue.issues.map((one) => one.message).join('; ')}, saw the key ${show(issue.path.at(-1))}`,
        true,
      ),
    ];
  return [place(reader, issue.path, messageOf(reader, issue))];
}

function unknownKey(reader: Reader, path: YamlPath, key: string): YamlIssue {
  const known = knownKeys(reader.schema, path);
  const meant = nearest(key, known);
  const hint = meant === null ? `; known keys here: ${known.join(', ')}` : `; did you mean ${meant}?`;
  return place(reader, [...path, key], `unknown key${known.length === 0 ? '' : hint}`, true);
}

/** The branch that was probably meant is the one that got furthest; when none began, all that was possible is listed. */
function explainUnion(reader: Reader, issue: Extract<ZodIssue, { code: 'invalid_union' }>): readonly YamlIssue[] {
  const branches = issue.errors.map((issues) =>
    issues.map((one): ZodIssue => ({ ...one, path: [...issue.path, ...one.path] })),
  );
  const begun = branches.filter(
    (issues) => !issues.some((one) => one.path.length === issue.path.length && one.code === 'invalid_type'),
  );
  const [closest] = begun.sort((a, b) => a.length - b.length);
  if (closest !== undefined && closest.length > 0) return closest.flatMap((one) => explain(reader, one));
  const expected = [...new Set(branches.flatMap((issues) => issues.map((one) => expectation(reader, one))))];
  return [place(reader, issue.path, `expected ${expected.join(' or ')}, ${saw(reader, issue.path)}`)];
}

function messageOf(reader: Reader, issue: ZodIssue): string {
  const { path } = issue;
  if (issue.code === 'custom') return issue.message;
  if (!reader.parsed.has(path)) return `missing; expected ${expectation(reader, issue)}`;
  const value = valueAt(reader.parsed.value, path);
  const values = issue.code === 'invalid_value' ? issue.values.map(String) : [];
  const meant = typeof value === 'string' ? nearest(value, values) : null;
  return `expected ${expectation(reader, issue)}, ${saw(reader, path)}${meant === null ? '' : `; did you mean ${meant}?`}`;
}

function expectation(reader: Reader, issue: ZodIssue): string {
  if (issue.code === 'invalid_type') {
    return EXPECTED[wantsWholeNumber(reader, issue.path) ? 'int' : issue.expected] ?? issue.expected;
  }
  if (issue.code === 'invalid_value') {
    return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.map(String).join(', ')}`;
  }
  if (issue.code === 'too_small') {
    return `${quantity(issue.origin)} ${issue.inclusive === false ? 'greater than' : 'of at least'} ${issue.minimum}`;
  }
  if (issue.code === 'too_big') {
    return `${quantity(issue.origin)} ${issue.inclusive === false ? 'less than' : 'of at most'} ${issue.maximum}`;
  }
  if (issue.code === 'not_multiple_of') return `a multiple of ${issue.divisor}`;
  if (issue.code === 'unrecognized_keys') return `no key ${issue.keys.join(', ')}`;
  // Our own schemas give their formats a sentence of their own ("expected a duration such as 30m").
  return issue.message.replace(/^(expected|Invalid input: expected) /, '');
}

/** Zod says `number` of text where a whole number belongs. */
function wantsWholeNumber(reader: Reader, path: YamlPath): boolean {
  return schemasAt(reader.schema, path).some((one) => 'isInt' in one && one.isInt === true);
}

function quantity(origin: string): string {
  if (origin === 'string') return 'text with a length';
  if (origin === 'array' || origin === 'set' || origin === 'object') return 'a number of entries';
  return 'a number';
}

function saw(reader: Reader, path: YamlPath): string {
  return `saw ${show(valueAt(reader.parsed.value, path))}`;
}

function valueAt(value: unknown, path: YamlPath): unknown {
  return path.reduce<unknown>(
    (here, key) =>
      typeof here === 'object' && here !== null ? (here as Readonly<Record<PropertyKey, unknown>>)[key] : undefined,
    value,
  );
}

/** A message stays readable when someone put a whole list where a number belongs. */
const LONGEST_VALUE = 60;

export function show(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? typeof value);
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE)}…`;
}

function place(reader: Reader, path: YamlPath, message: string, atKey = false): YamlIssue {
  const position = atKey ? reader.parsed.placeOfKey(path) : reader.parsed.placeOf(path);
  return { file: reader.file, line: position.line, column: position.column, path: dotted(path), message };
}

/** `fields.3.sources.0`: the path as people write it. */
export function dotted(path: YamlPath): string {
  return path.map(String).join('.');
}
