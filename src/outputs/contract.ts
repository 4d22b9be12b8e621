/** Where finished files go. A file is complete or absent: staged, synced, renamed, its directory synced (D18). */
export interface OutputFile {
  /** Relative to the tree's root, `/`-separated, made of codes only. */
  readonly path: string;
  readonly content: Uint8Array;
  /**
   * What it says can be told from the files published with it: where it replaces nothing it is not waited for, and after a
   * power cut it may be missing or cut short. Everything else is on the disk when `publish` resolves.
   */
  readonly derived?: true;
}

/** What a file must be before it may be changed: taken from its manifest. */
export interface ExpectedContent {
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** `differs` = it is not the file expected, and was left as it is. */
export type Packing = 'packed' | 'packed_before' | 'absent' | 'differs';

/** Paths name files as they were published: one that was compressed since is found, read and removed by the same path. */
export interface Outputs {
  /** Publishes the files in order; the last one is the mark that all are there. */
  publish(files: readonly OutputFile[]): Promise<void>;
  /** Null when it is not there. */
  read(path: string): Promise<Uint8Array | null>;
  exists(path: string): Promise<boolean>;
  remove(path: string): Promise<void>;
  /** Compresses a file in place; it is whole at every moment, and still reads as before (D10). */
  pack(path: string, expected: ExpectedContent): Promise<Packing>;
  /** Removes a folder when it is empty, and every parent that is left empty by it. */
  removeEmptyFolder(folder: string): Promise<void>;
  /** Names in a folder, sorted; empty when there is none. */
  list(folder: string): Promise<readonly string[]>;
  /** Removes what a crash left in the staging folder (only what is older than `before`, epoch ms); returns how many. */
  sweepStaging(before?: number): Promise<number>;
}
