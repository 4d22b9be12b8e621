/** A colour and a dash a line: told apart without colours too. The colours stand in styles/tokens.css. */
export const LINE_COLOURS = [
  { variable: '--line-1', dash: [] },
  { variable: '--line-2', dash: [7, 3] },
  { variable: '--line-3', dash: [2, 3] },
  { variable: '--line-4', dash: [9, 3, 2, 3] },
  { variable: '--line-5', dash: [4, 2] },
  { variable: '--line-6', dash: [12, 4] },
] as const satisfies readonly { readonly variable: string; readonly dash: readonly number[] }[];
