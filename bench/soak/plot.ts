/** Lines over time as an SVG file: one panel a quantity, one above the other, so that each has its own scale. */
import type { Point } from './fit.ts';

export interface Panel {
  readonly title: string;
  readonly series: readonly { readonly name: string; readonly points: readonly Point[] }[];
  /** A line that must not be crossed; null = there is none. */
  readonly limit: number | null;
}

export interface Plot {
  readonly title: string;
  /** What runs from left to right, with its unit. */
  readonly across: string;
  readonly panels: readonly Panel[];
}

const WIDTH = 900;
const PANEL = 170;
const LEFT = 64;
const RIGHT = 150;
const TOP = 44;
const GAP = 44;
const BOTTOM = 40;
/** Distinct for colour-blind eyes too (Okabe and Ito's palette). */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00'];
const LIMIT_COLOUR = '#b00020';
const TICKS = 4;

export function plotSvg({ title, across, panels }: Plot): string {
  const height = TOP + panels.length * (PANEL + GAP) + BOTTOM;
  const xs = panels.flatMap(({ series }) => series.flatMap(({ points }) => points.map(({ x }) => x)));
  const span: Span = { least: Math.min(0, ...xs), most: Math.max(1e-9, ...xs) };
  const drawn = panels.map((panel, index) => panelSvg(panel, span, TOP + index * (PANEL + GAP)));
  const axis = ticksOf(span).map((x) => text(xAt(x, span), height - 22, label(x), 'middle'));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="${LEFT}" y="22" font-size="15" font-weight="bold">${escaped(title)}</text>`,
    ...drawn,
    ...axis,
    text((LEFT + WIDTH - RIGHT) / 2, height - 6, across, 'middle'),
    '</svg>\n',
  ].join('\n');
}

interface Span {
  readonly least: number;
  readonly most: number;
}

function panelSvg({ title, series, limit }: Panel, across: Span, top: number): string {
  const ys = series.flatMap(({ points }) => points.map(({ y }) => y));
  const highest = Math.max(1e-9, ...ys);
  // A limit far above everything would press the lines flat: it is named instead.
  const shownLimit = limit !== null && limit <= highest * 3 ? limit : null;
  const span: Span = { least: Math.min(0, ...ys), most: Math.max(highest, shownLimit ?? 0) * 1.05 };
  const yAt = (y: number): number => top + PANEL - ((y - span.least) / (span.most - span.least)) * PANEL;
  const parts = [text(LEFT, top - 7, limit === null ? title : `${title} (limit ${label(limit)})`, 'start')];
  for (const y of ticksOf(span)) {
    parts.push(line(LEFT, yAt(y), WIDTH - RIGHT, yAt(y), '#ddd'), text(LEFT - 6, yAt(y) + 4, label(y), 'end'));
  }
  if (shownLimit !== null) parts.push(line(LEFT, yAt(shownLimit), WIDTH - RIGHT, yAt(shownLimit), LIMIT_COLOUR, '6 4'));
  for (const [index, { name, points }] of series.entries()) {
    const colour = COLOURS[index % COLOURS.length] ?? '#000';
    const path = points.map(({ x, y }) => `${xAt(x, across).toFixed(1)},${yAt(y).toFixed(1)}`).join(' ');
    const row = top + 14 + index * 18;
    parts.push(
      `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="1.6"/>`,
      line(WIDTH - RIGHT + 10, row - 4, WIDTH - RIGHT + 28, row - 4, colour),
      text(WIDTH - RIGHT + 34, row, name, 'start'),
    );
  }
  return parts.join('\n');
}

function xAt(x: number, { least, most }: Span): number {
  return LEFT + ((x - least) / (most - least)) * (WIDTH - RIGHT - LEFT);
}

/** Round numbers within the span: steps of 1, 2 or 5 times a power of ten. */
function ticksOf({ least, most }: Span): readonly number[] {
  const rough = (most - least) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(least / step);
  return Array.from({ length: Math.floor(most / step) - first + 1 }, (_, index) => (first + index) * step);
}

function label(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function line(x1: number, y1: number, x2: number, y2: number, colour: string, dash?: string): string {
  const dashed = dash === undefined ? '' : ` stroke-dasharray="${dash}"`;
  return `<line x1="${x1}" y1="${y1.toFixed(1)}" x2="${x2}" y2="${y2.toFixed(1)}" stroke="${colour}"${dashed}/>`;
}

function text(x: number, y: number, content: string, anchor: 'start' | 'middle' | 'end'): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${escaped(content)}</text>`;
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
