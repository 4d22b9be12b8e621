/** Measured values as a line of a table, below the names when asked for: lines come one by one, over hours. */

const WIDTH = 17;

export function rowOf(measured: object, withNames: boolean): string {
  const cells = Object.values(measured).map((value: unknown) =>
    typeof value === 'number' ? shown(value) : typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value),
  );
  const line = cells.map((cell) => cell.padStart(WIDTH)).join('');
  const names = Object.keys(measured).map((name) => name.padStart(WIDTH));
  return withNames ? `${names.join('')}\n${line}` : line;
}

function shown(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 2 : 1);
}
