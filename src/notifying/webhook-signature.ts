/**
 * Signatures of outgoing webhooks after the Standard Webhooks specification (threat T15): `webhook-id`,
 * `webhook-timestamp` (seconds) and `webhook-signature`: `v1,` + base64 of HMAC-SHA256 over `id.timestamp.body`; several
 * ones, parted by spaces, while a secret is rotated. docs/notifications.md has a verifier for receivers.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export interface SignedHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/** A secret as bytes: `whsec_` + base64, or the bytes of any other text. */
function keyOf(secret: string): Uint8Array {
  const prefix = 'whsec_';
  return secret.startsWith(prefix) ? Buffer.from(secret.slice(prefix.length), 'base64') : Buffer.from(secret, 'utf8');
}

function signatureOf(secret: string, id: string, seconds: number, body: string): string {
  return `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${seconds}.${body}`).digest('base64')}`;
}

/** @param secrets one, or two while it is rotated; @param now epoch ms */
export function signedHeaders(secrets: readonly string[], id: string, now: number, body: string): SignedHeaders {
  const seconds = Math.floor(now / 1000);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': secrets.map((secret) => signatureOf(secret, id, seconds, body)).join(' '),
  };
}

/** A receiver takes nothing that is older, or from further in the future. */
const WINDOW_S = 300;

/** Null when the message is genuine and fresh, else why not. Whoever receives must also refuse an id that came before. */
export function refuseWebhook(
  secrets: readonly string[],
  headers: Readonly<Record<string, string | undefined>>,
  body: string,
  now: number,
): string | null {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': given } = headers;
  if (id === undefined || timestamp === undefined || given === undefined) return 'a header is missing';
  if (!/^\d{1,12}$/.test(timestamp)) return 'the timestamp is no number';
  const seconds = Number(timestamp);
  if (Math.abs(now / 1000 - seconds) > WINDOW_S) return 'the message is too old, or from the future';
  const expected = secrets.map((secret) => Buffer.from(signatureOf(secret, id, seconds, body)));
  const signatures = given.split(' ').map((one) => Buffer.from(one));
  const fits = signatures.some((one) =>
    expected.some((other) => one.length === other.length && timingSafeEqual(one, other)),
  );
  return fits ? null : 'the signature does not fit';
}
