/** `+12 %`, `−40 %`, `±0 %`; `+37` when there was nothing before; null when there is nothing on either side. */
export function changeText(now: number, before: number): string | null {
  if (before === 0) return now === 0 ? null : `+${now.toLocaleString('en-US')}`;
  const percent = Math.round((100 * (now - before)) / before);
  return `${percent > 0 ? '+' : percent < 0 ? '−' : '±'}${Math.abs(percent)} %`;
}
