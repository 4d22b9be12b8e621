/**
 * The manifest beside each CSV: the mark that the file is whole (D18), and with the journal all that `rebuild` needs
 * (D9). The same pages on the same days give the same manifest but for `attempt`, `startedAt` and `completedAt` (D11).
 */
import { createHash } from 'node:crypto';
import { Fault, messageOf } from '../core/errors.ts';
import type { RobotsMode } from '../core/page.ts';
import type { Truncation } from '../core/verdict.ts';
import { COLUMN_PROFILES, type ColumnProfile } from './columns.ts';
import type { FieldCounts } from './field-fills.ts';
import type { EmptiedFields } from './merge.ts';

export interface Manifest {
  /** Rows of the CSV, the header line not counted. */
  readonly rows: number;
  readonly bytes: number;
  /** Of the CSV's bytes, uncompressed; lower-case hex. */
  readonly sha256: string;
  /** `Nov26_01` */
  readonly batch: string;
  /** Task key: `inm24:17`. */
  readonly task: string;
  readonly attempt: number;
  readonly site: string;
  /** Hash of the site definition that read the pages; empty when there were none to read. */
  readonly definition: string;
  /** UTC, ISO 8601. */
  readonly startedAt: string;
  readonly completedAt: string;
  readonly verdict: 'ok' | 'empty';
  readonly truncated: Truncation | null;
  readonly url: string;
  readonly pages: number;
  /** Rows left out because the task had their listing already (D12). */
  readonly duplicates: number;
  /** Rows that have each field; empty in manifests of older versions. */
  readonly filled: FieldCounts;
  /** The listings moved while they were read, so that one may be missing (F69). */
  readonly gapSuspected: boolean;
  /** Rows in `_rejected.csv`. */
  readonly rejected: number;
  readonly emptied: EmptiedFields;
  readonly robots: RobotsMode;
  readonly columns: ColumnProfile;
  /** Detail tasks: listings not visited because they have not changed (D22); 0 for main tasks. */
  readonly skippedUnchanged: number;
  /** Version of this product. */
  readonly version: string;
}

/** The order of the keys in the file; a test compares it with the type. */
export const MANIFEST_KEYS = [
  'rows',
  'bytes',
  'sha256',
  'batch',
  'task',
  'attempt',
  'site',
  'definition',
  'startedAt',
  'completedAt',
  'verdict',
  'truncated',
  'url',
  'pages',
  'duplicates',
  'filled',
  'gapSuspected',
  'rejected',
  'emptied',
  'robots',
  'columns',
  'skippedUnchanged',
  'version',
] as const satisfies readonly (keyof Manifest)[];

/** What manifests of older versions do not say yet. */
const ADDED_LATER: Pick<Manifest, 'filled' | 'gapSuspected'> = { filled: {}, gapSuspected: false };

/** Lower-case hex. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Indented JSON with the keys always in the same order, and a final line end. */
export function manifestBytes(manifest: Manifest): Uint8Array {
  const ordered = Object.fromEntries(MANIFEST_KEYS.map((key) => [key, manifest[key]]));
  const emptied = Object.entries(manifest.emptied).sort(([a], [b]) => (a < b ? -1 : 1));
  ordered['emptied'] = Object.fromEntries(
    emptied.map(([field, { count, example, reason }]) => [field, { count, example, reason }]),
  );
  return Buffer.from(`${JSON.stringify(ordered, null, 2)}\n`, 'utf8');
}

/**
 * Reads a manifest; keys of newer versions are passed over.
 * @param file path for the message.
 * @throws {Fault} E_IO naming the key and the value seen when it is damaged.
 */
export function readManifest(bytes: Uint8Array, file: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw damaged(file, `is no JSON: ${messageOf(error)}`, error);
  }
  if (!isRecord(value)) throw damaged(file, 'is no JSON object');
  const known: Record<string, unknown> = { ...ADDED_LATER, ...value };
  for (const key of MANIFEST_KEYS) {
    const expected = CHECKS[key](known[key]);
    if (expected !== null) throw damaged(file, `says ${key}: ${shown(known[key])}, expected ${expected}`);
  }
  return Object.fromEntries(MANIFEST_KEYS.map((key) => [key, known[key]])) as unknown as Manifest;
}

/** Null when the CSV is the one the manifest speaks of, else what differs. */
export function verifyCsv(csv: Uint8Array, manifest: Manifest): string | null {
  if (csv.byteLength !== manifest.bytes) return `${csv.byteLength} bytes, the manifest says ${manifest.bytes}`;
  const sha256 = sha256Of(csv);
  return sha256 === manifest.sha256 ? null : `SHA-256 ${sha256}, the manifest says ${manifest.sha256}`;
}

/** Null when fine, else what was expected. */
type Check = (value: unknown) => string | null;

const count: Check = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? null : 'a whole number from 0 on';
const matching =
  (pattern: RegExp, expected: string): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value) ? null : expected;
const oneOf =
  (...allowed: readonly (string | null)[]): Check =>
  (value) =>
    allowed.includes(value as string | null) ? null : `one of ${allowed.map((item) => item ?? 'null').join(', ')}`;
const someText = matching(/\S/, 'a text');
const instant: Check = (value) =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT.+Z$/.test(value) && !Number.isNaN(Date.parse(value))
    ? null
    : 'a UTC instant such as 2026-11-22T10:00:00.000Z';

const CHECKS: Readonly<Record<(typeof MANIFEST_KEYS)[number], Check>> = {
  rows: count,
  bytes: count,
  sha256: matching(/^[0-9a-f]{64}$/, '64 lower-case hexadecimal digits'),
  batch: someText,
  task: matching(/^[^:]+:\d+$/, 'a task key such as inm24:17'),
  attempt: count,
  site: someText,
  definition: (value) => (typeof value === 'string' ? null : 'a text'),
  startedAt: instant,
  completedAt: instant,
  verdict: oneOf('ok', 'empty'),
  truncated: oneOf('robots', 'cap', null),
  url: someText,
  pages: count,
  duplicates: count,
  filled: (value) =>
    isRecord(value) && Object.values(value).every((rows) => count(rows) === null) ? null : 'fields with a count each',
  gapSuspected: (value) => (typeof value === 'boolean' ? null : 'true or false'),
  rejected: count,
  emptied: (value) =>
    isRecord(value) && Object.values(value).every(isEmptiedField) ? null : 'fields with count, example and reason each',
  robots: oneOf('respect', 'ignore'),
  columns: oneOf(...COLUMN_PROFILES),
  skippedUnchanged: count,
  version: someText,
};

function isEmptiedField(value: unknown): boolean {
  return (
    isRecord(value) &&
    count(value['count']) === null &&
    typeof value['example'] === 'string' &&
    typeof value['reason'] === 'string'
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function damaged(file: string, what: string, cause?: unknown): Fault {
  return new Fault('E_IO', `manifest ${file} ${what}`, {
    file,
    cause,
    cure: 'Remove the manifest and its CSV: without a manifest the task counts as not published and is fetched again.',
  });
}
