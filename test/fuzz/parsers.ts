/** What reads text from outside: each parser with inputs that are right, and what it may answer. */
import { readFileSync, readdirSync } from 'node:fs';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { portalSamples } from '../../practice/faults/portal-samples.ts';
import { BLOCK_PAGES } from '../../practice/faults/block-pages.ts';
import { readCsv } from '../../src/catalogue/read-csv.ts';
import { isFault } from '../../src/core/errors.ts';
import { compileSite } from '../../src/extraction/compile.ts';
import { canonicalAddress } from '../../src/extraction/parsers/address.ts';
import { parseArea } from '../../src/extraction/parsers/area.ts';
import { parseDate } from '../../src/extraction/parsers/dates.ts';
import { parseHeadline } from '../../src/extraction/parsers/headline.ts';
import { plainText } from '../../src/extraction/parsers/markup.ts';
import { parseMoney } from '../../src/extraction/parsers/money.ts';
import { parsePublished } from '../../src/extraction/parsers/published.ts';
import { parseRooms } from '../../src/extraction/parsers/rooms.ts';
import { recogniseBlock } from '../../src/fetching/blocks.ts';
import { decodeText } from '../../src/fetching/charset.ts';
import { decodeBody } from '../../src/fetching/decode.ts';
import { FetchTrouble } from '../../src/fetching/fetch-trouble.ts';
import { redirectTarget } from '../../src/fetching/redirects.ts';
import { clampRetryAfter, parseRetryAfter } from '../../src/fetching/retry-after.ts';
import { forbiddingRule, parseRobots } from '../../src/fetching/robots-rules.ts';
import { CODES, OUR_SITES, ourSite, pageOf } from '../extraction/our-sites.ts';
import { DEFINITION } from '../faults/run-task.ts';
import { ROOT } from '../support/rehearsal.ts';

export interface FuzzedParser {
  readonly name: string;
  readonly seeds: readonly Buffer[];
  /** Longest input, in bytes. */
  readonly longest?: number;
  /** Reads one input. Whatever it throws is a crash. */
  read(input: Buffer): void;
}

const NOW = Date.UTC(2026, 10, 22);
const START = new URL('https://www.inmuebles24.com/casas.html');
/** Pages are cut: what matters is their mark-up, not their length. */
const PAGE_PART = 6_000;
const MOST_SEEDS = 400;

function check(isRight: boolean, what: string): void {
  if (!isRight) throw new Error(`a wrong answer: ${what}`);
}

/** Expected refusals are answers, too. */
function refused(read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!isFault(error) && !(error instanceof FetchTrouble)) throw error;
  }
}

const texts = (...all: readonly string[]): readonly Buffer[] => all.map((text) => Buffer.from(text));
const ofFolder = (folder: string): readonly Buffer[] =>
  readdirSync(folder)
    .sort()
    .map((name) => readFileSync(`${folder}/${name}`));

function realStrings(kind: string): readonly Buffer[] {
  const all = JSON.parse(readFileSync(`${ROOT}test/data/strings.json`, 'utf8')) as readonly {
    readonly kind: string;
    readonly text: string;
  }[];
  const own = all.filter((one) => one.kind === kind).slice(0, MOST_SEEDS);
  return texts(...(own.length > 0 ? own : all.slice(0, MOST_SEEDS)).map(({ text }) => text));
}

const readers = (read: (text: string) => unknown): FuzzedParser['read'] => {
  return (input) => {
    read(input.toString('utf8'));
  };
};

async function htmlParsers(): Promise<readonly FuzzedParser[]> {
  const pages = await portalSamples('2026-11-22');
  const parts = pages.flatMap(({ html }) => [
    Buffer.from(html.slice(0, PAGE_PART)),
    Buffer.from(html.slice(Math.floor(html.length / 2), Math.floor(html.length / 2) + PAGE_PART)),
  ]);
  const sites = CODES.map(ourSite);
  const extraction: FuzzedParser = {
    name: 'html',
    seeds: parts,
    longest: 16_384,
    read: (input) => {
      const site = sites[input.length % sites.length] ?? sites[0];
      const page = pageOf(`https://${site?.hosts[0] ?? ''}/x`, input.toString('utf8'), { usual: { price: 0.9 } });
      const found = site?.extractList(page);
      if (found?.kind === 'content') {
        for (const row of found.rows)
          for (const value of Object.values(row))
            check(value !== '' && (typeof value !== 'number' || Number.isFinite(value)), JSON.stringify(value));
      }
      if (site?.hasDetail === true) site.extractDetail(page);
    },
  };
  const blocks: FuzzedParser = {
    name: 'blocks',
    seeds: [...parts, ...BLOCK_PAGES.map(({ html }) => Buffer.from(html))],
    read: readers((text) => recogniseBlock({ status: 200, headers: {}, url: START.href, text })),
  };
  return [extraction, blocks];
}

const UTF8 = Buffer.from('<html><meta charset="utf-8">Tonalá, jardín, baño</html>');

export async function fuzzedParsers(): Promise<readonly FuzzedParser[]> {
  const definitions = ofFolder(OUR_SITES);
  return [
    {
      name: 'csv',
      seeds: ofFolder(`${ROOT}urls`).map((file) => file.subarray(0, 4_000)),
      read: (input) => void readCsv(input),
    },
    {
      name: 'definition',
      seeds: [Buffer.from(DEFINITION), ...definitions.map((file) => file.subarray(0, 1_200))],
      longest: 6_000,
      read: (input) => refused(() => compileSite({ file: 'x.yaml', text: input.toString('utf8') })),
    },
    {
      name: 'robots',
      seeds: texts(
        'User-agent: *\nDisallow: /*?*pagina=\nAllow: /$\nCrawl-delay: 5\nSitemap: https://a.mx/s.xml\n',
        'User-agent: Bot\nUser-agent: *\r\nDisallow: /casas-*-q-*.html$\nDisallow:\n\n# x\nAllow: /a%3cd.html',
      ),
      read: readers((text) => forbiddingRule(parseRobots(text, 'bot'), START)),
    },
    {
      name: 'retry-after',
      seeds: texts(
        '120',
        '-1',
        'Sun, 06 Nov 1994 08:49:37 GMT',
        'Sunday, 06-Nov-94 08:49:37 GMT',
        'Sun Nov  6 08:49:37 1994',
      ),
      read: readers((text) => {
        const ms = parseRetryAfter(text, text, NOW);
        check(ms === null || (Number.isFinite(ms) && ms >= 0), `${ms} ms`);
        if (ms !== null) check(clampRetryAfter(ms) >= 1_000 && clampRetryAfter(ms) <= 6 * 3_600_000, `${ms} ms`);
      }),
    },
    {
      name: 'charset',
      seeds: [
        UTF8,
        Buffer.from(UTF8.toString(), 'latin1'),
        Buffer.from('\ufeff<html>á</html>', 'utf16le'),
        ...texts('<meta http-equiv=content-type content="text/html; charset=shift_jis">', 'x; charset=utf-16'),
      ],
      read: (input) => {
        refused(() => decodeText(input, `text/html; ${input.toString('latin1').slice(0, 60)}`));
        refused(() => decodeText(input, undefined));
      },
    },
    {
      name: 'encoding',
      seeds: [gzipSync(UTF8), deflateSync(UTF8), brotliCompressSync(UTF8)],
      read: (input) => {
        for (const coding of ['gzip', 'deflate', 'br', 'gzip, br']) refused(() => decodeBody(input, coding, 1 << 20));
      },
    },
    ...(await htmlParsers()),
    {
      name: 'urls',
      seeds: texts(
        'https://www.inmuebles24.com/propiedades/casa-1234.html?n_src=x#y',
        '/detalle/abc?detailPageUrl=https%3A%2F%2Fa.mx%2F1',
        '//a.mx/x',
        'http://user:pass@127.0.0.1:80/',
      ),
      read: readers((text) => {
        const address = canonicalAddress(text, START.href, { base64: true, innerParameter: 'detailPageUrl' });
        check(address === null || /^https?:\/\//.test(address), String(address));
        refused(() => {
          const target = redirectTarget(START, 302, text);
          check(/^https?:$/.test(target.protocol) && target.username === '', target.href);
        });
      }),
    },
    { name: 'money', seeds: realStrings('money'), read: readers((text) => finite(parseMoney(text)?.amount)) },
    { name: 'area', seeds: realStrings('area'), read: readers((text) => finite(parseArea(text, 'land')?.value)) },
    {
      name: 'texts',
      seeds: [...realStrings('rooms'), ...realStrings('published'), ...realStrings('date')],
      read: readers((text) => [
        parseRooms(text),
        parseDate(text),
        parsePublished(text),
        parseHeadline(text),
        plainText(text),
      ]),
    },
  ];
}

function finite(value: unknown): void {
  check(typeof value !== 'number' || Number.isFinite(value), String(value));
}
