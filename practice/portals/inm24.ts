/** Inmuebles24 as sites.md, 2 describes it. Its markers of empty and gone pages are in practice/MARKERS.md. */
import type { Portal } from '../portal.ts';
import { advertUrl, HOST, pageUrl, parse, ROBOTS } from './inm24-address.ts';
import { renderDetail, renderGone, renderNotFound } from './inm24-detail.ts';
import { renderList } from './inm24-list.ts';
import { detailTruth, listTruth } from './inm24-truth.ts';

export const inm24: Portal = {
  site: 'Inm24',
  hosts: [HOST, 'inmuebles24.com'],
  robots: ROBOTS,
  parse,
  pageUrl,
  advertUrl,
  renderList,
  renderDetail,
  renderGone,
  renderNotFound,
  listTruth,
  detailTruth,
};
