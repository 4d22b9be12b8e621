/**
 * Synthetic block pages, one a system and variant, and innocent pages that mention the same words (fault F63). Written
 * from the facts, not copied: the names, attributes and sentences by which such pages are known.
 */
export interface SamplePage {
  readonly name: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly url?: string;
  readonly html: string;
}

export interface BlockPage extends SamplePage {
  readonly system: string;
}

const shell = (title: string, body: string, head = ''): string =>
  `<!DOCTYPE html><html lang="es"><head><meta charset="utf-8"><title>${title}</title>${head}</head><body>${body}</body></html>`;

const script = (text: string): string => `<script>${text}</script>`;
const noise = (bytes: number): string => script(`var t="${'qwertyuiop'.repeat(bytes / 10)}";`);

const block = (
  system: string,
  name: string,
  status: number,
  html: string,
  more: Partial<SamplePage> = {},
): BlockPage => ({ system, name, status, html, ...more });

export const BLOCK_PAGES: readonly BlockPage[] = [
  block(
    'cloudflare',
    'managed challenge',
    403,
    shell(
      'Just a moment...',
      `<h1>www.inmuebles24.com</h1><p>Checking</p>${script('window._cf_chl_opt={cvId:"3"}')}`,
      '<meta http-equiv="refresh" content="360">',
    ),
  ),
  block(
    'cloudflare',
    'managed challenge in Spanish',
    403,
    shell(
      'Un momento…',
      `<p>Verificar que usted es un ser humano</p>${script('(function(){window._cf_chl_opt={}})()')}`,
    ),
  ),
  block(
    'cloudflare',
    'challenge with status 200',
    200,
    shell('Just a moment...', `<span id="challenge-error-text">Enable JavaScript</span>`),
  ),
  block('cloudflare', 'challenge of 90 KB', 200, shell('Just a moment...', `<p>Comprobando</p>${noise(90_000)}`)),
  block('cloudflare', 'header alone', 403, shell('', ''), { headers: { 'cf-mitigated': 'challenge' } }),
  block(
    'cloudflare',
    'attention required',
    403,
    shell(
      'Attention Required! | Cloudflare',
      '<h1>Sorry, you have been blocked</h1><div id="cf-error-details">Ray ID</div>',
    ),
  ),
  block(
    'aws_waf',
    'JavaScript challenge',
    202,
    shell(
      '',
      `<div id="challenge-container"></div>${script('window.gokuProps={"key":"x"}')}<noscript>verify that you're not a robot</noscript>`,
    ),
  ),
  block(
    'aws_waf',
    'JavaScript challenge with status 200',
    200,
    shell('', `${script('window.gokuProps = {};')}<script src="https://1.token.awswaf.com/1/challenge.js"></script>`),
  ),
  block(
    'aws_waf',
    'captcha',
    405,
    shell('Human Verification', `${script('AwsWafCaptcha.renderCaptcha()')}<div id="captcha-container"></div>`),
  ),
  block('aws_waf', 'header alone', 202, '', { headers: { 'x-amzn-waf-action': 'challenge' } }),
  block(
    'datadome',
    'captcha',
    403,
    shell(
      'inmuebles24.com',
      `<p id="cmsg">Please enable JS and disable any ad blocker</p>${script("var dd={'rt':'c','cid':'x'}")}<script src="https://ct.captcha-delivery.com/c.js"></script>`,
    ),
  ),
  block(
    'datadome',
    'captcha with status 200',
    200,
    shell('', '<iframe src="https://geo.captcha-delivery.com/captcha/?initialCid=1"></iframe>'),
  ),
  block('datadome', 'redirect target', 200, '<html></html>', { url: 'https://geo.captcha-delivery.com/captcha/?x=1' }),
  block(
    'perimeterx',
    'press and hold',
    403,
    shell(
      'Access to this page has been denied',
      `<div id="px-captcha"></div><p>Press &amp; Hold to confirm you are a human</p>${script("window._pxAppId='PX1'")}`,
    ),
  ),
  block(
    'perimeterx',
    'press and hold with status 200',
    200,
    shell('Access to this page has been denied.', '<script src="https://captcha.px-cdn.net/PX1/captcha.js"></script>'),
  ),
  block(
    'incapsula',
    'iframe',
    200,
    '<html style="height:100%"><head><META NAME="ROBOTS" CONTENT="NOINDEX"></head><body><iframe id="main-iframe" src="/_Incapsula_Resource?CWUDNSAI=23&incident_id=1-2">Request unsuccessful. Incapsula incident ID: 1-2</iframe></body></html>',
  ),
  block('incapsula', 'incident', 403, shell('', 'Request unsuccessful. Incapsula incident ID: 877000560')),
  block(
    'akamai',
    'access denied',
    403,
    shell(
      'Access Denied',
      "<h1>Access Denied</h1>You don't have permission to access this server.<p>Reference #18.1</p><p>https://errors.edgesuite.net/18.1</p>",
    ),
  ),
  block(
    'akamai',
    'overlay',
    200,
    shell('', '<div id="sec-overlay"><div id="sec-container"></div></div><script src="/AClxZkjba/x"></script>'),
  ),
  block('akamai', 'interstitial', 200, shell('', `<meta http-equiv="refresh" content="5; URL='/?bm-verify=AAQ'">`)),
  block('akamai', 'captcha', 429, shell('Challenge', '<div id="sec-if-cpt-container"></div>')),
  block('distil', 'identification', 200, shell('', '<div id="distilIdentificationBlock">&nbsp;</div>')),
  block('distil', 'captcha', 405, shell('Pardon Our Interruption', '<form action="/distil_r_captcha.html"></form>')),
  block('distil', 'redirect target', 200, '', { url: 'https://www.lamudi.com.mx/distil_r_captcha.html?Ref=/' }),
  block('shieldsquare', 'captcha', 200, shell('ShieldSquare Captcha', '<p>please solve</p>')),
  block('shieldsquare', 'redirect target', 200, '', { url: 'https://validate.perfdrive.com/x/captcha?ssa=1' }),
  block(
    'kasada',
    'challenge',
    429,
    `<!DOCTYPE html><html><head></head><body>${script('window.KPSDK={};KPSDK.now=1')}</body></html>`,
  ),
  block(
    'sucuri',
    'firewall',
    403,
    shell('Sucuri WebSite Firewall - Access Denied', '<h2>Access Denied - Sucuri Website Firewall</h2>'),
  ),
  block(
    'google',
    'sorry',
    429,
    shell(
      'https://www.google.com/search',
      '<form id="captcha-form" action="index" method="post"></form>Our systems have detected unusual traffic from your computer network.',
    ),
  ),
  block(
    'google',
    'sorry in Spanish',
    200,
    shell('', 'Nuestros sistemas han detectado tráfico inusual procedente de tu red'),
  ),
  block('google', 'redirect target', 302, '', { url: 'https://www.google.com.mx/sorry/index?continue=x' }),
  block(
    'recaptcha',
    'wall',
    200,
    shell('Verificación', '<h1>Verifica que no eres un robot</h1><div class="g-recaptcha" data-sitekey="x"></div>'),
  ),
  block(
    'recaptcha',
    'wall in English',
    403,
    shell(
      'Robot Check',
      '<p>Please confirm that you are not a robot</p><script src="https://www.google.com/recaptcha/api.js"></script>',
    ),
  ),
  block('hcaptcha', 'wall', 200, shell('Security check', '<div class="h-captcha"></div>')),
  block(
    'turnstile',
    'wall',
    200,
    shell('Comprobación', '<p>Confirma que eres humano</p><div class="cf-turnstile"></div>'),
  ),
  block(
    'challenge',
    'captcha title without a known widget',
    200,
    shell('Are you a human?', '<img src="/captcha.png"><input name="answer">'),
  ),
  block(
    'challenge',
    'interruption',
    200,
    shell(
      'Pardon Our Interruption...',
      'As you were browsing, something about your browser made us think you might be a bot.',
    ),
  ),
  block(
    'login',
    'wall',
    200,
    shell('Iniciar sesión | Portal', '<form method="post"><input name="user"><input type="password" name="p"></form>'),
  ),
  block('login', 'wall in English', 200, shell('Log in', '<form><input type=password></form>')),
  block(
    'login',
    'redirected to the login page',
    200,
    shell('Portal inmobiliario', '<form><input type="email"><input type="password"></form>'),
    { url: 'https://www.portal.mx/login?next=/casas' },
  ),
  block('access_denied', 'Lifull edge', 401, 'Access Denied'),
  block('access_denied', 'with status 200', 200, shell('Access Denied', '<h1>Access Denied</h1>')),
  block('access_denied', 'in Spanish', 403, shell('Acceso denegado', '<p>Tu dirección ha sido bloqueada</p>')),
  block(
    'access_denied',
    'in Spanish with status 200',
    200,
    shell('Portal', '<h1>Acceso restringido</h1><p>No puedes ver esta página.</p>'),
  ),
  block(
    'access_denied',
    'plain 403',
    403,
    shell('403 Forbidden', '<center><h1>403 Forbidden</h1></center><hr><center>nginx</center>'),
  ),
];

const listings = (count: number): string =>
  Array.from(
    { length: count },
    (_, i) =>
      `<article class="card"><h2>Casa en venta en Zapopan, ${i}</h2><p>$ ${(i + 1) * 104_500} MXN · 3 recámaras · 2 baños · 180 m² · Excelente ubicación cerca de Plaza Andares, lista para habitar.</p></article>`,
  ).join('');

const PAGE = listings(30);
const innocent = (name: string, html: string, more: Partial<SamplePage> = {}): SamplePage => ({
  name,
  status: 200,
  html,
  ...more,
});
const results = (extra: string, head = ''): string =>
  shell('1,072 Casas en venta en Guadalajara', `<h1>1,072 Casas en venta en Guadalajara</h1>${PAGE}${extra}`, head);

/** What an ordinary result page of the portals carries besides its listings. */
const EXTRAS: readonly (readonly [string, string])[] = [
  ['Cloudflare script', '<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>'],
  ['Cloudflare beacon', '<script src="https://static.cloudflareinsights.com/beacon.min.js"></script>'],
  ['DataDome tag', script("window.ddjskey='x'") + '<script src="https://js.datadome.co/tags.js"></script>'],
  ['DataDome captcha host in a policy', '<meta content="frame-src geo.captcha-delivery.com">'],
  ['PerimeterX sensor', script("window._pxAppId='PX1'") + '<script src="/PX1/init.js"></script>'],
  ['PerimeterX captcha style', '<style>#px-captcha{display:none}</style>'],
  ['Incapsula script', '<script src="/_Incapsula_Resource?SWJIYLWA=719d34d31c8e3a6e6fffd425f7e032f3"></script>'],
  ['Akamai script', '<script src="/akam/13/abc" defer></script><script src="/AClxZkjba/x"></script>'],
  ['Akamai overlay left in the page', '<div id="sec-overlay" style="display:none"></div>'],
  ['AWS WAF script', '<script src="https://1.edge.sdk.awswaf.com/1/challenge.compact.js"></script>'],
  ['AWS WAF properties', script('window.gokuProps={}')],
  ['Distil block left in the page', '<div id="distilIdentificationBlock">&nbsp;</div>'],
  ['ShieldSquare script', script("var u='https://validate.perfdrive.com/'")],
  ['Kasada script', script('window.KPSDK={}')],
  [
    'reCAPTCHA in the contact form',
    '<form><textarea></textarea><div class="g-recaptcha"></div>No soy un robot</form><script src="https://www.google.com/recaptcha/api.js"></script>',
  ],
  ['reCAPTCHA notice', '<p>This site is protected by reCAPTCHA and the Google Privacy Policy</p>'],
  ['hCaptcha in the contact form', '<div class="h-captcha"></div>'],
  ['Turnstile in the contact form', '<div class="cf-turnstile"></div>'],
  ['login dialogue', '<div class="modal"><h2>Iniciar sesión</h2><input type="email"><input type="password"></div>'],
  ['login link', '<a href="/login">Ingresar</a>'],
  ['text about captchas', '<p>Si ves un captcha, resuelve el captcha y verifica que eres humano.</p>'],
  ['text about denial', '<p>Access Denied y Acceso denegado son mensajes del vigilante del condominio.</p>'],
  ['hidden denial', '<div hidden>Access to this page has been denied</div>'],
  [
    'gated community',
    '<p>Fraccionamiento con acceso restringido y caseta de seguridad, security check las 24 horas.</p>',
  ],
  ['Sucuri mention', '<!-- sucuri website firewall -->'],
];

export const INNOCENT_PAGES: readonly SamplePage[] = [
  innocent('ordinary results', results('')),
  ...EXTRAS.map(([name, extra]) => innocent(`results with ${name}`, results(extra))),
  innocent('results of 300 KB', results(noise(300_000))),
  innocent('results of 300 KB, script first', shell('Casas', noise(200_000) + PAGE)),
  innocent('results with the DataDome header', results(''), {
    headers: { 'x-datadome': 'protected', server: 'DataDome' },
  }),
  innocent('results behind Cloudflare', results(''), { headers: { server: 'cloudflare', 'cf-ray': '8a1-QRO' } }),
  innocent('results behind Akamai', results(''), { headers: { server: 'AkamaiGHost' } }),
  innocent('results whose title names a moment', shell('Casas de momento en Zapopan', PAGE)),
  innocent('results of a street called Captcha', shell('Casas en venta en calle Captcha', PAGE), {
    url: 'https://a.mx/casas-captcha.html',
  }),
  innocent(
    'an empty search',
    shell('0 casas en venta en Juanacatlán', '<h1>No encontramos propiedades</h1><p>Amplía tu búsqueda.</p>'),
  ),
  innocent(
    'an empty search with a login dialogue',
    shell('Sin resultados', '<p>No hay propiedades.</p><form class="login"><input type="password"></form>'),
  ),
  innocent(
    'an empty search with a contact form',
    shell('Sin resultados', '<p>No hay propiedades en esta zona.</p><div class="g-recaptcha"></div>'),
  ),
  innocent('a page that is not there', shell('Página no encontrada', '<h1>404</h1><p>La página no existe.</p>'), {
    status: 404,
  }),
  innocent('a sold property', shell('Esta propiedad ya no está disponible', '<h1>Ya no está disponible</h1>'), {
    status: 410,
  }),
  innocent('a server in trouble', shell('502 Bad Gateway', '<center><h1>502 Bad Gateway</h1></center>'), {
    status: 502,
  }),
  innocent('maintenance', shell('En mantenimiento', '<h1>Volvemos pronto</h1>'), { status: 503 }),
  innocent('a search page whose path says author', shell('Autores', PAGE), { url: 'https://a.mx/authors/x' }),
  innocent(
    'an article on captchas',
    shell(
      'Qué es un captcha y cómo funciona',
      `<h1>Qué es un captcha</h1><p>${'Un captcha distingue personas de programas. Las páginas con _cf_chl_opt, px-captcha o gokuProps lo muestran. '.repeat(40)}</p>`,
    ),
  ),
  innocent('nothing at all', ''),
  innocent('a JSON answer', '{"listings":[{"title":"Casa","captcha":false}]}'),
];
