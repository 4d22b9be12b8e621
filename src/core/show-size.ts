/** Sizes and shares for people: one way for every screen, message and check, so that a disk has one figure everywhere. */
const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;
const STEP = 1024;

/** `512 B`, `1.4 GB`, `204 GB`: in powers of 1,024, as the operating system and the limits of the configuration count. */
export function showBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / STEP ** power;
  return `${power === 0 || value >= 100 ? grouped(Math.round(value)) : value.toFixed(1)} ${UNITS[power]}`;
}

/** By hand: a program's first look at ICU's numbers takes it 10 ms. */
const grouped = (value: number): string => String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');

/** `97.5 %` of 0.975. Rounded down: 1,727 of 1,728 is 99.9 %, never "100 %". */
export function showShare(share: number): string {
  const percent = share * 100;
  if (percent >= 100 || percent <= 0) return `${Math.round(percent)} %`;
  return `${(Math.floor(percent * 10 + 1e-9) / 10).toFixed(1)} %`;
}
