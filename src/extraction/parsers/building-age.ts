/** Age of a building: "3 años", "1", "A estrenar", "En construcción". */
import { valueText } from './text.ts';

export interface BuildingAge {
  /** As written. null when the text gives a state only, or 0 without a unit, which portals write for "unknown". */
  readonly years: number | null;
  readonly state: 'new' | 'under_construction' | null;
  /**
   * The figure is a calendar year: advertisers type the year of construction into the field for the age ("2025 años" was
   * seen). It is `years` as written, too; a caller that wants an age takes `years` only where this is null.
   */
  readonly builtIn: number | null;
}

const YEARS =
  /^(?:antig[uü]edad|edad|a[ñn]o de construcci[oó]n|construid[oa] en)?:? ?(?:m[aá]s de )?(\d{1,4})(?: ?(a[ñn]os?|years?|ann[oi]|jaar))?(?: de antig[uü]edad)?\.?$/iu;
const NEW = /^(?:antig[uü]edad)?:? ?(?:a estrenar|por estrenar|estrenar|nuev[oa]|nuov[oa]|new|nieuw)\.?$/iu;
const UNDER_CONSTRUCTION =
  /^(?:antig[uü]edad)?:? ?(?:en construcci[oó]n|en obra|en pozo|pre-?venta|under construction)\.?$/iu;

/** No figure in this range can be an age in Mexico, and any may be a year of construction. */
const EARLIEST_YEAR = 1500;
const LATEST_YEAR = 2199;

/** @returns null when the text is not understood */
export function parseBuildingAge(text: string): BuildingAge | null {
  const folded = valueText(text);
  if (folded === null) return null;
  if (NEW.test(folded)) return { years: null, state: 'new', builtIn: null };
  if (UNDER_CONSTRUCTION.test(folded)) return { years: null, state: 'under_construction', builtIn: null };
  const match = YEARS.exec(folded);
  if (match === null) return null;
  const years = Number(match[1]);
  if (years === 0 && match[2] === undefined) return { years: null, state: null, builtIn: null };
  return { years, state: null, builtIn: years >= EARLIEST_YEAR && years <= LATEST_YEAR ? years : null };
}
