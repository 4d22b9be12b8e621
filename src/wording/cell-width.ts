/** How many columns of a terminal a text takes: CJK and emoji take two, marks that combine take none. */
const ZERO = /[\p{Mn}\p{Me}\p{Cf}]/u;
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const ALL_PLAIN = /^[\u0020-\u007e\u00a0-\u02ff]*$/;

// oxlint-disable-next-line no-control-regex -- our own colours
const COLOURS = /\u001b\[\d+m/g;

export function cellWidth(painted: string): number {
  const text = painted.replaceAll(COLOURS, '');
  if (ALL_PLAIN.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

function widthOf(character: string): number {
  if (ZERO.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** At most `width` columns, with an ellipsis where something was left out. */
export function fitText(text: string, width: number): string {
  if (cellWidth(text) <= width) return text;
  if (width <= 0) return '';
  let kept = '';
  let used = 0;
  for (const character of text) {
    const wide = widthOf(character);
    if (used + wide > width - 1) break;
    kept += character;
    used += wide;
  }
  return `${kept.trimEnd()}…`;
}

/** Filled with blanks to `width` columns. */
export function padText(text: string, width: number, align: 'left' | 'right'): string {
  const blanks = ' '.repeat(Math.max(0, width - cellWidth(text)));
  return align === 'right' ? blanks + text : text + blanks;
}

/** Lines of at most `width` columns, broken at blanks; a longer word is broken where it must. */
export function wrapText(text: string, width: number): readonly string[] {
  if (!Number.isFinite(width) || cellWidth(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (cellWidth(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (cellWidth(line) > width) {
      let part = '';
      for (const character of line) {
        if (cellWidth(part + character) > width) break;
        part += character;
      }
      if (part === '') break;
      lines.push(part);
      line = line.slice(part.length);
    }
  }
  return [...lines, line];
}
