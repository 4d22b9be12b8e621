/** What trap files share: changing a page in a way that is sure to happen. */

/** The text with every `from` replaced; a trap whose bait is not on the page is a fault of the trap. @throws {Error} */
export function swap(text: string, from: string | RegExp, to: string | ((found: string) => string)): string {
  const changed =
    typeof from === 'string'
      ? text.split(from).join(typeof to === 'string' ? to : to(from))
      : text.replace(from, to as string);
  if (changed === text) throw new Error(`Trap without bait: ${String(from)} is not on the page.`);
  return changed;
}
