import type { Config } from '../../config/contract.ts';
import { loadCatalogue } from '../../catalogue/load.ts';
import { readCodes } from '../../catalogue/codes.ts';
import type { Catalogue } from '../../core/target.ts';
import type { Sites } from './load-sites.ts';

/** The catalogue of this installation, with every fault found. */
export async function loadInstalledCatalogue(config: Config, sites: Sites): Promise<Catalogue> {
  const codes = await readCodes(config.data.codes ?? undefined);
  const known = [...sites.byCode.values()].map(({ site }) => ({ code: site.code, hosts: site.hosts }));
  return loadCatalogue({ folder: config.data.urls, codes, sites: known });
}
