/** Two hundred ways to run a script from a text; each calls `__hit()`, which the test counts. */
const CALL = '__hit()';

const TAGS = [
  'img',
  'svg',
  'video',
  'audio',
  'body',
  'iframe',
  'object',
  'input',
  'details',
  'marquee',
  'math',
  'a',
  'style',
  'link',
  'embed',
];
const HANDLERS = ['onerror', 'onload', 'onfocus', 'onmouseover', 'ontoggle', 'onanimationstart'];
const OPENINGS = ['', '">', "'>", '</title>', '</textarea>', '</script>', '-->', ']]>', '`>', '</pre>'];

const SINGLES = [
  `javascript:${CALL}`,
  `JaVaScRiPt:${CALL}`,
  `java\tscript:${CALL}`,
  ` javascript:${CALL}`,
  `javascript://www.lamudi.com.mx/%0a${CALL}`,
  `data:text/html,<script>${CALL}</script>`,
  `data:text/html;base64,PHNjcmlwdD5fX2hpdCgpPC9zY3JpcHQ+`,
  `vbscript:${CALL}`,
  `https://x.test/"onmouseover="${CALL}`,
  `https://x.test/' autofocus onfocus='${CALL}`,
  `<script>${CALL}</script>`,
  `<script src=data:text/javascript,${CALL}></script>`,
  `<script type=module>${CALL}</script>`,
  `<svg><script>${CALL}</script></svg>`,
  `<svg><animate onbegin=${CALL} attributeName=x dur=1s>`,
  `<math><mtext><table><mglyph><style><img src=x onerror=${CALL}>`,
  `<iframe srcdoc="<script>parent.${CALL}</script>"></iframe>`,
  `<form action=javascript:${CALL}><button autofocus>x</button></form>`,
  `<base href="javascript:${CALL}//">`,
  `<meta http-equiv=refresh content="0;url=javascript:${CALL}">`,
  `<template><img src=x onerror=${CALL}></template>`,
  `<noscript><p title="</noscript><img src=x onerror=${CALL}>">`,
  `{{constructor.constructor('${CALL}')()}}`,
  `\${${CALL}}`,
  `<%= ${CALL} %>`,
  `';${CALL};//`,
  `";${CALL};//`,
  `\\u003cimg src=x onerror=${CALL}\\u003e`,
  `&lt;img src=x onerror=${CALL}&gt;`,
  `&#60;img src=x onerror=${CALL}&#62;`,
  `%3Cimg%20src%3Dx%20onerror%3D${CALL}%3E`,
  `\u202E<img src=x onerror=${CALL}>`,
  `<img src=x onerror=${CALL}\u0000>`,
  `{"dangerouslySetInnerHTML":{"__html":"<img src=x onerror=${CALL}>"}}`,
  `__proto__`,
  `constructor`,
];

function handlers(): readonly string[] {
  const made: string[] = [];
  for (const [index, tag] of TAGS.entries())
    for (const [turn, handler] of HANDLERS.entries())
      made.push(`${OPENINGS[(index + turn) % OPENINGS.length]}<${tag} src=x href=x autofocus open ${handler}=${CALL}>`);
  for (const opening of OPENINGS) {
    for (const tag of TAGS.slice(0, 8)) made.push(`${opening}<${tag}/onerror='${CALL}'/src=x>`);
  }
  return made;
}

export const PAYLOADS: readonly string[] = [...SINGLES, ...handlers()].slice(0, 200);
