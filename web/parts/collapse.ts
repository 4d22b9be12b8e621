/** Fewer than half of the rows of before: worth a look. Of a handful of rows half is no news. */
export function isCollapse(now: number, before: number | null): boolean {
  return before !== null && before >= 10 && now < before / 2;
}
