/** Names of what the network, TLS, undici and zlib throw, in the product's own codes (facts: reliability §2.5). */
import type { ErrorCode } from '../core/errors.ts';
import { messageOf } from '../core/errors.ts';
import { FetchTrouble } from './fetch-trouble.ts';

const CODES: Readonly<Record<string, ErrorCode>> = {
  ENOTFOUND: 'E_DNS',
  EAI_NODATA: 'E_DNS',
  ENODATA: 'E_DNS',
  EAI_AGAIN: 'E_RESOLVER',
  EAI_FAIL: 'E_RESOLVER',
  ESERVFAIL: 'E_RESOLVER',
  EREFUSED: 'E_RESOLVER',
  ETIMEOUT: 'E_RESOLVER',
  ECONNREFUSED: 'E_CONNECT',
  EHOSTUNREACH: 'E_CONNECT',
  ENETUNREACH: 'E_CONNECT',
  EHOSTDOWN: 'E_CONNECT',
  ENETDOWN: 'E_CONNECT',
  EADDRNOTAVAIL: 'E_CONNECT',
  ETIMEDOUT: 'E_TIMEOUT_CONNECT',
  ERR_SOCKET_CONNECTION_TIMEOUT: 'E_TIMEOUT_CONNECT',
  UND_ERR_CONNECT_TIMEOUT: 'E_TIMEOUT_CONNECT',
  UND_ERR_HEADERS_TIMEOUT: 'E_TIMEOUT_HEADERS',
  UND_ERR_BODY_TIMEOUT: 'E_TIMEOUT_TOTAL',
  UND_ERR_HEADERS_OVERFLOW: 'E_PROTOCOL_HTTP',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'E_FRAMING',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'E_TOO_LARGE',
  UND_ERR_SOCKET: 'E_RESET',
  ECONNRESET: 'E_RESET',
  EPIPE: 'E_RESET',
  ECONNABORTED: 'E_RESET',
  UND_ERR_INVALID_ARG: 'E_DEFINITION',
};

/** OpenSSL's verification results, and Node's own checks (node:tls documentation, "X509 certificate error codes"). */
const TLS =
  /^(ERR_TLS_|ERR_SSL_|ERR_OSSL_|CERT_|EPROTO$|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|CRL_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|HOSTNAME_MISMATCH)/;

/** What the HTTP parser says, which gives no code: a body that breaks off, and two lengths of which one is wrong. */
const PARSER_TROUBLE: readonly (readonly [RegExp, ErrorCode])[] = [
  [/chunk/i, 'E_TRUNCATED'],
  [/content-length|transfer-encoding/i, 'E_FRAMING'],
];

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

/** What was thrown on the way to `host`; `received` = bytes of the body that had come, null before any header. */
export function networkTrouble(error: unknown, host: string, received: number | null): FetchTrouble {
  if (error instanceof FetchTrouble) return error;
  const code = codeOf(error) || codeOf((error as { cause?: unknown } | null)?.cause);
  const seen = `${host}: ${messageOf(error) || 'no message'}${code === '' ? '' : ` (${code})`}`;
  if (TLS.test(code)) return new FetchTrouble('E_TLS', seen, error);
  if ((error as Error | null)?.name === 'HTTPParserError' || code.startsWith('HPE_')) {
    const [, kind] = PARSER_TROUBLE.find(([words]) => words.test(messageOf(error))) ?? [];
    return new FetchTrouble(kind ?? 'E_PROTOCOL_HTTP', `${seen}: what came was not valid HTTP`, error);
  }
  const known = Object.hasOwn(CODES, code) ? CODES[code] : undefined;
  if (known === 'E_RESET') return brokenConnection(code, seen, received, error);
  return new FetchTrouble(known ?? 'E_CONNECT', seen, error);
}

function brokenConnection(code: string, seen: string, received: number | null, error: unknown): FetchTrouble {
  if (received === null) return new FetchTrouble('E_RESET', `${seen}: the connection closed before an answer`, error);
  // An orderly close with bytes still owed proves that the page is not whole; a reset proves only that it broke.
  const truncated = code === 'UND_ERR_SOCKET';
  return new FetchTrouble(
    truncated ? 'E_TRUNCATED' : 'E_RESET',
    `${seen}: the connection closed after ${received} bytes of the body`,
    error,
  );
}
