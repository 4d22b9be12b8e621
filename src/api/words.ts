/** What the API itself says, in both languages; what went wrong elsewhere comes with the fault. */
import type { Language } from '../wording/language.ts';

type Sentence = Readonly<Record<Language, string>>;

/** `%` stands for the value seen. */
const SENTENCES = {
  badRequest: { en: 'The request is not as it should be.', es: 'La solicitud no es como debe ser.' },
  seeDescription: {
    en: 'Look at `/api/v1/openapi.json` or docs/api.md for what it takes.',
    es: 'Vea en `/api/v1/openapi.json` o en docs/api.md lo que acepta.',
  },
  repeatedKey: { en: 'the key % stands there twice', es: 'la clave % aparece dos veces' },
  badEncoding: { en: 'the query is not well encoded', es: 'la consulta no está bien codificada' },
  badJson: { en: 'The body is not valid JSON: %', es: 'El cuerpo no es JSON válido: %' },
  tooDeep: { en: 'The JSON is more than % levels deep.', es: 'El JSON tiene más de % niveles.' },
  tooLong: { en: 'The body is too long.', es: 'El cuerpo es demasiado largo.' },
  notJson: { en: 'The body is of type %, not JSON.', es: 'El cuerpo es de tipo %, no JSON.' },
  noToken: { en: 'This needs a token, and none came.', es: 'Esto requiere un token y no llegó ninguno.' },
  badToken: {
    en: 'The token is unknown, revoked or expired.',
    es: 'El token no existe, fue revocado o expiró.',
  },
  roleTooLow: { en: 'The role % does not allow this.', es: 'El rol % no permite esto.' },
  crossSite: { en: 'The request comes from a page of %.', es: 'La solicitud viene de una página de %.' },
  noOrigin: {
    en: 'A login is used, and nothing says which page asks.',
    es: 'Se usa una sesión y nada dice qué página pregunta.',
  },
  otherHost: { en: 'This service does not answer to the name %.', es: 'Este servicio no responde al nombre %.' },
  noMethod: { en: '% is not possible here.', es: '% no es posible aquí.' },
  noRoute: { en: 'There is nothing at %.', es: 'No hay nada en %.' },
  tooMany: {
    en: 'Too many requests came from your address.',
    es: 'Llegaron demasiadas solicitudes desde su dirección.',
  },
  tooManyStreams: {
    en: 'As many live views as allowed (%) are open.',
    es: 'Ya están abiertas todas las vistas en vivo permitidas (%).',
  },
  otherRequest: {
    en: 'The Idempotency-Key was used for another request.',
    es: 'El Idempotency-Key se usó para otra solicitud.',
  },
  unknownEnd: {
    en: 'A request with this Idempotency-Key was begun before, and how it ended is not known.',
    es: 'Ya se inició una solicitud con este Idempotency-Key y no se sabe cómo terminó.',
  },
  secretShown: {
    en: 'The token was made by the first request with this Idempotency-Key; its secret was shown there once.',
    es: 'La primera solicitud con este Idempotency-Key creó el token; su secreto se mostró ahí una sola vez.',
  },
  badKey: {
    en: 'The Idempotency-Key is not 1 to 100 visible ASCII characters.',
    es: 'El Idempotency-Key no tiene de 1 a 100 caracteres ASCII visibles.',
  },
  noPage: { en: 'No problem page of task % is kept.', es: 'No se guarda página con problemas de la tarea %.' },
  internal: {
    en: 'Something went wrong here; the log tells what, under this request.',
    es: 'Algo falló aquí; el registro dice qué, bajo esta solicitud.',
  },
} as const satisfies Record<string, Sentence>;

export type SentenceName = keyof typeof SENTENCES;

export function say(name: SentenceName, language: Language, seen = ''): string {
  return SENTENCES[name][language].replace('%', () => seen);
}

/** Short names of statuses, for `title`. */
const TITLES: Readonly<Record<number, Sentence>> = {
  400: { en: 'Bad request', es: 'Solicitud incorrecta' },
  401: { en: 'Not signed in', es: 'Sin acceso' },
  403: { en: 'Not allowed', es: 'No permitido' },
  404: { en: 'Not found', es: 'No existe' },
  405: { en: 'Method not allowed', es: 'Método no permitido' },
  408: { en: 'Too slow', es: 'Demasiado lento' },
  409: { en: 'Not now', es: 'Ahora no' },
  413: { en: 'Too large', es: 'Demasiado grande' },
  415: { en: 'Not JSON', es: 'No es JSON' },
  421: { en: 'Wrong host', es: 'Servidor equivocado' },
  422: { en: 'Not possible as asked', es: 'No es posible así' },
  429: { en: 'Too many requests', es: 'Demasiadas solicitudes' },
  431: { en: 'Headers too large', es: 'Encabezados demasiado grandes' },
  502: { en: 'A portal did not answer well', es: 'Un portal no respondió bien' },
  503: { en: 'Not available', es: 'No disponible' },
};

const FAULT_HERE: Sentence = { en: 'A fault of this program', es: 'Una falla de este programa' };

export function titleOf(status: number, language: Language): string {
  return (TITLES[status] ?? FAULT_HERE)[language];
}
