/** One page while it is read: data blocks, DOM and adverts, each made when first asked for. */
import type { Value } from '../core/listing.ts';
import type { PageInput } from './contract.ts';
import type { BlockReader } from './data-blocks.ts';
import { parsePage, textOf } from './document.ts';
import type { PageDocument, PageElement } from './document.ts';
import { findScripts } from './scripts.ts';
import type { Script } from './scripts.ts';

/** An advert as one source has it. */
export type Item =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'element'; readonly element: PageElement };

/** Reads the adverts of one source, and what names each of them. */
export interface Source {
  readonly name: string;
  /** Every advert, skipped ones too, in the order of the page. */
  find(page: PageView): readonly Item[];
  keep(page: PageView, item: Item): boolean;
  /** Never joined to another source's adverts. */
  readonly alone: boolean;
  /** null = the source is aligned by index. */
  readonly key: ((page: PageView, item: Item) => string | null) | null;
}

/** The adverts of a source on one page. */
export interface Found {
  readonly items: readonly Item[];
  readonly skipped: number;
}

/** Where `<base>` stands. */
const HEAD = 16_384;
const UNSEEN = /<!--[\s\S]*?(?:-->|$)|<(script|style|noscript|template)\b[\s\S]*?(?:<\/\1[^>]*>|$)/gi;
const BASE = /<base\b[^>]{0,500}?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))/i;

/** What relative links are relative to (F72): only an http(s) address can be that. */
function baseOf({ url, text }: PageInput): string {
  const head = text.slice(0, HEAD);
  if (!/<base\b/i.test(head)) return url;
  const found = BASE.exec(head.replace(UNSEEN, ''));
  const href = (found?.[1] ?? found?.[2] ?? found?.[3] ?? '').trim();
  if (href === '' || !URL.canParse(href, url)) return url;
  const base = new URL(href, url);
  return base.protocol === 'http:' || base.protocol === 'https:' ? base.href : url;
}

/** One advert while its row is made. */
export interface RowView {
  item(source: string): Item | null;
  column(name: string): Value;
}

export class PageView {
  readonly input: PageInput;
  readonly #blocks: ReadonlyMap<string, BlockReader>;
  readonly #sources: ReadonlyMap<string, Source>;
  readonly #data = new Map<string, unknown>();
  readonly #found = new Map<string, Found>();
  readonly #byKey = new Map<string, ReadonlyMap<string, Item>>();
  readonly #remembered = new Map<object, unknown>();
  #scripts: readonly Script[] | null = null;
  #document: PageDocument | null = null;
  #text: string | null = null;

  constructor(input: PageInput, blocks: ReadonlyMap<string, BlockReader>, sources: ReadonlyMap<string, Source>) {
    this.input = { ...input, base: baseOf(input) };
    this.#blocks = blocks;
    this.#sources = sources;
  }

  /** A data block's value; undefined when the page has none. */
  data(name: string): unknown {
    if (!this.#data.has(name)) {
      this.#scripts ??= findScripts(this.input.text);
      this.#data.set(name, this.#blocks.get(name)?.(this.input.text, this.#scripts));
    }
    return this.#data.get(name);
  }

  document(): PageDocument {
    this.#document ??= parsePage(this.input.text);
    return this.#document;
  }

  visibleText(): string {
    this.#text ??= textOf(this.document(), true).replace(/\s+/g, ' ');
    return this.#text;
  }

  found(source: string): Found {
    const known = this.#found.get(source);
    if (known !== undefined) return known;
    const reader = this.#sources.get(source);
    const all = reader?.find(this) ?? [];
    const items = all.filter((item) => reader?.keep(this, item) === true);
    const found = { items, skipped: all.length - items.length };
    this.#found.set(source, found);
    return found;
  }

  /** The advert that `other` calls as `source` calls `item`; by place when a source has no keys and both have as many. */
  join(source: string, item: Item, index: number, other: string): Item | null {
    if (source === other) return item;
    const from = this.#sources.get(source);
    const to = this.#sources.get(other);
    if (from === undefined || to === undefined || to.alone) return null;
    if (from.key === null || to.key === null) {
      const there = this.found(other).items;
      return there.length === this.found(source).items.length ? (there[index] ?? null) : null;
    }
    const key = from.key(this, item);
    return key === null ? null : (this.#keysOf(to).get(key) ?? null);
  }

  #keysOf(source: Source): ReadonlyMap<string, Item> {
    const known = this.#byKey.get(source.name);
    if (known !== undefined) return known;
    const keys = new Map<string, Item>();
    for (const item of this.found(source.name).items) {
      const key = source.key?.(this, item) ?? null;
      if (key !== null && !keys.has(key)) keys.set(key, item);
    }
    this.#byKey.set(source.name, keys);
    return keys;
  }

  /** What holds for the whole page is read once, not once an advert. */
  remember<T>(owner: object, read: () => T): T {
    if (!this.#remembered.has(owner)) this.#remembered.set(owner, read());
    return this.#remembered.get(owner) as T;
  }
}
