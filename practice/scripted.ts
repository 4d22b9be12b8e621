/**
 * A portal whose pages come empty and are filled in by a script, as many are built today: the script asks for the page's
 * body and puts it in place. It also asks for what no collector should fetch: other machines,
 * and what robots.txt forbids.
 */
import type { Answer } from './portal.ts';

const BODY = '/datos/pagina';
const SCRIPT = '/assets/app.js';

const APP = `
(async () => {
  const address = location.pathname + location.search;
  for (const url of ['http://169.254.169.254/latest/meta-data', 'http://127.0.0.1:1/', '/api/sugerencias'])
    fetch(url).catch(() => undefined);
  const answer = await fetch('${BODY}?address=' + encodeURIComponent(address));
  document.body.innerHTML = (await answer.json()).html;
})();
`;

const SHELL = `<!doctype html><html lang="es"><head><meta charset="utf-8"><title>Cargando…</title>
<link rel="stylesheet" href="/assets/app.css"><script async src="https://metrics.example/tag.js"></script></head>
<body><div id="app"><img src="/assets/logo.png" alt=""><p>Cargando resultados…</p></div><script src="${SCRIPT}"></script></body></html>`;

/** What the portal answers at `url`, given how its plain twin answers an address. */
export function scriptedAnswer(url: URL, plain: (url: URL) => Answer): Answer {
  if (url.pathname === SCRIPT) return answer('text/javascript', APP);
  if (url.pathname === BODY) {
    const page = plain(new URL(url.searchParams.get('address') ?? '/', url));
    return answer('application/json', JSON.stringify({ html: bodyOf(textOf(page)) }));
  }
  const page = plain(url);
  const isPage = page.status === 200 && (page.headers['content-type'] ?? '').startsWith('text/html');
  return isPage ? answer('text/html', SHELL) : page;
}

function answer(type: string, body: string): Answer {
  return { status: 200, headers: { 'content-type': `${type}; charset=utf-8` }, body };
}

function textOf({ body }: Answer): string {
  return typeof body === 'string' ? body : new TextDecoder().decode(body);
}

/** What stands between its body tags: data that a script carries stays data, for an inserted script never runs. */
function bodyOf(page: string): string {
  const begin = page.indexOf('>', page.indexOf('<body')) + 1;
  const end = page.lastIndexOf('</body>');
  return page.slice(begin, end === -1 ? undefined : end);
}
