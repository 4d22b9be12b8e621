/**
 * Recognises a page that stands where listings were asked for: a challenge, a CAPTCHA, a login wall, a refusal (fault
 * F63). They are reported and never solved.
 *
 * A block page says little: a widget and a sentence. A page of listings that merely carries an anti-bot script, a
 * contact form with a CAPTCHA, or a text about them says much. So a marker in the body counts only on a page with
 * little visible text; headers that only a block carries count alone. On a normal page (200, long) only its head is
 * looked at.
 */
export interface Block {
  readonly system: string;
  /** What was recognised, for people. */
  readonly marker: string;
}

export interface BlockQuestion {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly url: string;
  readonly text: string;
}

interface BodyMark {
  readonly system: string;
  /** Lower case; found by `includes`. */
  readonly needle: string;
}

const mark = (system: string, ...needles: readonly string[]): readonly BodyMark[] =>
  needles.map((needle) => ({ system, needle }));

/** Strings that the block pages themselves hold (facts: sites §8; vendors' public block pages). Not the vendors' ordinary scripts. */
const BODY_MARKS: readonly BodyMark[] = [
  ...mark(
    'cloudflare',
    '_cf_chl_opt',
    'cf-browser-verification',
    'challenge-error-text',
    'cf-error-details',
    'cf_captcha_kind',
    'id="challenge-form"',
  ),
  ...mark('aws_waf', 'gokuprops', 'id="challenge-container"', 'awswafcaptcha', 'captcha.awswaf.com'),
  ...mark('datadome', 'captcha-delivery.com', 'datadome captcha', "dd={'rt':", 'var dd={"rt"'),
  ...mark(
    'perimeterx',
    'px-captcha',
    'captcha.px-cdn.net',
    'captcha.perimeterx.net',
    '_pxblockscript',
    'human security challenge',
  ),
  ...mark(
    'incapsula',
    'incapsula incident id',
    '_incapsula_resource?cwudnsai',
    'id="main-iframe" src="/_incapsula_resource',
    'imperva incident',
  ),
  ...mark(
    'akamai',
    'sec-overlay',
    'sec-container',
    'sec-if-cpt-container',
    'sec-cpt-if',
    'bm-verify',
    'errors.edgesuite.net',
  ),
  ...mark('distil', 'distilidentificationblock', '/distil_r_captcha', 'distil_r_blocked'),
  ...mark('shieldsquare', 'validate.perfdrive.com', 'shieldsquare captcha', 'captcha.perfdrive.com'),
  ...mark('kasada', 'window.kpsdk', '/ips.js?'),
  ...mark('sucuri', 'sucuri website firewall', 'sucuri_cloudproxy_js'),
  ...mark(
    'google',
    'id="captcha-form" action="index"',
    'our systems have detected unusual traffic',
    'nuestros sistemas han detectado tráfico inusual',
  ),
];

/** CAPTCHA widgets: a wall only when the page asks for nothing else. */
const WIDGETS: readonly BodyMark[] = [
  ...mark('recaptcha', 'g-recaptcha', 'recaptcha/api.js', 'recaptcha/enterprise.js'),
  ...mark('hcaptcha', 'h-captcha', 'hcaptcha.com/1/api.js'),
  ...mark('turnstile', 'cf-turnstile', 'challenges.cloudflare.com/turnstile'),
];

/** Addresses that block pages have, also as the target of a redirect. */
const ADDRESSES: readonly (readonly [string, RegExp])[] = [
  ['google', /^https?:\/\/[^/]*\bgoogle\.[a-z.]+\/sorry\//i],
  ['distil', /\/distil_r_(captcha|blocked)/i],
  ['shieldsquare', /^https?:\/\/(validate|captcha)\.perfdrive\.com\//i],
  ['datadome', /^https?:\/\/[^/]*\.captcha-delivery\.com\//i],
  ['cloudflare', /[?&]__cf_chl_(rt_)?tk=/i],
];

const CHALLENGE_TITLE =
  /^(just a moment|un momento|attention required! \| cloudflare|please wait\.\.\. \| cloudflare|pardon our interruption|robot check|are you (a )?(robot|human)|verify (that )?you are (a )?human|human verification|security check|bot verification|captcha|verificaci[oó]n (de seguridad|humana)|verifica que eres humano|comprobaci[oó]n de seguridad|no soy un robot|access to this page has been denied)/i;
const DENIED =
  /^(error )?(40[13][\s:.-]+)?(access (is |to this page has been )?denied|access forbidden|forbidden|request (blocked|rejected|unsuccessful)|you have been blocked|sorry, you have been blocked|acceso (denegado|prohibido|restringido|bloqueado)|solicitud (bloqueada|rechazada)|has sido bloquead[oa])/i;
const ASKS_FOR_PROOF =
  /not a robot|are human|you're human|human verification|unusual traffic|security check|no (eres|soy|es) un robot|eres humano|ser humano|es humano|verificaci[oó]n de seguridad|tr[aá]fico inusual|complet[ae] (el|the) captcha|solve the captcha|resuelve el captcha/i;
const LOGIN_TITLE =
  /^(iniciar sesi[oó]n|inicia(r)? (tu )?sesi[oó]n|inicio de sesi[oó]n|acceder|ingresar?( a tu cuenta)?|identif[ií]cate|log ?in|sign ?in)\b/i;
const LOGIN_ADDRESS = /\/(login|signin|sign-in|iniciar-sesion|inicio-sesion|ingresar|auth)(\/|\.|\?|$)/i;
/** No pattern here looks beyond the next `<`: a page of a thousand open tags must not cost their square (T31). */
const PASSWORD = /<input\b[^<>]*type\s*=\s*["']?password/i;

/** A block page's own text; a page of listings has tens of thousands of characters. */
const LITTLE_TEXT = 2_500;
/** How much of a page is looked at: block pages are small, and their marks stand early. */
const HEAD = 16_384;
const SMALL_PAGE = 65_536;

function titleOf(head: string): string {
  return /<title[^<>]*>([^<]*)/i.exec(head)?.[1]?.trim() ?? '';
}

function headingOf(head: string): string {
  return (/<h1[^<>]*>([\s\S]{0,200}?)<\/h1>/i.exec(head)?.[1] ?? '').replace(/<[^<>]*>/g, '').trim();
}

/** Elements whose content nobody sees. */
const HIDDEN = /<(script|style|noscript|template|svg)\b/iy;
const CLOSING: Readonly<Record<string, RegExp>> = Object.fromEntries(
  ['script', 'style', 'noscript', 'template', 'svg'].map((name) => [name, new RegExp(`</${name}[^<>]*>`, 'gi')]),
);

/** First letters of their names: most tags need no more than this look. */
const MAY_BE_HIDDEN = 'sntSNT';

function closingOf(html: string, open: number): RegExp | undefined {
  HIDDEN.lastIndex = open;
  return CLOSING[HIDDEN.exec(html)?.[1]?.toLowerCase() ?? ''];
}

/** Where the tag, the comment or the hidden element that begins at `open` ends. */
function endOfMarkup(html: string, open: number): number {
  if (html.startsWith('<!--', open)) return after(html.indexOf('-->', open + 4), 3, html);
  const closing = MAY_BE_HIDDEN.includes(html.charAt(open + 1)) ? closingOf(html, open) : undefined;
  if (closing === undefined) return after(html.indexOf('>', open), 1, html);
  closing.lastIndex = open;
  return closing.test(html) ? closing.lastIndex : html.length;
}

function after(found: number, length: number, html: string): number {
  return found < 0 ? html.length : found + length;
}

/** What a person would see, roughly; a little more than `most` characters are enough, so a normal page costs little. */
function visibleText(html: string, most: number): string {
  let seen = '';
  for (let at = 0; at < html.length && seen.length <= most;) {
    const open = after(html.indexOf('<', at), 0, html);
    const words = html.slice(at, open).trim();
    if (words !== '') seen += seen === '' ? words : ` ${words}`;
    at = open < html.length ? endOfMarkup(html, open) : open;
  }
  return seen.length > most ? seen : seen.replace(/\s+/g, ' ');
}

function byHeaders({ status, headers }: BlockQuestion): Block | null {
  if (headers['cf-mitigated']?.includes('challenge'))
    return { system: 'cloudflare', marker: 'header cf-mitigated: challenge' };
  const waf = headers['x-amzn-waf-action'];
  if (waf !== undefined && /challenge|captcha/i.test(waf))
    return { system: 'aws_waf', marker: `header x-amzn-waf-action: ${waf.slice(0, 20)}` };
  if (status === 403 && headers['x-dd-b'] !== undefined) return { system: 'datadome', marker: 'header x-dd-b' };
  if (status === 403 && headers['x-px-block'] !== undefined)
    return { system: 'perimeterx', marker: 'header x-px-block' };
  return null;
}

/** The system whose block pages have this address, if any does. */
export function recogniseBlockAddress(url: string): Block | null {
  const hit = ADDRESSES.find(([, pattern]) => pattern.test(url));
  return hit === undefined ? null : { system: hit[0], marker: `address ${url.slice(0, 120)}` };
}

function byWords(question: BlockQuestion, html: string, seen: string): Block | null {
  const title = titleOf(html);
  const heading = headingOf(html);
  const words = [title, heading];
  const asks = ASKS_FOR_PROOF.test(seen) || words.some((text) => CHALLENGE_TITLE.test(text));
  const widget = asks ? WIDGETS.find(({ needle }) => html.includes(needle)) : undefined;
  if (widget !== undefined) return { system: widget.system, marker: `${widget.needle} and nothing else` };
  const challenge = words.find((text) => CHALLENGE_TITLE.test(text));
  if (challenge !== undefined)
    return {
      system: /cloudflare|moment/i.test(challenge) ? 'cloudflare' : 'challenge',
      marker: `headline ${JSON.stringify(challenge.slice(0, 60))}`,
    };
  const denied = [...words, seen].find((text) => DENIED.test(text));
  if (denied !== undefined) return { system: 'access_denied', marker: `text ${JSON.stringify(denied.slice(0, 60))}` };
  const login = LOGIN_TITLE.test(title) || LOGIN_ADDRESS.test(question.url);
  return login && PASSWORD.test(html)
    ? { system: 'login', marker: `login form on ${question.url.slice(0, 120)}` }
    : null;
}

/** A normal answer is long: only its title may betray it, as the long challenges and login pages have one. */
function longPage(question: BlockQuestion): Block | null {
  const title = titleOf(question.text.slice(0, HEAD));
  if (!CHALLENGE_TITLE.test(title) && !LOGIN_TITLE.test(title) && !DENIED.test(title)) return null;
  const html = question.text.slice(0, 4 * SMALL_PAGE);
  const seen = visibleText(html, LITTLE_TEXT);
  return seen.length > LITTLE_TEXT ? null : byWords(question, html.toLowerCase(), seen);
}

/** What kind of block this answer is, or null for an ordinary page. */
export function recogniseBlock(question: BlockQuestion): Block | null {
  const early = byHeaders(question) ?? recogniseBlockAddress(question.url);
  if (early !== null) return early;
  if (question.text.length > SMALL_PAGE) return longPage(question);
  const seen = visibleText(question.text, LITTLE_TEXT);
  if (seen.length > LITTLE_TEXT) return null;
  const html = question.text.toLowerCase();
  const hit = BODY_MARKS.find(({ needle }) => html.includes(needle));
  if (hit !== undefined) return { system: hit.system, marker: `${hit.needle} in the page` };
  return byWords(question, html, seen);
}
