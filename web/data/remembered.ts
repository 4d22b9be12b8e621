/** A choice of the reader that outlives the page. A browser that keeps nothing still works: the choice lasts as long as the tab. */
const lasting = new Map<string, string>();

export function recall(name: string): string | null {
  try {
    return window.localStorage.getItem(name) ?? lasting.get(name) ?? null;
  } catch {
    return lasting.get(name) ?? null;
  }
}

export function remember(name: string, value: string): void {
  lasting.set(name, value);
  try {
    window.localStorage.setItem(name, value);
  } catch {
    // Storage is switched off: see above.
  }
}
