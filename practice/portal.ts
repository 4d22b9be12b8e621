/**
 * The contract of the practice portals: one market of adverts generated from a seed, six portals that show it in
 * their own mark-up, and for every page the rows that are right (the truth), made from the facts and never by the
 * product's own parsers.
 */
import type { Row } from '../src/core/listing.ts';

export interface Range {
  readonly min: number;
  /** null = a single value. */
  readonly max: number | null;
}

export interface AdvertPrice {
  readonly amount: number;
  readonly max: number | null;
  readonly currency: 'MXN' | 'USD';
  readonly period: 'month' | null;
  /** The portal says "desde". */
  readonly from: boolean;
}

/** One advert's facts, before any portal shows them. null = the advertiser left it out. */
export interface Advert {
  /** Unique within the site. */
  readonly serial: number;
  readonly kind: 'property' | 'development';
  readonly operation: 'sale' | 'rent' | 'auction';
  /** Kind of property in Spanish, singular: `Casa`, `Departamento`, `Terreno`. */
  readonly typeName: string;
  readonly title: string;
  /** Paragraphs of plain text, realistic, with accents, quotes, ampersands and the odd "<". */
  readonly description: string;
  /** null = "Consultar precio". */
  readonly price: AdvertPrice | null;
  readonly street: string | null;
  readonly neighbourhood: string | null;
  /** `Zapopan`, `Tlajomulco de Zúñiga`. */
  readonly municipality: string;
  readonly state: string;
  readonly built: Range | null;
  readonly land: Range | null;
  readonly bedrooms: Range | null;
  readonly bathrooms: Range | null;
  readonly halfBathrooms: number | null;
  readonly parking: number | null;
  readonly units: number | null;
  readonly agency: string | null;
  readonly publishedDaysAgo: number;
  readonly photos: number;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly maintenance: number | null;
  readonly ageYears: number | null;
  readonly condition: 'new' | 'under_construction' | null;
  readonly constructionYear: number | null;
  readonly floor: string | null;
  readonly features: readonly string[];
  readonly services: readonly string[];
  readonly amenities: readonly string[];
  readonly exteriors: readonly string[];
  readonly advertiserCode: string | null;
}

/** A search a portal understood from a URL. */
export interface Search {
  /** The operation, type and city words of the URL, as the portal writes them. */
  readonly operation: 'sale' | 'rent' | 'auction';
  readonly typeSlug: string;
  readonly citySlug: string;
  readonly page: number;
}

/** Everything a page needs besides its adverts. */
export interface PageContext {
  readonly url: URL;
  /** Day the portal believes it is, YYYY-MM-DD. */
  readonly today: string;
  /** Round of the market: adverts come, go and change price between rounds. */
  readonly epoch: number;
}

export interface ListPage {
  readonly search: Search;
  /** Adverts of this page, in the order shown. */
  readonly adverts: readonly Advert[];
  readonly total: number;
  readonly pages: number;
}

export type PortalRequest =
  | { readonly kind: 'list'; readonly search: Search; readonly perPage: number }
  /** `serial` of the advert. */
  | { readonly kind: 'detail'; readonly serial: number }
  | { readonly kind: 'unknown' };

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** One portal: how it reads URLs, what it shows, and what is right. */
export interface Portal {
  readonly site: string;
  /** Host names it answers to, the main one first. */
  readonly hosts: readonly string[];
  readonly robots: string;
  parse(url: URL): PortalRequest;
  /** Address of page N of the search that `url` is a page of. */
  pageUrl(url: URL, page: number): string;
  /** The stable address of an advert: what the `url` column must hold. */
  advertUrl(advert: Advert): string;
  renderList(page: ListPage, context: PageContext): Answer;
  renderDetail(advert: Advert, context: PageContext): Answer;
  /** Detail page of an advert that has left; without it the portal answers as for an unknown path. */
  renderGone?(context: PageContext): Answer;
  /** Page for a path the portal does not know; without it a plain 404. */
  renderNotFound?(context: PageContext): Answer;
  /** The right row of an advert on a result page; absent columns are null. */
  listTruth(advert: Advert, page: ListPage, context: PageContext): Row;
  /** The right row of its detail page. */
  detailTruth(advert: Advert, context: PageContext): Row;
}
