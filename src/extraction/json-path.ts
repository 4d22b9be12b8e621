/**
 * A small path language over parsed JSON: `a.b[0].c`, `[-1]` (last), `*` or `[*]` (every entry), `..name` (at any depth),
 * `[name=value]` (entries whose property has this text; `..[name=value]` at any depth), `"quoted name"` for names with dots.
 */

type Step =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'every' }
  | { readonly kind: 'deep'; readonly name: string }
  | { readonly kind: 'where' | 'deep where'; readonly name: string; readonly value: string };

/** Gives every value at the path, in the order of the document; nothing when there is none. A null that is there counts. */
export type JsonPath = (root: unknown) => readonly unknown[];

const STEP =
  /\.\.(?<deepName>[^.[\]"=*]+)|\.\.\[(?<deepKey>[^\]=]+)=(?<deepValue>[^\]]*)\]|\.?\[(?:(?<index>-?\d+)|(?<star>\*)|(?<key>[^\]=]+)=(?<value>[^\]]*))\]|\.?"(?<quoted>[^"]+)"|\.?(?<every>\*)|\.?(?<name>[^.[\]"=*]+)/y;

/** A page's data is nested a few dozen levels; deeper is an attack on the stack. */
const DEEPEST = 60;

/** The steps of a path, or a sentence on what is wrong with it. */
export function readPath(path: string): readonly Step[] | string {
  const steps: Step[] = [];
  STEP.lastIndex = 0;
  if (path === '$' || path === '') return steps;
  let at = path.startsWith('$') ? 1 : 0;
  while (at < path.length) {
    STEP.lastIndex = at;
    const groups = STEP.exec(path)?.groups;
    if (groups === undefined) return `is not a path: ${JSON.stringify(path.slice(at))} is not understood`;
    steps.push(stepOf(groups));
    at = STEP.lastIndex;
  }
  return steps;
}

function stepOf(groups: Readonly<Record<string, string | undefined>>): Step {
  const { deepName, deepKey, deepValue, index, key, value, quoted, name } = groups;
  if (deepName !== undefined) return { kind: 'deep', name: deepName };
  if (deepKey !== undefined) return { kind: 'deep where', name: deepKey, value: deepValue ?? '' };
  if (index !== undefined) return { kind: 'index', index: Number(index) };
  if (key !== undefined) return { kind: 'where', name: key, value: value ?? '' };
  const plain = quoted ?? name;
  return plain === undefined ? { kind: 'every' } : { kind: 'name', name: plain };
}

/** @throws {SyntaxError} when `path` is none; definitions are checked before. */
export function compilePath(path: string): JsonPath {
  const steps = readPath(path);
  if (typeof steps === 'string') throw new SyntaxError(steps);
  const names = steps.map((step) => (step.kind === 'name' ? step.name : null));
  if (names.every((name) => name !== null)) return straight(names);
  return (root) => {
    let here: unknown[] = [root];
    for (const step of steps) {
      const next: unknown[] = [];
      for (const value of here) take(step, value, next, 0);
      if (next.length === 0) return next;
      here = next;
    }
    return here;
  };
}

/** Most paths only name properties: no lists are needed on the way. */
function straight(names: readonly string[]): JsonPath {
  return (root) => {
    let here = root;
    for (const name of names) {
      here = property(here, name);
      if (here === undefined) return [];
    }
    return [here];
  };
}

function property(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

function take(step: Step, value: unknown, into: unknown[], depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  switch (step.kind) {
    case 'name':
      push(into, property(value, step.name));
      return;
    case 'index':
      if (Array.isArray(value)) push(into, value.at(step.index));
      return;
    case 'every':
      for (const entry of Object.values(value)) push(into, entry);
      return;
    case 'where':
      pushWhere(step, value, into);
      return;
    case 'deep where':
      pushWhere(step, value, into);
      descend(step, value, into, depth);
      return;
    case 'deep':
      push(into, property(value, step.name));
      descend(step, value, into, depth);
      return;
  }
}

function descend(step: Step, value: object, into: unknown[], depth: number): void {
  if (depth >= DEEPEST) return;
  for (const entry of Object.values(value)) take(step, entry, into, depth + 1);
}

function pushWhere(step: { readonly name: string; readonly value: string }, value: object, into: unknown[]): void {
  for (const entry of Object.values(value)) if (scalarText(property(entry, step.name)) === step.value) into.push(entry);
}

function push(into: unknown[], value: unknown): void {
  if (value !== undefined) into.push(value);
}

/** A value of a page's data as text; null for what has none: lists, objects, null. */
export function scalarText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}
