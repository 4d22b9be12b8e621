/** Queries and bodies, read strictly (T19, T20, T28): each key once, plain objects without a prototype, JSON of bounded depth. */
import { Refusal } from './problems.ts';

const DEEPEST_JSON = 32;

/** @throws {Refusal} E_USAGE: a key that stands there twice, or bad percent-encoding */
export function readQuery(text: string): Record<string, string> {
  const query = Object.create(null) as Record<string, string>;
  if (text === '') return query;
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const key = decode(equals === -1 ? pair : pair.slice(0, equals));
    if (Object.hasOwn(query, key)) {
      throw new Refusal('E_USAGE', 'repeatedKey', key.slice(0, 40));
    }
    query[key] = equals === -1 ? '' : decode(pair.slice(equals + 1));
  }
  return query;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    // A URIError is how decodeURIComponent says no.
    throw new Refusal('E_USAGE', 'badEncoding');
  }
}

/** @throws {Refusal} E_BODY, E_USAGE */
export function readJson(text: string): unknown {
  if (depthOf(text) > DEEPEST_JSON) throw new Refusal('E_BODY', 'tooDeep', String(DEEPEST_JSON));
  try {
    return JSON.parse(text, refusePrototype);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('E_USAGE', 'badJson', error instanceof Error ? error.message.slice(0, 200) : '');
  }
}

/** Counted over the text, so that nothing deep is ever built. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (inString) {
      if (sign === '\\') at += 1;
      else if (sign === '"') inString = false;
    } else if (sign === '"') inString = true;
    else if (sign === '{' || sign === '[') deepest = Math.max(deepest, ++depth);
    else if (sign === '}' || sign === ']') depth -= 1;
  }
  return deepest;
}

function refusePrototype(this: unknown, key: string, value: unknown): unknown {
  if (key === '__proto__') throw new Refusal('E_USAGE', 'badJson', key);
  return value;
}
