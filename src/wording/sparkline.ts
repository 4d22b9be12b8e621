const LEVELS = '▁▂▃▄▅▆▇█';

/** `▁▅█`: the newest `width` values, each against the highest of them. */
export function sparkline(values: readonly number[], width = values.length): string {
  const shown = values.slice(values.length - Math.min(Math.max(width, 0), values.length));
  const highest = Math.max(...shown, 1);
  return shown
    .map((value) => LEVELS[Math.min(Math.floor((value / highest) * LEVELS.length), LEVELS.length - 1)])
    .join('');
}
