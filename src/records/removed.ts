/** The mark in a batch's journal that its files left the tree (D10): from then on their absence is no damage. */
import { Fault, messageOf } from '../core/errors.ts';
import { journalFolder } from './journal.ts';
import type { TreeFile } from './tree.ts';

export interface Removal {
  readonly batch: string;
  /** `leaving` while files are being removed: an interrupted removal goes on. */
  readonly state: 'leaving' | 'removed';
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly files: number;
}

export const removedPath = (batch: string): string => `${journalFolder(batch)}/removed.json`;

export function removedFile(removal: Removal): TreeFile {
  return { path: removedPath(removal.batch), content: Buffer.from(`${JSON.stringify(removal)}\n`) };
}

/** @throws {Fault} E_IO when it is damaged. */
export function readRemoved(bytes: Uint8Array, file: string): Removal {
  try {
    const value = JSON.parse(Buffer.from(bytes).toString('utf8')) as Removal;
    if (value.state === 'leaving' || value.state === 'removed') return value;
    throw new Error(`its state is ${JSON.stringify(value.state)}`);
  } catch (cause) {
    throw new Fault('E_IO', `journal file ${file} is damaged: ${messageOf(cause)}`, { file, cause });
  }
}
