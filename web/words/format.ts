/** Numbers, times and sizes as people read them. */

export interface Format {
  readonly count: (value: number) => string;
  /** 0–1 → `97.4 %`; `100 %` only when it is all. */
  readonly share: (value: number | null) => string;
  /** `+12`, `−3`, `±0`. */
  readonly change: (value: number) => string;
  readonly bytes: (value: number | null) => string;
  /** `1.2 s`, `42 s`, `3 min 05 s`, `2 h 10 min`, `15 d`. */
  readonly duration: (ms: number | null) => string;
  readonly decimal: (value: number | null, digits: number) => string;
  /** Day and time of an instant. */
  readonly instant: (iso: string | null) => string;
  /** Time of an instant, with its day unless that is today. */
  readonly time: (iso: string | null) => string;
  readonly seconds: (iso: string) => string;
  readonly day: (iso: string) => string;
  readonly zone: string;
}

export const NOTHING = '–';
const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

const made = new Map<string, Format>();

/** One for each language and zone: the formatters within are dear to make, and every cell of a table asks for them. */
export function formatOf(language: 'en' | 'es', timeZone: string | undefined): Format {
  const key = `${language} ${timeZone ?? ''}`;
  const format = made.get(key) ?? makeFormat(language, timeZone);
  made.set(key, format);
  return format;
}

function makeFormat(language: 'en' | 'es', timeZone: string | undefined): Format {
  const locale = language === 'es' ? 'es-MX' : 'en-US';
  const zone = knownZone(timeZone);
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const at = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: zone, hourCycle: 'h23' });
  const day = at({ day: 'numeric', month: 'short', year: 'numeric' });
  const shortDay = at({ day: 'numeric', month: 'short' });
  const clock = at({ hour: '2-digit', minute: '2-digit' });
  const seconds = at({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const isToday = (date: Date): boolean => day.format(date) === day.format(new Date());
  const rounded = [0, 1, 2].map(
    (digits) => new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  );
  const decimal = (value: number, digits: number): string => (rounded[digits] ?? whole).format(value);
  return {
    zone,
    count: (value) => whole.format(value),
    share: (value) => (value === null ? NOTHING : `${sharePercent(value, decimal)} %`),
    change: (value) => (value === 0 ? '±0' : `${value > 0 ? '+' : '−'}${whole.format(Math.abs(value))}`),
    bytes: (value) => (value === null ? NOTHING : bytesOf(value, decimal)),
    duration: (ms) => (ms === null ? NOTHING : durationOf(ms, decimal)),
    decimal: (value, digits) => (value === null ? NOTHING : decimal(value, digits)),
    instant: (iso) => (iso === null ? NOTHING : `${day.format(new Date(iso))}, ${clock.format(new Date(iso))}`),
    time: (iso) => {
      if (iso === null) return NOTHING;
      const date = new Date(iso);
      return isToday(date) ? clock.format(date) : `${shortDay.format(date)}, ${clock.format(date)}`;
    },
    seconds: (iso) => {
      const date = new Date(iso);
      return isToday(date) ? seconds.format(date) : `${shortDay.format(date)}, ${seconds.format(date)}`;
    },
    day: (iso) => day.format(new Date(iso)),
  };
}

/** A zone this browser does not know must not blank the page. */
function knownZone(zone: string | undefined): string {
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return own;
  }
}

/** Rounded down: 1,727 of 1,728 is 99.9 %, never "100 %". */
function sharePercent(share: number, decimal: (value: number, digits: number) => string): string {
  const percent = share * 100;
  if (percent >= 100 || percent <= 0) return decimal(percent, 0);
  return decimal(Math.floor(percent * 10 + 1e-9) / 10, 1);
}

function bytesOf(value: number, decimal: (value: number, digits: number) => string): string {
  const power = value < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(value) / 10));
  const scaled = value / 1024 ** power;
  return `${decimal(scaled, power === 0 || scaled >= 100 ? 0 : 1)} ${UNITS[power]}`;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const two = (value: number): string => String(value).padStart(2, '0');

/** `15 d`, `2 h 05 min`: the smaller unit only when there is some of it. */
function twoUnits(ms: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((ms % large) / small);
  return `${Math.floor(ms / large)} ${largeName}${rest === 0 ? '' : ` ${large === DAY ? rest : two(rest)} ${smallName}`}`;
}

function durationOf(ms: number, decimal: (value: number, digits: number) => string): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${decimal(ms / 1000, ms % 1000 < 50 ? 0 : 1)} s`;
  if (ms < MINUTE) return `${Math.floor(ms / 1000)} s`;
  if (ms < HOUR) return twoUnits(ms, MINUTE, 'min', 1000, 's');
  if (ms < DAY) return twoUnits(ms, HOUR, 'h', MINUTE, 'min');
  return twoUnits(ms, DAY, 'd', HOUR, 'h');
}
