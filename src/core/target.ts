import type { Place } from './errors.ts';

/** One usable row of the catalogue: what to collect, in codes. */
export interface Target {
  readonly site: string;
  readonly city: string;
  readonly operation: string;
  readonly product: string;
  readonly url: string;
  /** Unique per scraper over all files: file order, then line (D8). Counts from 1. */
  readonly orderNum: number;
  /** 1, 2, 3 … within (site, city, operation, product), by orderNum (D7); 2 and up become the suffix `-2`. */
  readonly ordinal: number;
  readonly place: Place;
}

export type CatalogueFaultKind =
  | 'repeated-row'
  | 'alias'
  | 'site-case'
  | 'wrong-site'
  | 'operation-contradicts-url'
  | 'product-contradicts-url'
  | 'city-contradicts-url'
  | 'unknown-code'
  | 'bad-url'
  | 'missing-field'
  | 'unsafe-code'
  | 'no-definition'
  | 'mis-encoded'
  | 'header'
  | 'syntax'
  | 'file';

/** Something in a catalogue file that a person should know; `fatal` ones are not run, the others are. */
export interface CatalogueFault extends Place {
  readonly kind: CatalogueFaultKind;
  readonly fatal: boolean;
  /** What was found, with the value. */
  readonly message: string;
  /** How to put it right. */
  readonly cure: string;
}

export interface Catalogue {
  readonly targets: readonly Target[];
  readonly faults: readonly CatalogueFault[];
  /** Data rows read, faulty ones included: rows = targets + repeated + fatal. */
  readonly rows: number;
  readonly files: readonly string[];
}
