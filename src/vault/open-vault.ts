/**
 * The page vault on disk: `bodies/ab/<sha256>.zst`, each text once however often it came, and `index/<batch>.jsonl`, one
 * line a page. Over its bound the oldest pages go, those with problems last. An index line whose body is gone is passed over.
 */
import { appendFile, copyFile, lstat, mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { createHash } from 'node:crypto';
import { Fault, messageOf } from '../core/errors.ts';
import { createTurns } from '../core/in-turn.ts';
import type { KeptPage, PageOwner, PageVault, StagedPage } from './contract.ts';
import { makeRoom } from './make-room.ts';
import type { RoomMade } from './make-room.ts';

export interface VaultSettings {
  readonly folder: string;
  readonly maxBytes: number;
  /** Largest text there may be: what decompresses to more is damaged. */
  readonly maxPageBytes: number;
  /** Told when pages went to make room. */
  readonly onRoomMade?: (made: RoomMade) => void;
}

const SHA256 = /^[0-9a-f]{64}$/;
const BATCH = /^[A-Za-z0-9_]{1,40}$/;
const unpacked = promisify(zstdDecompress);

export function openPageVault(settings: VaultSettings): PageVault {
  return new FolderVault(settings);
}

class FolderVault implements PageVault {
  readonly #settings: VaultSettings;
  /** Bytes of the bodies; null until they were counted for the first time. */
  #bytes: number | null = null;
  /** One after the other: index lines stay whole, and room is made once. */
  readonly #inTurn = createTurns();

  constructor(settings: VaultSettings) {
    this.#settings = settings;
  }

  keep(staging: string, page: StagedPage, owner: PageOwner): Promise<void> {
    return this.#inTurn(() => this.#keep(staging, page, owner));
  }

  async batches(): Promise<readonly string[]> {
    const names = await readdir(this.#indexFolder()).catch(noneIfMissing);
    const found = await Promise.all(
      names
        .filter((name) => name.endsWith('.jsonl'))
        .map(async (name) => ({ name, at: (await lstat(join(this.#indexFolder(), name))).mtimeMs })),
    );
    return found.sort((a, b) => b.at - a.at).map(({ name }) => name.slice(0, -'.jsonl'.length));
  }

  async pagesOf(batch: string): Promise<readonly KeptPage[]> {
    if (!BATCH.test(batch)) return [];
    const text = await readFile(this.#indexFile(batch), 'utf8').catch((error: unknown) => {
      if (isMissing(error)) return '';
      throw error;
    });
    const pages = text.split('\n').flatMap((line) => readLine(line));
    const there = await Promise.all(pages.map(async (page) => (await this.#size(page.sha256)) > 0));
    return pages.filter((_, index) => there[index]);
  }

  async read(sha256: string): Promise<string> {
    const file = this.#bodyFile(sha256);
    try {
      const body = await unpacked(await readFile(file), { maxOutputLength: this.#settings.maxPageBytes });
      if (createHash('sha256').update(body).digest('hex') !== sha256) throw new Error('its content is another one');
      return body.toString('utf8');
    } catch (cause) {
      throw new Fault('E_VAULT', `the kept page ${file} cannot be read: ${messageOf(cause)}`, { file, cause });
    }
  }

  async #keep(staging: string, page: StagedPage, owner: PageOwner): Promise<void> {
    if (!SHA256.test(page.sha256) || !BATCH.test(owner.batch))
      throw new Fault('E_VAULT', `${JSON.stringify(page.sha256)} is no name of a page`);
    const staged = join(staging, `${page.sha256}.zst`);
    const file = this.#bodyFile(page.sha256);
    try {
      const isNew = (await this.#size(page.sha256)) === 0;
      const { size } = await assertPlainFile(staged, this.#settings.maxPageBytes);
      if (isNew) await this.#takeOver(staged, file);
      else await rm(staged, { force: true });
      await mkdir(this.#indexFolder(), { recursive: true });
      await appendFile(this.#indexFile(owner.batch), `${JSON.stringify({ ...page, ...owner })}\n`);
      if (isNew) await this.#grow(size);
    } catch (cause) {
      if (cause instanceof Fault) throw cause;
      throw new Fault('E_VAULT', `the page ${page.url} cannot be kept: ${messageOf(cause)}`, { file, cause });
    }
  }

  async #takeOver(staged: string, file: string): Promise<void> {
    await mkdir(join(file, '..'), { recursive: true });
    try {
      await rename(staged, file);
    } catch (error) {
      // The vault lies on another disk than the workers' folder.
      if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
      await copyFile(staged, `${file}.part`);
      await rename(`${file}.part`, file);
      await rm(staged, { force: true });
    }
  }

  async #grow(size: number): Promise<void> {
    const { folder, maxBytes, onRoomMade } = this.#settings;
    this.#bytes = this.#bytes === null ? Number.POSITIVE_INFINITY : this.#bytes + size;
    if (this.#bytes <= maxBytes) return;
    const made = await makeRoom(folder, maxBytes, (text) => text.split('\n').flatMap((line) => readLine(line)));
    this.#bytes = made.bytesLeft;
    if (made.removed > 0) onRoomMade?.(made);
  }

  async #size(sha256: string): Promise<number> {
    try {
      return (await lstat(this.#bodyFile(sha256))).size;
    } catch (error) {
      if (isMissing(error)) return 0;
      throw error;
    }
  }

  #bodyFile(sha256: string): string {
    return join(this.#settings.folder, 'bodies', sha256.slice(0, 2), `${sha256}.zst`);
  }

  #indexFolder(): string {
    return join(this.#settings.folder, 'index');
  }

  #indexFile(batch: string): string {
    return join(this.#indexFolder(), `${batch}.jsonl`);
  }
}

/** A worker may have been taken over (T33): a link or a folder of its making is not followed. */
async function assertPlainFile(file: string, maxBytes: number): Promise<{ readonly size: number }> {
  const stat = await lstat(file);
  if (!stat.isFile() || stat.size === 0 || stat.size > maxBytes)
    throw new Fault('E_VAULT', `${file} is no page: a plain file of 1 to ${maxBytes} bytes is expected`);
  return stat;
}

/** A line cut off by a crash, or not ours, is passed over: it only costs its page. */
function readLine(line: string): readonly KeptPage[] {
  try {
    const page = JSON.parse(line) as KeptPage;
    return SHA256.test(page.sha256) ? [page] : [];
  } catch {
    return [];
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

function noneIfMissing(error: unknown): string[] {
  if (isMissing(error)) return [];
  throw error;
}
