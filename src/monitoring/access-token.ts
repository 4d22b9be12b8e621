/**
 * A token of the API: `so_<id>_<secret>`. The id is public and finds the row; of the secret, 256 random bits, only the
 * SHA-256 is kept. A hash without salt or stretching is right for a secret that nobody can guess or has used elsewhere.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const ID_BYTES = 6;
const SECRET_BYTES = 32;
const SHAPE = /^so_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;

export interface NewSecret {
  readonly id: string;
  /** What its owner keeps: shown once. */
  readonly token: string;
  readonly secretHash: string;
}

export interface TokenParts {
  readonly id: string;
  readonly secret: string;
}

export function newAccessToken(random: (bytes: number) => Buffer = randomBytes): NewSecret {
  const id = random(ID_BYTES).toString('hex');
  const secret = random(SECRET_BYTES).toString('base64url');
  return { id, token: `so_${id}_${secret}`, secretHash: hashOf(secret) };
}

/** null = it cannot be one of ours. */
export function readAccessToken(text: string): TokenParts | null {
  const [, id, secret] = SHAPE.exec(text) ?? [];
  return id === undefined || secret === undefined ? null : { id, secret };
}

/** Takes the same time whatever the secret is. */
export function fitsHash(secret: string, secretHash: string): boolean {
  return timingSafeEqual(Buffer.from(hashOf(secret), 'hex'), Buffer.from(secretHash, 'hex'));
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
