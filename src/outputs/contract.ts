/** Where finished files go. A file is complete or absent: staged, synced, renamed, its directory synced (D18). */
export interface OutputFile {
  /** Relative to the tree's root, `/`-separated, made of codes only. */
  readonly path: string;
  readonly content: Uint8Array;
}

export interface Outputs {
  /** Publishes the files in order; the last one is the mark that all are there. */
  publish(files: readonly OutputFile[]): Promise<void>;
  /** Null when it is not there. */
  read(path: string): Promise<Uint8Array | null>;
  exists(path: string): Promise<boolean>;
  remove(path: string): Promise<void>;
  /** Names in a folder, sorted; empty when there is none. */
  list(folder: string): Promise<readonly string[]>;
  /** Removes what a crash left in the staging folder; returns how many. */
  sweepStaging(): Promise<number>;
}
