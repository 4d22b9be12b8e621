import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from '../support/chance.ts';
import robotsParser from 'robots-parser';
import { forbiddingRule, parseRobots, productToken } from '../../src/fetching/robots-rules.ts';

/** robots-parser is a CommonJS function; its types describe a default export. */
const reference = robotsParser as unknown as (
  url: string,
  text: string,
) => { isAllowed(url: string, agent: string): boolean | undefined };

function allows(text: string, path: string, token = 'scrapingbot'): boolean {
  return forbiddingRule(parseRobots(text, token), new URL(path, 'https://www.inmuebles24.com')) === null;
}

/** Rules of Inm24 as saved in 2025: later result pages, orders and tracking are forbidden, with exceptions. */
const INM24 = `User-agent: *
Disallow: /*-ubicado-en-*
Allow: /propiedades/*-ubicado-en-*
Disallow: /*-ordenado-por-*
Allow: /*-ordenado-por-precio-ascendente*
Disallow: /*pagina-*.html
Allow: /*pagina-2.html
Allow: /*pagina-3.html
Allow: /*pagina-4.html
Allow: /*pagina-5.html
Disallow: *?utm_source*
Disallow: /panel/
Disallow: /users-api/
Sitemap: https://www.inmuebles24.com/sitemaps_https.xml
`;

const INM24_PATHS: readonly (readonly [string, boolean])[] = [
  ['/casas-en-venta-en-zapopan.html', true],
  ['/casas-en-venta-en-zapopan-pagina-2.html', true],
  ['/casas-en-venta-en-zapopan-pagina-5.html', true],
  ['/casas-en-venta-en-zapopan-pagina-6.html', false],
  ['/casas-en-venta-en-zapopan-pagina-12.html', false],
  ['/casas-en-venta-en-zapopan-pagina-25.html', false],
  ['/casas-en-venta-en-zapopan-pagina-52.html', false],
  ['/casas-en-venta-en-zapopan-ordenado-por-fechaonline-descendente.html', false],
  ['/casas-en-venta-en-zapopan-ordenado-por-precio-ascendente.html', true],
  ['/casas-ubicado-en-zapopan.html', false],
  ['/propiedades/clasificado/veclcain-casa-ubicado-en-zapopan-149961859.html', true],
  ['/propiedades/clasificado/veclcain-casa-en-zapopan-149961859.html', true],
  ['/casas-en-venta-en-zapopan.html?utm_source=mail', false],
  ['/panel/', false],
  ['/panel', true],
];

for (const [path, allowed] of INM24_PATHS) {
  test(`F71 the portal's rules ${allowed ? 'allow' : 'forbid'} ${path}`, () => {
    assert.equal(allows(INM24, path), allowed);
    assert.equal(
      reference('https://www.inmuebles24.com/robots.txt', INM24).isAllowed(
        `https://www.inmuebles24.com${path}`,
        'scrapingbot',
      ),
      allowed,
    );
  });
}

const RULES: readonly (readonly [string, string, string, boolean])[] = [
  [
    'the longest match wins, not the first',
    'User-agent: *\nDisallow: /casas\nAllow: /casas/venta',
    '/casas/venta/1',
    true,
  ],
  ['a tie goes to Allow', 'User-agent: *\nDisallow: /a\nAllow: /a', '/a', true],
  ['$ ends a path', 'User-agent: *\nDisallow: /*.pdf$', '/x.pdf?y', true],
  ['$ ends a path, at its end', 'User-agent: *\nDisallow: /*.pdf$', '/x.pdf', false],
  ['$ without * means exactly this path', 'User-agent: *\nDisallow: /a$', '/ab', true],
  ['a last piece may not overlap the one before', 'User-agent: *\nDisallow: /ab*b$', '/ab', true],
  ['an empty Disallow forbids nothing', 'User-agent: *\nDisallow:', '/a', true],
  ['case counts in paths', 'User-agent: *\nDisallow: /Casas', '/casas', true],
  ['case does not count in names', 'USER-AGENT: *\nDISALLOW: /casas', '/casas', false],
  ['comments and blanks are no rules', 'User-agent: * # all\n  Disallow : /casas # these', '/casas', false],
  ['a BOM is no letter', '\ufeffUser-agent: *\nDisallow: /', '/casas', false],
  ['CR alone ends a line', 'User-agent: *\rDisallow: /casas', '/casas', false],
  ['rules before any agent belong to nobody', 'Disallow: /\nUser-agent: *\nAllow: /', '/casas', true],
  [
    'our own group replaces that of everybody',
    'User-agent: *\nDisallow: /\nUser-agent: ScrapingBot\nAllow: /',
    '/casas',
    true,
  ],
  ['our name is found whatever its version', 'User-agent: ScrapingBot/2.0\nDisallow: /\n', '/casas', false],
  [
    'groups of one name are one group',
    'User-agent: ScrapingBot\nAllow: /\nUser-agent: x\nDisallow: /y\nUser-agent: scrapingbot\nDisallow: /casas',
    '/casas',
    false,
  ],
  [
    'agents before the first rule share it, whatever stands between',
    'User-agent: a\nCrawl-delay: 3\nSitemap: x\nUser-agent: ScrapingBot\nDisallow: /casas',
    '/casas',
    false,
  ],
  ['an accent is the same as its escapes', 'User-agent: *\nDisallow: /tonalá', '/tonal%c3%a1', false],
  ['an escaped letter is that letter', 'User-agent: *\nDisallow: /%63asas', '/casas', false],
  ['a rule that begins with neither / nor * fits nothing', 'User-agent: *\nDisallow: casas', '/casas', true],
  ['robots.txt itself may always be asked', 'User-agent: *\nDisallow: /', '/robots.txt', true],
  ['a page of HTML holds no rules', '<!doctype html><html><body>Disallow: /</body></html>', '/casas', true],
  [
    'names of object properties are names',
    'User-agent: __proto__\nDisallow: /\nUser-agent: constructor\nDisallow: /',
    '/casas',
    true,
  ],
];

for (const [promise, text, path, allowed] of RULES) {
  test(`F71 robots.txt: ${promise}`, () => {
    assert.equal(allows(text, path), allowed);
  });
}

test('F71 Crawl-delay is read from our group; the longest counts, nonsense does not', () => {
  assert.equal(parseRobots('User-agent: *\nCrawl-delay: 10\nDisallow: /x', 'bot').crawlDelay, 10);
  assert.equal(
    parseRobots('User-agent: *\nCrawl-delay: 1.5\nUser-agent: y\nDisallow:\nUser-agent: *\nCrawl-delay: 4', 'bot')
      .crawlDelay,
    4,
  );
  assert.equal(parseRobots('User-agent: other\nCrawl-delay: 10', 'bot').crawlDelay, null);
  assert.equal(parseRobots('User-agent: *\nCrawl-delay: -5', 'bot').crawlDelay, null);
  assert.equal(parseRobots('User-agent: *\nCrawl-delay: soon', 'bot').crawlDelay, null);
});

test('the product token is what stands before the version', () => {
  assert.equal(productToken('ScrapingBot/1.0 (+http://empresa.com/bot)'), 'scrapingbot');
  assert.equal(productToken(''), '');
});

test('F71 the matcher agrees with robots-parser on every small pattern and path', () => {
  const piece = fc.constantFrom('a', 'b', '*', '/', '-');
  const pattern = fc
    .tuple(fc.constantFrom('/', '*'), fc.array(piece, { maxLength: 6 }), fc.constantFrom('', '$'))
    .map(([first, rest, end]) => first + rest.join('') + end);
  const rule = fc.tuple(fc.constantFrom('Allow', 'Disallow'), pattern).map(([name, value]) => `${name}: ${value}`);
  const path = fc.array(fc.constantFrom('a', 'b', '/', '-'), { maxLength: 8 }).map((parts) => `/${parts.join('')}`);
  fc.assert(
    fc.property(fc.array(rule, { minLength: 1, maxLength: 4 }), path, (rules, tail) => {
      const text = `User-agent: *\n${rules.join('\n')}\n`;
      const url = new URL(tail.replace(/\/\/+/g, '/'), 'https://www.inmuebles24.com').href;
      const theirs = reference('https://www.inmuebles24.com/robots.txt', text).isAllowed(url, 'bot');
      assert.equal(forbiddingRule(parseRobots(text, 'bot'), new URL(url)) === null, theirs, `${text} ${url}`);
    }),
    { numRuns: 2_000 },
  );
});

test('F71 a hostile file of 500 KiB is read and asked without a stall that grows with its wildcards', () => {
  const small = `User-agent: *\n${`Disallow: /${'*a*b'.repeat(100)}*c\n`.repeat(10)}`;
  const line = `Disallow: /${'*a*b'.repeat(4_000)}*c\n`;
  const huge = `User-agent: *\n${line.repeat(Math.ceil((500 * 1_024) / line.length))}`;
  const path = `/${'ab'.repeat(1_000)}`;
  assert.equal(allows(small, path), true);
  assert.equal(allows(huge, path), true);
});

test('F71 no text breaks the parser', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.webPath(), (text, path) => {
      const rules = parseRobots(`User-agent: *\nDisallow: ${text}`, 'bot');
      forbiddingRule(rules, new URL(`https://a.mx${path}`));
    }),
    { numRuns: 2_000 },
  );
});
