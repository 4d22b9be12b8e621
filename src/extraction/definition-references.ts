/** What a schema of shapes cannot see: names that stand for nothing, and keys that do not go together. */
import type { Alternative, Condition, SiteDefinition, SourceDefinition } from './definition-shapes.ts';

export interface ReferenceFault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

type Report = (path: readonly PropertyKey[], message: string) => void;

interface Known {
  readonly data: readonly string[];
  readonly sources: Readonly<Record<string, SourceDefinition>>;
  readonly report: Report;
}

export function referenceFaults(site: SiteDefinition): readonly ReferenceFault[] {
  const faults: ReferenceFault[] = [];
  const report: Report = (path, message) => faults.push({ path, message });
  const data = Object.keys(site.data);
  const ofList: Known = { data, sources: site.list.sources, report };
  checkSources(ofList);
  for (const [index, row] of site.list.rows.entries())
    checkName(ofList, ['list', 'rows', index], 'source', row, Object.keys(site.list.sources));
  checkFields(ofList, ['list', 'fields'], site.list.fields);
  checkAlternatives(ofList, ['list', 'total'], site.list.total ?? [], false);
  checkAlternatives(ofList, ['list', 'place', 'found'], site.list.place?.found ?? [], false);
  checkMarkers(ofList, ['list'], site.list);
  for (const [index, rule] of site.list.next.last.entries()) {
    if (rule.data !== undefined)
      checkName(ofList, ['list', 'next', 'last', index, 'data'], 'data block', rule.data, data);
    checkLastRule(ofList, ['list', 'next', 'last', index], rule);
  }
  if (site.list.fields['listing_id'] === undefined && site.list.fields['url'] === undefined) {
    report(['list', 'fields'], 'needs listing_id or url: a row without both is no listing');
  }
  if (site.detail !== undefined) {
    const ofDetail: Known = { data, sources: {}, report };
    checkFields(ofDetail, ['detail', 'fields'], site.detail.fields);
    checkMarkers(ofDetail, ['detail'], site.detail);
  }
  return faults;
}

function checkSources(known: Known): void {
  for (const [name, source] of Object.entries(known.sources)) {
    const path = ['list', 'sources', name];
    if ((source.css === undefined) === (source.data === undefined))
      known.report(path, 'a source is either css or data (with path)');
    if (source.data !== undefined) checkName(known, [...path, 'data'], 'data block', source.data, known.data);
    if (source.css !== undefined && source.path !== undefined)
      known.report([...path, 'path'], 'path belongs to data, not to css');
    if (typeof source.key === 'object' && (source.key.from !== undefined || source.key.data !== undefined)) {
      known.report([...path, 'key'], 'a key is read from its own source: leave out from and data');
    }
  }
}

function checkFields(
  known: Known,
  path: readonly PropertyKey[],
  fields: Readonly<Record<string, readonly Alternative[] | undefined>>,
): void {
  for (const [column, alternatives] of Object.entries(fields))
    checkAlternatives(known, [...path, column], alternatives ?? [], true);
}

function checkAlternatives(
  known: Known,
  path: readonly PropertyKey[],
  alternatives: readonly Alternative[],
  ofRow: boolean,
): void {
  for (const [index, alternative] of alternatives.entries()) {
    const here = [...path, index];
    checkOrigin(known, here, alternative, ofRow);
    if (alternative.data !== undefined) checkName(known, [...here, 'data'], 'data block', alternative.data, known.data);
    if (alternative.when !== undefined) checkCondition(known, [...here, 'when'], alternative.when);
  }
}

/** Where a value comes from is said once, and in the words of its source. */
function checkOrigin(known: Known, path: readonly PropertyKey[], alternative: Alternative, ofRow: boolean): void {
  const { from, data, css, address, html, constant, template } = alternative;
  const fixed = [address, html, constant, template].filter((origin) => origin !== undefined).length;
  const found = fixed + (from !== undefined || data !== undefined || css !== undefined ? 1 : 0);
  if (found !== 1)
    known.report(path, 'say once where the value stands: from, data, css, address, html, constant or template');
  if (from !== undefined && data !== undefined)
    known.report(path, 'from (an advert) and data (the page) exclude each other');
  if (data !== undefined && css !== undefined) known.report(path, 'data is read with path, not with css');
  if (from === undefined) return;
  if (!ofRow) known.report([...path, 'from'], 'this belongs to the page: from is for fields of an advert');
  for (const name of [from].flat()) checkSource(known, path, name, alternative);
}

function checkSource(known: Known, path: readonly PropertyKey[], name: string, alternative: Alternative): void {
  if (!checkName(known, [...path, 'from'], 'source', name, Object.keys(known.sources))) return;
  const isJson = known.sources[name]?.data !== undefined;
  if (isJson && (alternative.css !== undefined || alternative.attr !== undefined)) {
    known.report(path, `${name} is JSON: read it with path`);
  }
  if (!isJson && alternative.path !== undefined) known.report(path, `${name} is mark-up: read it with css or attr`);
}

function checkMarkers(
  known: Known,
  path: readonly PropertyKey[],
  place: Readonly<Record<'empty' | 'blocked' | 'gone', readonly Condition[]>>,
): void {
  for (const kind of ['empty', 'blocked', 'gone'] as const) {
    for (const [index, condition] of place[kind].entries()) checkCondition(known, [...path, kind, index], condition);
  }
}

function checkCondition(known: Known, path: readonly PropertyKey[], condition: Condition): void {
  if (condition.data !== undefined) checkName(known, [...path, 'data'], 'data block', condition.data, known.data);
  if (condition.from !== undefined)
    checkName(known, [...path, 'from'], 'source', condition.from, Object.keys(known.sources));
  if (Object.values(condition).every((value) => value === undefined))
    known.report(path, 'an empty condition holds for nothing');
}

function checkLastRule(known: Known, path: readonly PropertyKey[], rule: Readonly<Record<string, unknown>>): void {
  const value = rule['data'] !== undefined || rule['css'] !== undefined;
  const ways = [
    value,
    rule['missing'] !== undefined,
    rule['rows_below'] !== undefined,
    rule['results_per_page'] !== undefined,
  ];
  if (ways.filter(Boolean).length !== 1)
    known.report(path, 'say one of data, css, missing, rows_below or results_per_page');
  if (value && rule['is'] === undefined) known.report(path, 'say what the value is: last, pages or next_page');
}

function checkName(
  known: Known,
  path: readonly PropertyKey[],
  what: string,
  name: string,
  names: readonly string[],
): boolean {
  if (names.includes(name)) return true;
  known.report(
    path,
    `${JSON.stringify(name)} is no ${what}; there ${names.length === 1 ? 'is' : 'are'} ${names.join(', ') || 'none'}`,
  );
  return false;
}
