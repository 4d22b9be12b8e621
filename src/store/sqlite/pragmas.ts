/** Settings of the config's `database` section. */
export interface SqlitePragmas {
  readonly synchronous: 'FULL' | 'NORMAL';
  /** Pages of 4 KiB kept in memory. */
  readonly cacheSize: number;
  /** Bytes; 0 = off, since a mapped file turns an I/O error into a crash (SIGBUS). */
  readonly mmapSize: number;
  readonly busyTimeoutMs: number;
}

/** `FULL` survives a power cut: a spinning disk may lose what NORMAL has answered for. */
export const DEFAULT_PRAGMAS: SqlitePragmas = {
  synchronous: 'FULL',
  cacheSize: 10_000,
  mmapSize: 0,
  busyTimeoutMs: 5000,
};
