/** The only file that knows a DOM (DESIGN §6: htmlparser2 and compiled css-select). */
import { compile, selectAll } from 'css-select';
import { DomHandler, isTag, isText } from 'domhandler';
import type { AnyNode, ChildNode, Document, Element } from 'domhandler';
import { Parser } from 'htmlparser2';

/** An element of a page, for whoever must not look into it. */
export type PageElement = Element;
export type PageDocument = Document;
export type Selector = (root: PageDocument | PageElement) => readonly PageElement[];

/**
 * A browser goes on inside the open element after a stray `</html>` or `</body>`; this parser would close everything.
 * Both are implied by the end of the page anyway.
 */
const STRAY_END = /<\/(?:html|body)\s*>/gi;

/** As in Chromium: real pages nest a few dozen levels, and selectors look at every ancestor of every element. */
const DEEPEST = 512;
/** Behind this the page is not read on: the parser's own work grows with the square of the open elements. */
const DEEPEST_OPEN = 5000;

class TooDeep extends Error {}

/** Elements nested deeper become siblings, so that no page can make a selector's work grow with the square of its size. */
class ShallowHandler extends DomHandler {
  protected override addNode(node: ChildNode): void {
    const open = this.tagStack;
    if (open.length > DEEPEST_OPEN) throw new TooDeep();
    if (open.length > DEEPEST) this.tagStack = open.slice(0, DEEPEST);
    super.addNode(node);
    this.tagStack = open;
  }
}

export function parsePage(html: string): PageDocument {
  const handler = new ShallowHandler();
  try {
    new Parser(handler, { decodeEntities: true }).end(html.replace(STRAY_END, ''));
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
  }
  return handler.root;
}

/** What is wrong with a selector, in words; null when nothing is. */
export function selectorFault(selector: string): string | null {
  try {
    compile(selector);
    return null;
  } catch (error) {
    return `is not a CSS selector: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Compiled once per definition; gives the elements inside `root`, in the order of the page. */
export function compileSelector(selector: string): Selector {
  const test = compile<AnyNode, Element>(selector);
  return (root) => selectAll<AnyNode, Element>(test, root);
}

/** Adverts may lie in each other where a portal forgot to close them; thirty such of a large page are a quarter of this. */
const MOST_VISITS = 500_000;

/** Elements lie in each other so deep that to search each of them would take as long as a thousand pages (T31). */
export class Knotted extends Error {}

/** @throws {Knotted} */
export function refuseKnots(elements: readonly PageElement[]): readonly PageElement[] {
  const found = new Set<AnyNode>(elements);
  // In the order of the page, whatever lies in another one begins right behind it.
  if (!elements.some((element, index) => index > 0 && isInside(element, elements[index - 1]))) return elements;
  let visits = 0;
  for (const outermost of elements) {
    if (isInsideAny(outermost, found)) continue;
    const open: (readonly [AnyNode, number])[] = [[outermost, 0]];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [node, around] = next;
      if (!isTag(node)) continue;
      const depth = found.has(node) ? around + 1 : around;
      visits += depth;
      if (visits > MOST_VISITS) throw new Knotted(`${elements.length} of them lie inside each other`);
      for (const child of node.children) open.push([child, depth]);
    }
  }
  return elements;
}

function isInside(element: PageElement, other: PageElement | undefined): boolean {
  for (let parent = element.parent; parent !== null; parent = parent.parent) if (parent === other) return true;
  return false;
}

function isInsideAny(element: PageElement, others: ReadonlySet<AnyNode>): boolean {
  for (let parent = element.parent; parent !== null; parent = parent.parent) if (others.has(parent)) return true;
  return false;
}

/** More elements than this are not walked: a hostile page must not cost more than a page. */
const MOST_ELEMENTS = 20_000;

/** Every element inside `root`, in the order of the page. */
export function* elementsIn(root: PageDocument | PageElement): Generator<PageElement> {
  const open: AnyNode[] = [...root.children].reverse();
  for (let count = 0; open.length > 0 && count < MOST_ELEMENTS; count += 1) {
    const node = open.pop();
    if (node === undefined || !isTag(node)) continue;
    yield node;
    for (let child = node.children.length - 1; child >= 0; child -= 1) {
      const inner = node.children[child];
      if (inner !== undefined) open.push(inner);
    }
  }
}

export function attributeOf(element: PageElement, name: string): string | null {
  return element.attribs[name] ?? null;
}

/** Elements whose text is never shown. */
const SILENT: ReadonlySet<string> = new Set(['script', 'style', 'template', 'noscript', 'head', 'svg']);
/** Elements that begin a new line: their text is not glued to their neighbours'. */
const BLOCKS: ReadonlySet<string> = new Set(
  'address article aside blockquote br dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
);

/** Text of an element as a reader sees it; block elements and line breaks count as a space. */
export function textOf(root: PageElement | PageDocument, visibleOnly = false): string {
  let text = '';
  // A stack of our own: a page nested a hundred thousand levels deep must not overflow the call stack.
  const open: (AnyNode | string)[] = [...root.children].reverse();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node === 'string') text += node;
    else if (isText(node)) text += node.data;
    else if (isTag(node) && !SILENT.has(node.name) && !(visibleOnly && isHidden(node))) {
      if (BLOCKS.has(node.name)) {
        text += ' ';
        open.push(' ');
      }
      for (let child = node.children.length - 1; child >= 0; child -= 1) {
        const inner = node.children[child];
        if (inner !== undefined) open.push(inner);
      }
    }
  }
  return text;
}

/** Text that stands in the element itself, not in its children. */
export function ownTextOf(element: PageElement): string {
  return element.children.map((child) => (isText(child) ? child.data : ' ')).join('');
}

function isHidden(element: Element): boolean {
  const { hidden, style, class: classes } = element.attribs;
  return (
    hidden !== undefined ||
    element.attribs['aria-hidden'] === 'true' ||
    (style !== undefined && /display\s*:\s*none|visibility\s*:\s*hidden/i.test(style)) ||
    (classes !== undefined && /(?:^|\s)(?:hidden|d-none|is-hidden|visually-hidden)(?:\s|$)/.test(classes))
  );
}

/** Whether the element or one around it is hidden from the reader. */
export function isShown(element: PageElement): boolean {
  for (let here: AnyNode | null = element; here !== null; here = here.parent)
    if (isTag(here) && isHidden(here)) return false;
  return true;
}
