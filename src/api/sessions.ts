/** Logins of the dashboard: a random cookie stands for a token, until it ends, is ended, or the token does (T9, T13). */
import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../core/clock.ts';

export interface Session {
  readonly token: string;
  readonly until: number;
}

export interface Sessions {
  /** Returns the secret for the cookie. */
  begin(token: string): { readonly secret: string; readonly until: number };
  find(secret: string): Session | null;
  end(secret: string): void;
}

/** More are not kept: the oldest one goes. */
const MOST_SESSIONS = 1000;
const SECRET_BYTES = 32;

/** In memory only: after a restart people log in again. The secrets are not kept, only what finds them again. */
export function createSessions(clock: Pick<Clock, 'now'>, lastsMs: number): Sessions {
  const open = new Map<string, Session>();
  return {
    begin: (token) => {
      const secret = randomBytes(SECRET_BYTES).toString('base64url');
      const until = clock.now() + lastsMs;
      for (const [key, session] of open) if (session.until <= clock.now()) open.delete(key);
      for (const key of open.keys()) {
        if (open.size < MOST_SESSIONS) break;
        open.delete(key);
      }
      open.set(keyOf(secret), { token, until });
      return { secret, until };
    },
    find: (secret) => {
      const session = open.get(keyOf(secret));
      return session === undefined || session.until <= clock.now() ? null : session;
    },
    end: (secret) => {
      open.delete(keyOf(secret));
    },
  };
}

/** Looked up by its hash, so that the time of a look-up tells nothing of a secret. */
function keyOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64');
}
