/** The codes of sites, cities, operations and products, and every word that means one of them (data/codes.yaml). */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { CODE_PATTERN, LONGEST_CODE } from '../core/codes.ts';
import { Fault, messageOf } from '../core/errors.ts';
import { DATA } from '../core/places.ts';
import { YamlFault } from '../yaml/fault.ts';
import type { YamlIssue } from '../yaml/fault.ts';
import { nearest } from '../yaml/nearest.ts';
import { readPlacedYaml } from '../yaml/read.ts';
import type { PlacedYaml } from '../yaml/read.ts';
import { plainWord, slugOf } from './words.ts';

/** The file that comes with the product. */
export function ourCodesFile(): string {
  return fileURLToPath(DATA.codes);
}

const entrySchema = z.strictObject({
  name: z.string().min(1),
  aliases: z.array(z.string().min(1)).default([]),
  misspellings: z.array(z.string().min(1)).default([]),
  slugs: z.array(z.string().regex(/^[a-z0-9-]+$/, 'expected lower-case letters, digits and -')).default([]),
  within: z.string().optional(),
  path_prefix: z.string().startsWith('/').optional(),
});
const code = z.string().max(LONGEST_CODE).regex(CODE_PATTERN, 'expected letters, digits, _ and -');
const table = z.record(code, entrySchema);
const codesSchema = z.strictObject({ sites: table, cities: table, operations: table, products: table });

export interface CodeEntry {
  readonly code: string;
  readonly name: string;
  /** Every way it stands in a URL: from its name, its aliases and the file's own list. */
  readonly slugs: readonly string[];
  /** The operation of which it is a special case. */
  readonly within: string | null;
  readonly pathPrefix: string | null;
}

/** What a word of a catalogue means. */
export type Meaning =
  /** The code itself, or a name or alias of it. */
  | { readonly kind: 'known'; readonly code: string }
  /** The code in other letters: `cyt`. */
  | { readonly kind: 'case'; readonly code: string }
  | { readonly kind: 'misspelling'; readonly code: string }
  | { readonly kind: 'unknown'; readonly meant: string | null };

export interface CodeTable {
  readonly entries: ReadonlyMap<string, CodeEntry>;
  meaningOf(word: string): Meaning;
}

export interface Codes {
  readonly sites: CodeTable;
  readonly cities: CodeTable;
  readonly operations: CodeTable;
  readonly products: CodeTable;
}

/** @throws {Fault} E_CONFIG when the file cannot be read or is not right, with line and column. */
export async function readCodes(file: string = ourCodesFile()): Promise<Codes> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new Fault('E_CONFIG', `the file of codes ${file} cannot be read: ${messageOf(error)}`, {
      file,
      cause: error,
    });
  }
  return parseCodes(text, file);
}

/** @throws {YamlFault} E_CONFIG with every fault and its place. */
export function parseCodes(text: string, file: string): Codes {
  const placed = readPlacedYaml(text, file, codesSchema, 'E_CONFIG');
  const issues: YamlIssue[] = [];
  const build = (name: keyof Codes): CodeTable => codeTable(name, placed, file, issues);
  const codes: Codes = {
    sites: build('sites'),
    cities: build('cities'),
    operations: build('operations'),
    products: build('products'),
  };
  if (issues.length > 0) throw new YamlFault('E_CONFIG', file, issues);
  return codes;
}

type RawCodes = z.output<typeof codesSchema>;
type RawEntry = z.output<typeof entrySchema>;

function codeTable(name: keyof Codes, placed: PlacedYaml<RawCodes>, file: string, issues: YamlIssue[]): CodeTable {
  const raw = placed.value[name];
  const entries = new Map(Object.entries(raw).map(([key, entry]) => [key, codeEntry(key, entry)]));
  const meanings = new Map<string, Meaning>();
  const complain = (path: readonly PropertyKey[], message: string): void => {
    const { line, column } = placed.placeOf(path);
    issues.push({ file, line, column, path: path.map(String).join('.'), message });
  };
  const learn = (path: readonly PropertyKey[], word: string, meaning: Meaning & { readonly code: string }): void => {
    const plain = plainWord(word);
    const other = meanings.get(plain);
    if (other !== undefined && 'code' in other && other.code !== meaning.code)
      complain(path, `${JSON.stringify(word)} also means ${other.code}`);
    else if (other === undefined) meanings.set(plain, meaning);
  };

  // Names before codes: where a name is its own code in other letters, writing the name is no fault.
  for (const [key, entry] of Object.entries(raw)) {
    learn([name, key, 'name'], entry.name, { kind: 'known', code: key });
    entry.aliases.forEach((alias, index) => learn([name, key, 'aliases', index], alias, { kind: 'known', code: key }));
    learn([name, key], key, { kind: 'case', code: key });
    entry.misspellings.forEach((word, index) =>
      learn([name, key, 'misspellings', index], word, { kind: 'misspelling', code: key }),
    );
    if (entry.within !== undefined && raw[entry.within] === undefined)
      complain([name, key, 'within'], `${entry.within} is not among the ${name}`);
  }
  const known = [...entries.keys()];
  return {
    entries,
    meaningOf: (word) =>
      entries.has(word)
        ? { kind: 'known', code: word }
        : (meanings.get(plainWord(word)) ?? { kind: 'unknown', meant: nearest(word, known) }),
  };
}

function codeEntry(key: string, raw: RawEntry): CodeEntry {
  const slugs = [raw.name, ...raw.aliases].map(slugOf);
  return {
    code: key,
    name: raw.name,
    slugs: [...new Set([...slugs, ...raw.slugs])],
    within: raw.within ?? null,
    pathPrefix: raw.path_prefix ?? null,
  };
}
