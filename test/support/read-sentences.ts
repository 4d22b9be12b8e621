/** Reads the sources for the sentences that people may be shown: what faults, checks and options say. */
import { readFileSync } from 'node:fs';
import { parseSync } from 'vite';

/** A sentence as the sources write it. */
export interface Sentence {
  /** With `{}` in the place of each fact. */
  readonly text: string;
  readonly file: string;
  readonly line: number;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** Where a text stands: the function it is given to, or the property it is the value of. */
export type IsSaid = (place: string) => boolean;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

/** Every text in a file that `isSaid` says is shown to people, through conditions and sums. */
export function readSentences(file: string, isSaid: IsSaid): readonly Sentence[] {
  const source = readFileSync(file, 'utf8');
  const found: Sentence[] = [];
  const visit = (value: unknown, place: string): void => {
    if (Array.isArray(value)) for (const one of value) visit(one, place);
    else if (isNode(value) && !isOnlyTypes(value)) visitNode(value, place);
  };
  const visitNode = (node: Node, place: string): void => {
    const texts = textsOf(node);
    if (texts === null) for (const [part, partPlace] of partsOf(node, place, source)) visit(part, partPlace);
    else {
      const line = source.slice(0, node.start).split('\n').length;
      if (isSaid(place)) found.push(...texts.map((text) => ({ text, file, line })));
      for (const fact of (node['expressions'] ?? []) as readonly Node[]) visit(withoutWays(fact), place);
    }
  };
  visit(parseSync(file, source).program, '');
  return found;
}

/** `x as T` and the like hold an expression; all else of types, and imports, hold nothing that is said. */
const isOnlyTypes = (node: Node): boolean =>
  node.type === 'ImportDeclaration' || (node.type.startsWith('TS') && !('expression' in node));

/** What a node is made of, each with the place of the texts in it. */
function partsOf(node: Node, place: string, source: string): readonly (readonly [unknown, string])[] {
  const said = (part: unknown): string => {
    const { start, end } = part as Node;
    return source.slice(start, end);
  };
  switch (node.type) {
    case 'CallExpression':
      return [
        [node['callee'], place],
        [node['arguments'], `${said(node['callee'])}()`],
      ];
    case 'NewExpression':
      return [[node['arguments'], `new ${said(node['callee'])}()`]];
    case 'Property':
      return [[node['value'], `.${said(node['key'])}`]];
    case 'VariableDeclarator':
      return [[node['init'], `=${said(node['id']).split(':')[0]}`]];
    default:
      return Object.values(node).map((part) => [part, place]);
  }
}

/** A text with `{}` for its facts: one for each way in which its conditions can turn out; null for anything else. */
function textsOf(node: Node): readonly string[] | null {
  if (node.type === 'Literal') return typeof node['value'] === 'string' ? [node['value']] : null;
  if (node.type === 'BinaryExpression' && node['operator'] === '+') {
    const left = textsOf(node['left'] as Node);
    const right = textsOf(node['right'] as Node);
    return left === null || right === null ? null : left.flatMap((one) => right.map((other) => one + other));
  }
  if (node.type !== 'TemplateLiteral') return null;
  const quasis = node['quasis'] as readonly { readonly value: { readonly cooked: string } }[];
  const expressions = node['expressions'] as readonly Node[];
  return quasis.reduce<readonly string[]>(
    (texts, quasi, index) => {
      const between = index === 0 ? [''] : waysOf(expressions[index - 1]);
      return texts.flatMap((text) => between.map((way) => text + way + quasi.value.cooked));
    },
    [''],
  );
}

/** `${wrong ? 'is' : 'are'}` can be either; everything else is a fact. */
function waysOf(node: Node | undefined): readonly string[] {
  if (node?.type !== 'ConditionalExpression') return ['{}'];
  return [node['consequent'], node['alternate']].flatMap((branch) => textsOf(branch as Node) ?? ['{}']);
}

/** What of a fact is not already told as one of its ways. */
function withoutWays(fact: Node): readonly unknown[] {
  if (fact.type !== 'ConditionalExpression') return [fact];
  return [
    fact['test'],
    ...[fact['consequent'], fact['alternate']].filter((branch) => textsOf(branch as Node) === null),
  ];
}
