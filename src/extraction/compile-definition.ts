/**
 * A site definition, compiled once: selectors, paths, patterns and parsers are ready before the first page comes. No
 * schema and no YAML here: a worker gets what was read and checked, and loads neither.
 */
import { Fault } from '../core/errors.ts';
import { compileAlternative } from './alternative.ts';
import { compileItemTest } from './condition.ts';
import { compileProgramSite } from './compile-program.ts';
import type { CheckedDefinition, Extraction, PageInput, Site } from './contract.ts';
import { compileBlock } from './data-blocks.ts';
import type { BlockReader } from './data-blocks.ts';
import type { DetailDefinition, ListDefinition, SiteDefinition, SourceDefinition } from './definition-shapes.ts';
import { compileSelector, Knotted, refuseKnots } from './document.ts';
import { compilePath } from './json-path.ts';
import { countOf, describeSource, driftOf, withCandidates, withMissing } from './layout-changes.ts';
import { classifyBarren, compileMarkers, compilePlace } from './markers.ts';
import { compileNext } from './next-page.ts';
import { PageView } from './page-view.ts';
import type { Item, Source } from './page-view.ts';
import { RowMaker, compileFields } from './rows.ts';
import { parseInteger } from './parsers/numbers.ts';
import { compileDefaults } from './compile-defaults.ts';

type Extractor = (input: PageInput) => Extraction;
type Blocks = ReadonlyMap<string, BlockReader>;

export function compileDefinition(checked: CheckedDefinition): Site {
  if (checked.kind === 'program') return compileProgramSite(checked);
  const { file, hash, definition } = checked;
  const blocks: Blocks = new Map(Object.entries(definition.data).map(([name, block]) => [name, compileBlock(block)]));
  const extractList = unlessKnotted(compileList(definition, blocks));
  const extractDetail =
    definition.detail === undefined ? null : compileDetail(definition.code, definition.detail, blocks);
  const { defaults } = definition;
  return {
    code: definition.code,
    name: definition.name,
    hosts: definition.hosts,
    redirectHosts: definition.redirect_hosts,
    ignoresCertificates: definition.certificates === 'ignore',
    hasDetail: extractDetail !== null,
    hash,
    maxPages: definition.list.next.max_pages,
    defaults: {
      ...compileDefaults(defaults),
      fetch: defaults.fetch,
      waitFor: defaults.wait_for ?? null,
    },
    program: null,
    extractList,
    extractDetail: (input) => {
      if (extractDetail === null) throw new Fault('E_DEFINITION', `${definition.code} has no detail page`, { file });
      return extractDetail(input);
    },
  };
}

function compileList(site: SiteDefinition, blocks: Blocks): Extractor {
  const list = site.list;
  const sources = compileSources(list);
  const fields = compileFields(list.fields);
  const markers = compileMarkers(list);
  const wrongPlace = compilePlace(list.place);
  const nextPage = compileNext(list.next);
  const readTotal = compileTotal(list);
  const looked = `looked for ${list.rows.map((name) => `${name} (${describeSource(list.sources[name])})`).join(', ')}`;

  return (input) => {
    const page = new PageView(input, blocks, sources);
    const primary = list.rows.find((name) => page.found(name).items.length > 0);
    const total = readTotal(page);
    if (primary === undefined) return withCandidates(classifyBarren(page, markers, total, looked), page, list);
    const elsewhere = wrongPlace(page);
    if (elsewhere !== null) return { kind: 'layout_changed', message: elsewhere, code: 'E_WRONG_PLACE' };
    const found = page.found(primary);
    const maker = new RowMaker(site.code, fields, page);
    const rows = found.items.map((item, index) => maker.make((source) => page.join(primary, item, index, source)));
    if (rows.every((row) => row['listing_id'] === undefined && row['url'] === undefined)) {
      return {
        kind: 'layout_changed',
        message: `${rows.length} adverts were found (${primary}), none with a listing_id or url`,
      };
    }
    const nextUrl = nextPage(page, { found: countOf(found), total });
    const reports = maker.reports(rows);
    const changed = driftOf({ page, list, primary, found, reports, hasNext: nextUrl !== null });
    return changed ?? { kind: 'content', rows, nextUrl, total, fields: reports };
  };
}

function unlessKnotted(extract: Extractor): Extractor {
  return (input) => {
    try {
      return extract(input);
    } catch (error) {
      if (!(error instanceof Knotted)) throw error;
      return { kind: 'layout_changed', message: `the adverts cannot be told apart: ${error.message}` };
    }
  };
}

function compileTotal(list: ListDefinition): (page: PageView) => number | null {
  const alternatives = (list.total ?? []).map(compileAlternative);
  return (page) => {
    for (const read of alternatives) {
      for (const raw of read(page, null)) {
        const total = typeof raw === 'number' ? raw : parseInteger(String(raw));
        if (total !== null && Number.isInteger(total) && total >= 0) return total;
      }
    }
    return null;
  };
}

function compileSources(list: ListDefinition): ReadonlyMap<string, Source> {
  return new Map(Object.entries(list.sources).map(([name, source]) => [name, compileSource(name, source)]));
}

function compileSource(name: string, source: SourceDefinition): Source {
  const skip = (source.skip ?? []).map(compileItemTest);
  const key =
    source.key === undefined || source.key === 'index' ? null : compileAlternative({ ...source.key, from: name });
  return {
    name,
    find: compileFind(source),
    alone: source.alone === true,
    keep: (page, item) => !skip.some((test) => test(page, item)),
    key:
      key === null
        ? null
        : (page, item) => {
            const [raw] = key(page, { item: () => item, column: () => null });
            return raw === undefined ? null : String(raw);
          },
  };
}

function compileFind(source: SourceDefinition): (page: PageView) => readonly Item[] {
  if (source.css !== undefined) {
    const select = compileSelector(source.css);
    return (page) => refuseKnots(select(page.document())).map((element) => ({ kind: 'element', element }));
  }
  const path = compilePath(source.path ?? '$');
  const { data = '' } = source;
  return (page) =>
    path(page.data(data))
      .filter((value) => typeof value === 'object' && value !== null)
      .map((value) => ({ kind: 'json', value }));
}

function compileDetail(site: string, detail: DetailDefinition, blocks: Blocks): Extractor {
  const fields = compileFields(detail.fields);
  const markers = compileMarkers(detail);
  return (input) => {
    const page = new PageView(input, blocks, new Map());
    const gone = markers.find('gone', page);
    if (gone !== null) return { kind: 'gone', marker: gone };
    const maker = new RowMaker(site, fields, page);
    const row = maker.make(() => null);
    const missing = detail.required.filter((column) => row[column] === undefined);
    if (missing.length > 0) {
      const barren = classifyBarren(page, markers, null, `the page has no ${missing.join(', no ')}`);
      return barren.kind === 'layout_changed' ? withMissing(barren, page, detail, missing) : barren;
    }
    return { kind: 'content', rows: [row], nextUrl: null, total: null, fields: maker.reports([row]) };
  };
}
