/** `1 page`, `12 pages`: the same rule in both languages. */
export const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
