/** How alike two names are, for suggestions to people: 0 = nothing in common, 1 = the same (Dice's coefficient over pairs of letters). */
export function likeness(one: string, other: string): number {
  const left = pairsOf(one);
  const right = pairsOf(other);
  if (left.length === 0 || right.length === 0) return one.toLowerCase() === other.toLowerCase() ? 1 : 0;
  const rest = [...right];
  let shared = 0;
  for (const pair of left) {
    const at = rest.indexOf(pair);
    if (at === -1) continue;
    rest.splice(at, 1);
    shared += 1;
  }
  return (2 * shared) / (left.length + right.length);
}

/** Names come from pages: no more of one is looked at. */
const LONGEST_NAME = 120;

function pairsOf(name: string): readonly string[] {
  const letters = name
    .slice(0, LONGEST_NAME)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '');
  return Array.from({ length: Math.max(letters.length - 1, 0) }, (_, at) => letters.slice(at, at + 2));
}
