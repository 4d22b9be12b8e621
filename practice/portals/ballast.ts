/**
 * What makes a portal's page heavy besides its adverts: bundles, style sheets, icon sprites, tag managers, adverts of
 * others. It holds what confuses careless readers: tags inside scripts, JSON with braces in strings, comments.
 */
import { choice } from './writing.ts';

const WORDS = [
  'serp',
  'card',
  'gallery',
  'lead',
  'modal',
  'price',
  'map',
  'agency',
  'filter',
  'pill',
  'header',
  'footer',
  'contact',
  'tag',
] as const;
const word = (...parts: readonly (string | number)[]): string => WORDS[choice(WORDS.length, ...parts)] ?? 'serp';
const name = (...parts: readonly (string | number)[]): string =>
  `${word('a', ...parts)}${choice(0xfffff, ...parts).toString(36)}`;

function styleRule(portal: string, index: number): string {
  const size = choice(40, portal, 'size', index);
  return `.${word(portal, index)}-${name(portal, 'css', index)}__${word(index, portal)}{display:flex;padding:${size}px ${size / 2}px;color:#${choice(0xffffff, index).toString(16).padStart(6, '0')};background:url("data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==")}@media(max-width:${640 + size}px){.${name(portal, 'm', index)}>li:not(:last-child){margin:0 ${size}px}}`;
}

function scriptLine(portal: string, index: number): string {
  const f = name(portal, 'f', index);
  const g = name(portal, 'g', index);
  return `function ${f}(e,t){var n=t||{},r="<div class='${g}'><span>"+e.${word(index)}+"</span></div>";return n.${g}&&e<${choice(900, index)}?r.replace(/</g,"&lt;"):{"${g}":[${choice(99, index)},"}{",'</'+'article>']}}window.${g}=${f};`;
}

function icon(portal: string, index: number): string {
  const points = Array.from(
    { length: 9 },
    (_, point) => `${choice(240, portal, index, point) / 10} ${choice(240, index, point) / 10}`,
  );
  return `<symbol id="ic-${word(portal, index)}-${index}" viewBox="0 0 24 24"><path fill-rule="evenodd" d="M${points.join('L')}z"/></symbol>`;
}

function experiment(portal: string, index: number): string {
  return `"${name(portal, 'x', index)}":{"variant":"${choice(2, index) === 0 ? 'control' : 'b'}","weight":0.${choice(99, index)},"note":"si precio < 0 => \\"Consultar\\" {sin cerrar"}`;
}

/** Repeats `piece` until the text is `bytes` long or a little longer. */
function grow(bytes: number, separator: string, piece: (index: number) => string): string {
  const pieces: string[] = [];
  let length = 0;
  for (let index = 0; length < bytes; index++) {
    const text = piece(index);
    pieces.push(text);
    length += text.length + separator.length;
  }
  return pieces.join(separator);
}

export interface Ballast {
  /** Style sheets and inline scripts for the head, about 25 KB. */
  readonly head: string;
  /** Icon sprite after `<body>`, about 12 KB. */
  readonly sprite: string;
  /** A bundle before `</body>`, about 30 KB. */
  readonly tail: string;
}

const built = new Map<string, Ballast>();

/** The weight every page of a portal carries, the same on each, as a template is. Built once a process. */
export function ballastOf(portal: string): Ballast {
  const known = built.get(portal);
  if (known !== undefined) return known;
  const ballast: Ballast = {
    head: `<style>${grow(14_000, '\n', (index) => styleRule(portal, index))}</style>
<script>window.dataLayer=window.dataLayer||[];/* <![CDATA[ */${grow(11_000, '\n', (index) => scriptLine(portal, index))}/* ]]> */</script>`,
    sprite: `<svg xmlns="http://www.w3.org/2000/svg" style="display:none" aria-hidden="true">${grow(12_000, '', (index) => icon(portal, index))}</svg>`,
    tail: `<script>${grow(20_000, '\n', (index) => scriptLine(`${portal}-tail`, index))}</script>
<script type="application/json" id="__experiments-${portal}">{${grow(10_000, ',', (index) => experiment(portal, index))}}</script>`,
  };
  built.set(portal, ballast);
  return ballast;
}

/** A page's lightest documented weight is about 100 KB: short and empty result pages carry bigger bundles. */
const LEAST_BYTES = 112_000;

/** Script text that brings a page of `length` characters up to the least weight; empty for heavier pages. */
export function filler(portal: string, length: number): string {
  const missing = LEAST_BYTES - length;
  if (missing <= 0) return '';
  return `<script>${grow(missing, '\n', (index) => scriptLine(`${portal}-filler`, index))}</script>`;
}

const icons = new Map<string, string>();

/** Inline icon that stands in every card's feature row, as the portals' component libraries write them out. */
export function inlineIcon(portal: string, label: string): string {
  const key = `${portal}|${label}`;
  const known = icons.get(key);
  if (known !== undefined) return known;
  const points = Array.from(
    { length: 14 },
    (_, point) => `${choice(240, key, point) / 10} ${choice(240, key, point, 'y') / 10}`,
  );
  const svg = `<svg width="16" height="16" viewBox="0 0 24 24" fill="none" xmlns="http://www.w3.org/2000/svg" aria-hidden="true" focusable="false"><path d="M${points.join('C')}" stroke="currentColor" stroke-width="1.5"/></svg>`;
  icons.set(key, svg);
  return svg;
}
