/** Makes, lists, revokes and checks tokens of the API; the store keeps their hashes. */
import type { Clock } from '../core/clock.ts';
import { Fault } from '../core/errors.ts';
import type { StoredToken, TokenStore } from '../store/contract.ts';
import { fitsHash, newAccessToken, readAccessToken } from './access-token.ts';
import type { TokenDesk } from './contract.ts';
import type { Role, TokenView } from './house-shape.ts';

export interface TokenDeskDeps {
  readonly tokens: Pick<TokenStore, 'addToken' | 'listTokens' | 'revokeToken'>;
  readonly clock: Pick<Clock, 'now'>;
}

export function createTokenDesk({ tokens, clock }: TokenDeskDeps): TokenDesk {
  return {
    list: async () => (await tokens.listTokens()).map(tokenView),
    create: async ({ name, role, expiresAt }, actor) => {
      const now = clock.now();
      const endsAt = expiresAt === null ? null : Date.parse(expiresAt);
      if (endsAt !== null && !(endsAt > now)) {
        throw new Fault('E_USAGE', `a token that expires at ${expiresAt} would be of no use: that is over`, {
          cure: 'Name a moment in the future.',
        });
      }
      const { id, token, secretHash } = newAccessToken();
      const made = { id, name, role, secretHash, createdAt: now, createdBy: actor, expiresAt: endsAt };
      await tokens.addToken(made);
      return { token: tokenView({ ...made, revokedAt: null, lastUsedAt: null }), secret: token };
    },
    revoke: async (id, actor) => {
      const revoked = await tokens.revokeToken(id, actor, clock.now());
      if (revoked === null) throw new Fault('E_UNKNOWN', `there is no token ${JSON.stringify(id)}`);
      return tokenView(revoked);
    },
  };
}

/** Who asks, by a token. */
export interface TokenOwner {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

export interface TokenCheckDeps {
  readonly tokens: Pick<TokenStore, 'findToken' | 'noteTokenUse' | 'countValidTokens'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Looks at the store each time: what was revoked a moment ago, by whichever program, is refused now. */
export interface TokenCheck {
  /** null = it is unknown, revoked or expired. */
  ownerOf(token: string): Promise<TokenOwner | null>;
  /** Whether the token with this id is still good. */
  stillGood(id: string): Promise<TokenOwner | null>;
  /** Whether anybody has a token. */
  anyToken(): Promise<boolean>;
}

/** The moment of use is for people: a minute is exact enough, and spares a write a request. */
const NOTE_EVERY_MS = 60_000;

export function createTokenCheck({ tokens, clock }: TokenCheckDeps): TokenCheck {
  const ownerIf = (stored: StoredToken | null): TokenOwner | null =>
    stored !== null && isGood(stored, clock.now()) ? { id: stored.id, name: stored.name, role: stored.role } : null;
  return {
    ownerOf: async (token) => {
      const parts = readAccessToken(token);
      const stored = parts === null ? null : await tokens.findToken(parts.id);
      if (parts === null || stored === null || !fitsHash(parts.secret, stored.secretHash)) return null;
      const owner = ownerIf(stored);
      const now = clock.now();
      if (owner !== null && now - (stored.lastUsedAt ?? 0) >= NOTE_EVERY_MS) await tokens.noteTokenUse(owner.id, now);
      return owner;
    },
    stillGood: async (id) => ownerIf(await tokens.findToken(id)),
    anyToken: async () => (await tokens.countValidTokens(clock.now())) > 0,
  };
}

function isGood({ revokedAt, expiresAt }: StoredToken, now: number): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt > now);
}

function tokenView(stored: StoredToken): TokenView {
  const time = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
  const { id, name, role, createdAt, createdBy, expiresAt, revokedAt, lastUsedAt } = stored;
  return {
    id,
    name,
    role,
    createdAt: new Date(createdAt).toISOString(),
    createdBy,
    expiresAt: time(expiresAt),
    revokedAt: time(revokedAt),
    lastUsedAt: time(lastUsedAt),
  };
}
