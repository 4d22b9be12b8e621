/** What must not stand in a log: secrets, and characters that make a terminal or a log reader lie. */

const HIDDEN = '[hidden]';
/** Compared with the name in lower case without `-`, `_`, `.` and spaces: `X-Api-Key` is `xapikey`. */
const SECRET_NAME =
  /authorization|cookie|password|passwd|passphrase|contrase|secret|token|apikey|accesskey|privatekey|credential|signature|sessionid/;
/** `smtp://user:word@host` → `smtp://[hidden]@host`. */
const USERINFO = /\b([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/?#"'<>]*@/gi;
/** `?token=…`, `&api_key=…` in addresses and text. */
const SECRET_PARAMETER =
  /([?&;](?:[\w.-]*(?:token|secret|password|passwd|api[_-]?key|access[_-]?key|signature|auth)[\w.-]*)=)[^&#\s"'<>]+/gi;
/** `Authorization: Bearer …` inside a message. */
const BEARER = /\b(bearer|basic)\s+[\w+/=.~-]{8,}/gi;

/** Shorter values hide nothing: they stand in half of all lines by chance. */
const SHORTEST_SECRET = 6;

const LONGEST_TEXT = 10_000;
const MOST_ITEMS = 100;
const DEEPEST = 6;

/**
 * A copy of `value` that may be logged: values of secret names hidden at any depth, user names and passwords taken
 * out of addresses, errors with their code, place and cause, long texts and lists cut, cycles cut by depth.
 */
export function redacted(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactedText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function' || typeof value === 'symbol') return value.toString().slice(0, LONGEST_NAME);
  return typeof value === 'object' && value !== null ? redactedObject(value, depth) : value;
}

/**
 * Hides known secret values wherever they stand in a serialised line, whatever the field is called (T17): as they are,
 * as JSON writes them, and as an address or a header carries them.
 */
export function hidingValues(secrets: readonly string[]): (line: string) => string {
  const forms = secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    ])
    .flatMap((form) => [form, JSON.stringify(form).slice(1, -1)]);
  if (forms.length === 0) return (line) => line;
  // The longest first: a secret that begins with another one is hidden whole.
  const sorted = [...new Set(forms)].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(sorted.map((form) => RegExp.escape(form)).join('|'), 'g');
  return (line) => line.replace(pattern, HIDDEN);
}

/**
 * A serialised line with every character escaped that JSON leaves as it is and a terminal might act on: DEL, C1
 * controls, line separators, and the marks that turn the reading direction. They only occur within strings, so the
 * line stays the same JSON value.
 */
export function printable(line: string): string {
  return line.replace(UNPRINTABLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

// oxlint-disable-next-line no-control-regex
const UNPRINTABLE = /[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const LONGEST_NAME = 100;

function redactedText(text: string): string {
  const cut = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}… (${text.length} characters)` : text;
  const addresses = cut.includes('://') ? cut.replace(USERINFO, `$1${HIDDEN}@`) : cut;
  const parameters = addresses.includes('=') ? addresses.replace(SECRET_PARAMETER, `$1${HIDDEN}`) : addresses;
  return parameters.replace(BEARER, `$1 ${HIDDEN}`);
}

function redactedObject(value: object, depth: number): unknown {
  if (depth >= DEEPEST) return Array.isArray(value) ? '[list]' : '[object]';
  if (value instanceof Error) return redactedError(value, depth);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof URL) return redactedText(value.href);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Map)
    return redactedRecord(
      [...value].map(([key, item]) => [String(key), item]),
      depth,
    );
  const list = Array.isArray(value) ? value : value instanceof Set ? [...value] : null;
  if (list === null) return redactedRecord(Object.entries(value), depth);
  const items = list.slice(0, MOST_ITEMS).map((item) => redacted(item, depth + 1));
  return list.length > MOST_ITEMS ? [...items, `… ${list.length - MOST_ITEMS} more`] : items;
}

function redactedRecord(entries: readonly (readonly [string, unknown])[], depth: number): Record<string, unknown> {
  const kept = entries
    .slice(0, MOST_ITEMS)
    .map(([name, item]) => [name.slice(0, LONGEST_NAME), isSecret(name, item) ? HIDDEN : redacted(item, depth + 1)]);
  if (entries.length > MOST_ITEMS) kept.push(['…', `${entries.length - MOST_ITEMS} more`]);
  return Object.fromEntries(kept) as Record<string, unknown>;
}

function redactedError(error: Error, depth: number): Record<string, unknown> {
  const { name, message, stack, cause, ...rest } = error;
  return {
    ...redactedRecord(Object.entries(rest), depth),
    name: name ?? error.name,
    message: redactedText(message),
    ...(stack === undefined ? {} : { stack: redactedText(stack) }),
    ...(cause === undefined ? {} : { cause: redacted(cause, depth + 1) }),
  };
}

/** Nothing to hide in "no token"; a count of tokens is no token. */
function isSecret(name: string, value: unknown): boolean {
  if (value === null || value === undefined || typeof value === 'boolean' || typeof value === 'number') return false;
  return SECRET_NAME.test(name.toLowerCase().replace(/[-_.\s]/g, ''));
}
