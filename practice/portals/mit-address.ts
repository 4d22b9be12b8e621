/** Mitula's ids, addresses and signed click links, and the dates it writes. */
import { hashOf } from '../chance.ts';
import type { Advert } from '../portal.ts';
import { choice, daysBefore, grouped, slashDay } from './writing.ts';

const BASE = 84_200_000_000;
/** A prime, so that ids of neighbours lie apart and a made-up id is nearly always refused. */
const STEP = 9973;

export function mitId(serial: number): string {
  return `mitula-MX-${BASE + serial * STEP}`;
}

/** The serial of `/adclickdetail/mitula-MX-…`; null for any other path. */
export function mitSerial(path: string): number | null {
  const number = Number(/^\/adclickdetail\/mitula-MX-(\d{9,15})$/.exec(path)?.[1] ?? Number.NaN) - BASE;
  return Number.isInteger(number) && number >= 0 && number % STEP === 0 ? number / STEP : null;
}

export function mitDetailUrl(advert: Advert): string {
  return `https://casas.mitula.mx/adclickdetail/${mitId(advert.serial)}`;
}

/** A click link as the portals sign it: time and visitor are part of it, the stable address is its `detailPageUrl`. */
export function clickUrl(site: string, id: string, detailPageUrl: string, today: string): string {
  const time = Math.floor(Date.parse(`${today}T15:00:00Z`) / 1000) + choice(20_000, 'click', id);
  const parameters = new URLSearchParams({
    site,
    adId: id,
    ip: `189.203.${choice(256, id, 'c')}.${choice(256, id, 'd')}`,
    ts: String(time),
    detailPageUrl,
    pageOrigin: 'serp',
    sig: hashOf('sig', id, time).toString(16).padStart(8, '0').repeat(4),
  });
  return `https://clk.thribee.com/v3/c?${parameters.toString()}`;
}

export function mitClickUrl(advert: Advert, today: string): string {
  const query = `?operation_type=${advert.operation === 'rent' ? 'rent' : 'sell'}&pageViewId=${hashOf('view', advert.serial).toString(16)}&from=serp`;
  return clickUrl('mitula-mx', mitId(advert.serial), `${mitDetailUrl(advert)}${query}`, today);
}

/** "Hoy", "Hace 3 días", "Hace 2 semanas, 3 días"; after four weeks the day itself, `02/03/2026`. */
export function mitDate(advert: Advert, today: string): string {
  const days = advert.publishedDaysAgo;
  if (days === 0) return 'Hoy';
  if (days >= 28) return slashDay(daysBefore(today, days));
  const weeks = Math.floor(days / 7);
  const rest = days % 7;
  const weekText = weeks === 0 ? '' : weeks === 1 ? '1 semana' : `${weeks} semanas`;
  const dayText = rest === 0 ? '' : rest === 1 ? '1 día' : `${rest} días`;
  return `Hace ${[weekText, dayText].filter((part) => part !== '').join(', ')}`;
}

/** `Hace 2 semanas, 3 días en - AGENCIA`; without an agency the date alone. */
export function mitDateAndAgency(advert: Advert, today: string): string {
  return advert.agency === null ? mitDate(advert, today) : `${mitDate(advert, today)} en - ${advert.agency}`;
}

/** As the aggregators write it: `$ 3,500,000`, `$ 18,500/mes`, `USD 250,000`; null without a price. */
export function aggregatorPrice(advert: Advert, gap: '' | ' '): string | null {
  const price = advert.price;
  if (price === null) return null;
  const amount = `${price.currency === 'USD' ? 'USD' : '$'} ${grouped(price.amount)}`;
  return `${price.from ? 'Desde ' : ''}${amount}${price.period === 'month' ? `${gap}/mes` : ''}`;
}

/** "Colonia, Municipio, Estado". */
export function placeText(advert: Advert): string {
  return [advert.neighbourhood, advert.municipality, advert.state].filter((part) => part !== null).join(', ');
}

export function mitPhoto(advert: Advert, size: string): string {
  return `https://imganuncios.mitula.net/${size}/${hashOf('mit-photo', advert.serial).toString(16).padStart(8, '0')}_${mitId(advert.serial).slice(-6)}.jpg`;
}
