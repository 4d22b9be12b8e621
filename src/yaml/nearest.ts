/** Optimal string alignment distance: insertions, deletions, replacements and swaps of neighbours each count one. */
export function distance(left: string, right: string): number {
  const width = right.length + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: width }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    beforeLast = last;
    last = current;
  }
  return last[right.length] ?? 0;
}

/** Longer words are compared by their beginning only: nobody mistypes a word of this length. */
const LONGEST_WORD = 64;

/**
 * The known word that was probably meant, or null when none is near: at most a third of the letters may differ
 * (one in a short word). Case and the choice between `-` and `_` do not count.
 */
export function nearest(word: string, known: readonly string[]): string | null {
  const plain = (text: string): string => text.slice(0, LONGEST_WORD).toLowerCase().replaceAll('-', '_');
  const wanted = plain(word);
  const furthest = Math.max(1, Math.floor(wanted.length / 3));
  let best: string | null = null;
  let bestDistance = furthest + 1;
  for (const candidate of known) {
    const away = distance(wanted, plain(candidate));
    if (away < bestDistance) {
      best = candidate;
      bestDistance = away;
    }
  }
  return best;
}
