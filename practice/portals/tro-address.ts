/** Trovit's ids, addresses and click links. */
import { hashOf } from '../chance.ts';
import type { Advert } from '../portal.ts';
import { clickUrl } from './mit-address.ts';

/** A prime, so that ids of neighbours lie apart and a made-up id is nearly always refused. */
const STEP = 8191;
const PREFIX = 'trovit-MX-1800003';

/** `trovit-MX-` and 19 digits, too many for a number. */
export function troId(serial: number): string {
  return `${PREFIX}${String(serial * STEP + 700_000_000).padStart(12, '0')}`;
}

/** The serial of `/detail/trovit-MX-…`; null for any other path. */
export function troSerial(path: string): number | null {
  const digits = /^\/detail\/trovit-MX-1800003(\d{12})$/.exec(path)?.[1];
  if (digits === undefined) return null;
  const number = Number(digits) - 700_000_000;
  return number >= 0 && number % STEP === 0 ? number / STEP : null;
}

export function troDetailUrl(advert: Advert): string {
  return `https://casas.trovit.com.mx/detail/${troId(advert.serial)}`;
}

/** The signed click link; its `detailPageUrl` holds the stable address and `trovit_type` (1 sale, 2 rent). */
export function troClickUrl(advert: Advert, today: string): string {
  const type = advert.operation === 'rent' ? 2 : 1;
  return clickUrl(
    'trovit-mx',
    troId(advert.serial),
    `${troDetailUrl(advert)}?trovit_type=${type}&section=serp&pos=organic`,
    today,
  );
}

/** Photos stand behind a base64 path of JSON. */
export function troPhoto(advert: Advert): string {
  const request = {
    bucket: 'trovit-mx',
    key: `${hashOf('tro-photo', advert.serial).toString(16)}.jpg`,
    edits: { resize: { width: 640, height: 480, fit: 'cover' } },
  };
  return `https://images.trovit.com/${Buffer.from(JSON.stringify(request)).toString('base64url')}`;
}

/** "Hoy", "Hace 3 días", "Hace 2 semanas"; from 30 days on only "Hace más de 30 días". */
export function troDate(advert: Advert): string {
  const days = advert.publishedDaysAgo;
  if (days === 0) return 'Hoy';
  if (days >= 30) return 'Hace más de 30 días';
  if (days % 7 === 0) return days === 7 ? 'Hace 1 semana' : `Hace ${days / 7} semanas`;
  return days === 1 ? 'Hace 1 día' : `Hace ${days} días`;
}
