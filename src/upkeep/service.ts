/** A background service of the house: all its work is in `runOnce`; one shared loop calls it when it is due (DESIGN §7). */
export interface Service {
  readonly name: string;
  /** Does what is due now and says what it did; throws only what it cannot help. */
  runOnce(): Promise<Summary>;
}

/** What a run did, for the log and the status: counts and short texts, nothing secret. */
export type Summary = Readonly<Record<string, string | number | boolean | null>>;
