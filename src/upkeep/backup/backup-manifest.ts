/**
 * What a backup says of itself. It is written after everything was checked, and sealed with the installation's key: an
 * archive or a manifest in which one byte was changed, by a disk or by a person, is refused (T25).
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Fault, messageOf } from '../../core/errors.ts';
import type { DatabaseContent } from '../../store/contract.ts';
import { writeWhole } from './durable-file.ts';

export const NAME_PATTERN = /^orchestrator_backup_(\d{8})_(\d{6})$/;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().min(0);

const shape = z.strictObject({
  format: z.literal(1),
  name: z.string().regex(NAME_PATTERN),
  /** UTC, ISO 8601: the moment the database was copied. */
  createdAt: z.iso.datetime(),
  /** Version of this product. */
  version: z.string(),
  database: z.strictObject({
    /** Of the compressed file. */
    bytes: count,
    sha256,
    plainBytes: count,
    plainSha256: sha256,
    content: z.strictObject({
      schemaVersion: count,
      counts: z.record(z.string(), count),
      digest: sha256,
      lastEventAt: z.int(),
    }),
  }),
  /** The list of the other files is an object itself. */
  files: z.strictObject({ list: sha256, listBytes: count, count }),
  /** When the archive was opened again and compared with what was copied. */
  verifiedAt: z.iso.datetime(),
});

const sealed = z.strictObject({ manifest: shape, seal: sha256 });

export type BackupManifest = z.output<typeof shape> & { readonly database: { readonly content: DatabaseContent } };

export const archiveName = (name: string): string => `${name}.db.gz`;
export const manifestName = (name: string): string => `${name}.json`;

/** HMAC-SHA-256 (RFC 2104) over the manifest's JSON, its keys in the order of the shape. */
function sealOf(manifest: BackupManifest, key: Uint8Array): string {
  return createHmac('sha256', key)
    .update(JSON.stringify(shape.parse(manifest)))
    .digest('hex');
}

export function manifestText(manifest: BackupManifest, key: Uint8Array): string {
  return `${JSON.stringify({ manifest, seal: sealOf(manifest, key) }, null, 2)}\n`;
}

/**
 * @param key null = the seal is not checked: only for a person who vouches for the backup.
 * @throws {Fault} E_BACKUP when it is damaged, or was not made by this installation.
 */
export function readBackupManifest(text: string, file: string, key: Uint8Array | null): BackupManifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Fault('E_BACKUP', `${file} is no JSON: ${messageOf(cause)}`, { file, cause });
  }
  const read = sealed.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new Fault('E_BACKUP', `${file} is no manifest of a backup: ${issue?.path.join('.')}: ${issue?.message}`, {
      file,
    });
  }
  const { manifest, seal } = read.data;
  if (key !== null && !sameHex(seal, sealOf(manifest, key))) {
    throw new Fault('E_BACKUP', `${file}: its seal does not fit: it was changed, or another installation made it`, {
      file,
    });
  }
  return manifest;
}

function sameHex(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a, 'hex'), Buffer.from(b, 'hex'));
}

const KEY_BYTES = 32;

/** The installation's key; null when there is none (yet). */
export async function readKey(file: string): Promise<Uint8Array | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const key = Buffer.from(text.trim(), 'hex');
  if (key.length === KEY_BYTES) return key;
  throw new Fault('E_BACKUP', `${file} does not hold ${KEY_BYTES} bytes in hexadecimal digits`, {
    file,
    cure: 'Put the key of this installation back, or move the file away: later backups get a new one.',
  });
}

/** The installation's key, made when there is none. */
export async function ensureKey(file: string): Promise<Uint8Array> {
  const known = await readKey(file);
  if (known !== null) return known;
  const key = randomBytes(KEY_BYTES);
  await writeWhole(file, `${key.toString('hex')}\n`);
  return key;
}
