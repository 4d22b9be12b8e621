/** The pages, their place in the address and their key after `g`. One table: navigation, keys and help read it. */
export const PAGES = [
  { page: 'now', key: 'n' },
  { page: 'coverage', key: 'c' },
  { page: 'tasks', key: 't' },
  { page: 'causes', key: 'e' },
  { page: 'sites', key: 's' },
  { page: 'trends', key: 'r' },
  { page: 'logs', key: 'l' },
  { page: 'upkeep', key: 'b' },
  { page: 'settings', key: 'p' },
  { page: 'access', key: 'a' },
] as const;
export type Page = (typeof PAGES)[number]['page'];

export function pageNamed(name: string | undefined): Page {
  return PAGES.find(({ page }) => page === name)?.page ?? 'now';
}
