import {
  Composer,
  Lexer,
  LineCounter,
  Parser,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  visit,
} from 'yaml';
import type { CST, Document, Node, Pair } from 'yaml';
import type { ErrorCode } from '../core/errors.ts';
import { YamlFault } from './fault.ts';
import type { YamlIssue } from './fault.ts';

/** Our files are a few kilobytes; a larger one is a mistake or an attack (F66). */
const LARGEST_BYTES = 1024 * 1024;
const DEEPEST = 50;
const TOO_DEEP = `nested deeper than ${DEEPEST} levels`;
const TWO_DOCUMENTS = 'a second document begins here (---): one file holds one document';
/** A few anchors help a hand-written file; hundreds are a bomb. */
const MOST_ALIASES = 10;
/** What YAML 1.2's core schema knows; every other tag could name code or a type of one library. */
const CORE_TAG = /^tag:yaml\.org,2002:(map|seq|str|int|float|bool|null)$/;
/** Keys with which a careless merge would reach the prototype of every object (T19). */
const POISONOUS_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype'];

export type YamlPath = readonly PropertyKey[];

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A document that passed every rule of form, and still knows where each value stands. */
export interface ParsedYaml {
  /** Plain data; an empty document is an empty mapping. */
  readonly value: unknown;
  /** Where the value of `path` stands; of the nearest enclosing value when the path is absent. */
  placeOf(path: YamlPath): Position;
  /** Where the last key of `path` stands. */
  placeOfKey(path: YamlPath): Position;
  /** Whether the file itself says something at `path`. */
  has(path: YamlPath): boolean;
}

/**
 * YAML 1.2 core, strict: one document, unique text keys, no custom tags, few aliases, at most 1 MB and 50 levels.
 * @throws {YamlFault} with every offence found.
 */
export function parseYaml(text: string, file: string, code: ErrorCode): ParsedYaml {
  const lines = new LineCounter();
  const positionOf = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const refuse: Refuse = (found) => {
    throw new YamlFault(
      code,
      file,
      found.map(({ offset, message }) => ({ file, ...positionOf(offset), path: '', message })),
    );
  };

  if (Buffer.byteLength(text) > LARGEST_BYTES) {
    throw new YamlFault(code, file, [tooLarge(file, Buffer.byteLength(text))]);
  }
  const document = compose(text, lines, refuse);
  const improper = offencesOfForm(document);
  if (improper.length > 0) refuse(improper);

  return {
    value: document.contents === null ? {} : (document.toJS({ maxAliasCount: -1 }) ?? {}),
    placeOf: (path) => positionOf(offsetOf(find(document, path).node)),
    placeOfKey: (path) => {
      const { key, node } = find(document, path);
      return positionOf(offsetOf(key ?? node));
    },
    has: (path) => find(document, path).complete,
  };
}

/** @throws {YamlFault} with the offences at their places */
type Refuse = (offences: readonly Offence[]) => never;

/** One pass over the text: a start reads every definition, and reading their tokens is most of its cost. */
function compose(text: string, lineCounter: LineCounter, refuse: Refuse): Document.Parsed {
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    strict: true,
    merge: false,
    resolveKnownTags: false,
    // Checked below in linear time: the library compares every key with every other.
    uniqueKeys: false,
    lineCounter,
  });
  // Told to make a document of an empty text too. A second one is enough to know: a million of them is a bomb.
  const documents = composer.compose(shallowTokens(text, lineCounter, refuse), true, text.length);
  const document = documents.next().value as Document.Parsed;
  const second = documents.next().value as Document.Parsed | undefined;
  const offences = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    offset: pos[0],
    message: message.replace(/\s+/g, ' ').trim(),
  }));
  if (second !== undefined) offences.push({ offset: second.range[0], message: TWO_DOCUMENTS });
  return offences.length > 0 ? refuse(offences) : document;
}

/** A mapping and its entry are two levels of the parser's stack; the document is one more. */
const DEEPEST_STACK = DEEPEST * 2 + 2;

/**
 * The text's tokens, up to where it becomes too deep. A document is one token, which comes when its last line was read:
 * so nothing too deep is ever composed, which is recursive. A thousand brackets would exhaust the stack there, while
 * the parser of tokens keeps a stack of its own.
 */
function* shallowTokens(text: string, lines: LineCounter, refuse: Refuse): Generator<CST.Token> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > DEEPEST_STACK) refuse([{ offset: parser.offset, message: TOO_DEEP }]);
  }
  yield* parser.end();
}

interface Offence {
  readonly offset: number;
  readonly message: string;
}

function offencesOfForm(document: Document.Parsed): readonly Offence[] {
  const offences: Offence[] = [];
  let aliases = 0;
  const complain = (node: unknown, message: string): void => {
    offences.push({ offset: offsetOf(node), message });
  };
  visit(document, (_key, node, ancestors) => {
    if (isCollection(node) && ancestors.filter(isCollection).length >= DEEPEST) {
      complain(node, TOO_DEEP);
      return visit.BREAK;
    }
    if (isAlias(node)) {
      aliases += 1;
      if (aliases === MOST_ALIASES + 1) complain(node, `more than ${MOST_ALIASES} aliases (*name) in one file`);
      if (ancestors.some((ancestor) => isNode(ancestor) && 'anchor' in ancestor && ancestor.anchor === node.source)) {
        complain(node, `the alias *${node.source} contains itself`);
      } else if (node.resolve(document) === undefined) {
        complain(node, `the alias *${node.source} names no anchor (&${node.source}) above it`);
      }
    } else if (isNode(node) && node.tag !== undefined && !CORE_TAG.test(node.tag)) {
      complain(node, `the tag ${node.tag} is not allowed: write plain text, numbers, lists and mappings`);
    }
    if (isMap(node)) offences.push(...keyOffences(node.items));
    return undefined;
  });
  return offences;
}

function keyOffences(pairs: readonly Pair[]): readonly Offence[] {
  const offences: Offence[] = [];
  const firstOffset = new Map<string, number>();
  for (const { key } of pairs) {
    const offset = offsetOf(key);
    if (!isScalar(key)) {
      offences.push({ offset, message: 'a key must be plain text, not a list or a mapping' });
      continue;
    }
    const name = String(key.value);
    if (POISONOUS_KEYS.includes(name)) offences.push({ offset, message: `the key ${name} is not allowed` });
    else if (firstOffset.has(name))
      offences.push({ offset, message: `the key ${JSON.stringify(name)} occurs twice in this mapping` });
    firstOffset.set(name, offset);
  }
  return offences;
}

interface Found {
  readonly node: unknown;
  readonly key: unknown;
  readonly complete: boolean;
}

function find(document: Document.Parsed, path: YamlPath): Found {
  let node: unknown = document.contents;
  let key: unknown = null;
  for (const step of path) {
    const holder: unknown = isAlias(node) ? node.resolve(document) : node;
    if (isMap(holder)) {
      const pair: Pair | undefined = holder.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step),
      );
      if (pair === undefined) return { node, key, complete: false };
      key = pair.key;
      // `key:` with nothing after it: the value stands where its key does.
      node = hasPlace(pair.value) ? pair.value : pair.key;
    } else if (isSeq(holder)) {
      const item: unknown = holder.items[Number(step)];
      if (item === undefined) return { node, key, complete: false };
      key = null;
      node = item;
    } else {
      return { node, key, complete: false };
    }
  }
  return { node, key, complete: document.contents !== null };
}

function hasPlace(node: unknown): node is Node & { readonly range: readonly [number, number, number] } {
  return isNode(node) && Array.isArray(node.range);
}

function offsetOf(node: unknown): number {
  return hasPlace(node) ? node.range[0] : 0;
}

function tooLarge(file: string, bytes: number): YamlIssue {
  return {
    file,
    line: 1,
    column: 1,
    path: '',
    message: `the file has ${bytes} bytes, more than the ${LARGEST_BYTES} allowed`,
  };
}
