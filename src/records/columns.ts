/** Which columns a task's CSV has: the product's own (`standard`), or those the team's older programs read. */
import type { Phase } from '../core/codes.ts';
import {
  DETAIL_FIELDS,
  LISTING_FIELDS,
  PROVENANCE_FIELDS,
  type Field,
  type RejectedRow,
  type Row,
} from '../core/listing.ts';
import { plainNumber, type Column } from './csv.ts';
import { firstSystemColumns } from './first-system.ts';

export const COLUMN_PROFILES = ['standard', 'first-system'] as const;
export type ColumnProfile = (typeof COLUMN_PROFILES)[number];

/**
 * The columns of a site's CSV in a phase, always the same for the same arguments.
 * `city` (the target's) fills the first system's `Ciudad`; without it that column says the listing's municipality.
 */
export function columnsFor(profile: ColumnProfile, site: string, phase: Phase, city?: string): readonly Column[] {
  return profile === 'standard' ? standardColumns(phase) : firstSystemColumns(site, phase, city);
}

/** What a row of a phase may hold when it comes from extraction: what `validateRows` checks against. */
export function fieldsOf(phase: Phase): readonly Field[] {
  return phase === 'main' ? LISTING_FIELDS : DETAIL_FIELDS;
}

/** Columns of `_rejected.csv`, the same in every profile: where the row stood, why it was refused, what it said. */
export function rejectedColumns(phase: Phase): readonly Column[] {
  return ['page', 'position', 'reason', ...fieldsOf(phase).map((field) => field.name)].map(plainColumn);
}

/** A rejected row as a row of `_rejected.csv`. */
export function rejectedRow(reject: RejectedRow): Row {
  return { ...reject.row, page: reject.page, position: reject.position, reason: reject.reason };
}

const STANDARD: Readonly<Record<Phase, readonly Column[]>> = {
  main: [...LISTING_FIELDS, ...PROVENANCE_FIELDS].map((field) => plainColumn(field.name)),
  detail: [...DETAIL_FIELDS, ...PROVENANCE_FIELDS].map((field) => plainColumn(field.name)),
};

function standardColumns(phase: Phase): readonly Column[] {
  return STANDARD[phase];
}

function plainColumn(name: string): Column {
  return {
    name,
    value: (row) => {
      const value = row[name];
      if (typeof value === 'string') return value;
      if (value === null || value === undefined) return '';
      return typeof value === 'number' ? plainNumber(value) : String(value);
    },
  };
}
