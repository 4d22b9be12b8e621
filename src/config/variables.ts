/** The names of our environment variables. */

export type Environment = Readonly<Record<string, string | undefined>>;

/** Names a SCRAPING_ variable that chooses the file, and so is no option. */
export const CONFIG_FILE_VARIABLE = 'SCRAPING_CONFIG';

/** What else programs read: language, token, and whether a fault of ours shows where it came from. */
const NO_OPTIONS: readonly string[] = [CONFIG_FILE_VARIABLE, 'SCRAPING_LANG', 'SCRAPING_TOKEN', 'SCRAPING_DEBUG'];

/** Whether a variable stands for an option, rightly or misspelt. */
export const isOverride = (name: string): boolean => name.startsWith('SCRAPING_') && !NO_OPTIONS.includes(name);
