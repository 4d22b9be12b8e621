/** From the words of a person to a query of the store: `last` becomes a batch, misspelt codes are told. */
import { Fault } from '../core/errors.ts';
import type { MonitorStore, TaskQuery } from '../store/contract.ts';
import { nearest } from '../yaml/nearest.ts';
import type { Selector } from './selector.ts';
import type { HouseFiles } from './sources.ts';

interface ResolveDeps {
  readonly store: Pick<MonitorStore, 'readBatch' | 'readBatchIds' | 'readCodes'>;
  readonly files: Pick<HouseFiles, 'knownCodes'>;
}

/** Id of a batch; null = `last` was asked, and there is none yet. @throws {Fault} E_NO_BATCH with the one that was probably meant */
export async function resolveBatch(
  { store }: Pick<ResolveDeps, 'store'>,
  asked: string | undefined,
): Promise<string | null> {
  const last = asked === undefined || asked.toLowerCase() === 'last';
  const found = await store.readBatch(last ? null : asked);
  if (found !== null) return 'batch' in found ? found.batch.id : found.summary.batch;
  if (last) return null;
  const known = (await store.readBatchIds(null, 200)).map(({ id }) => id);
  const same = known.find((id) => id.toLowerCase() === asked.toLowerCase());
  if (same !== undefined) return same;
  const meant = nearest(asked, known);
  throw new Fault(
    'E_NO_BATCH',
    `there is no batch ${JSON.stringify(asked)}${meant === null ? '' : `; did you mean ${meant}?`}`,
  );
}

const CODES = [
  ['site', 'sites'],
  ['city', 'cities'],
  ['operation', 'operations'],
  ['product', 'products'],
] as const;

/** @throws {Fault} E_NO_BATCH, E_USAGE with the code that was probably meant */
export async function resolveSelector(deps: ResolveDeps, selector: Selector): Promise<TaskQuery> {
  const batch = await resolveBatch(deps, selector.batch);
  if (batch !== null) await assertCodes(deps, selector, batch);
  return queryOf(selector, batch === null ? [] : [batch]);
}

export function queryOf(selector: Selector, batches: readonly string[]): TaskQuery {
  return {
    batches,
    sites: selector.site,
    cities: selector.city,
    operations: selector.operation,
    products: selector.product,
    phases: selector.phase,
    statuses: selector.status,
    verdicts: selector.verdict,
    errors: selector.error,
    text: selector.text,
  };
}

/** A code that neither the batch nor the installation has is a slip of the finger, not an empty answer. */
export async function assertCodes({ store, files }: ResolveDeps, selector: Selector, batch: string): Promise<void> {
  if (CODES.every(([key]) => (selector[key] ?? []).length === 0)) return;
  const inBatch = await store.readCodes(batch);
  for (const [key, plural] of CODES) {
    const unknown = (selector[key] ?? []).filter((code) => !among(inBatch[plural], code));
    if (unknown.length === 0) continue;
    const installed = (await files.knownCodes())[plural];
    const wrong = unknown.find((code) => !among(installed, code));
    if (wrong === undefined) continue;
    const all = [...new Set([...inBatch[plural], ...installed])];
    const meant = nearest(wrong, all);
    throw new Fault('E_USAGE', `there is no ${key} ${JSON.stringify(wrong)}`, {
      cure: meant === null ? `There are ${all.slice(0, 30).join(', ')}.` : `Did you mean ${meant}?`,
    });
  }
}

const among = (codes: readonly string[], code: string): boolean =>
  codes.some((one) => one.toLowerCase() === code.toLowerCase());
