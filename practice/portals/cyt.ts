/** Casas y Terrenos as sites.md, 3 describes it. Its markers of empty and gone pages are in practice/MARKERS.md. */
import type { Portal } from '../portal.ts';
import { advertUrl, HOST, pageUrl, parse, ROBOTS } from './cyt-address.ts';
import { detailTruth, renderDetail, renderGone, renderNotFound } from './cyt-detail.ts';
import { listTruth, renderList } from './cyt-list.ts';

export const cyt: Portal = {
  site: 'CyT',
  hosts: [HOST, 'casasyterrenos.com'],
  robots: ROBOTS,
  parse,
  pageUrl,
  advertUrl,
  renderList,
  renderDetail: (advert) => renderDetail(advert),
  renderGone,
  renderNotFound,
  listTruth,
  detailTruth,
};
