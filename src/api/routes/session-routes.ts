/** Logging in and out of the dashboard, and who one is. */
import { z } from 'zod';
import { ROLES } from '../../monitoring/house-shape.ts';
import { LANGUAGES } from '../../wording/language.ts';
import { VERSION } from '../../core/version.ts';
import type { ApiDeps } from '../contract.ts';
import { Refusal } from '../problems.ts';
import { route } from '../route.ts';
import type { ApiRoute } from '../route.ts';
import type { Sessions } from '../sessions.ts';
import { sessionCookie, sessionSecret } from '../who-asks.ts';

const sessionShape = z.strictObject({
  /** null = nobody: log in with a token. */
  user: z.strictObject({ name: z.string(), role: z.enum(ROLES), by: z.enum(['token', 'session', 'local']) }).nullable(),
  language: z.enum(LANGUAGES),
  version: z.string(),
});

export interface SessionDeps extends Pick<ApiDeps, 'tokens' | 'audit' | 'clock'> {
  readonly sessions: Sessions;
}

export function sessionRoutes({ tokens, audit, clock, sessions }: SessionDeps): readonly ApiRoute[] {
  return [
    route({
      method: 'GET',
      path: '/session',
      access: 'public',
      summary: 'Who asks, as far as known.',
      answer: { shape: sessionShape },
      handle: ({ principal, language }) => ({
        user: principal === null ? null : { name: nameOf(principal.actor), role: principal.role, by: principal.by },
        language,
        version: VERSION,
      }),
    }),
    route({
      method: 'POST',
      path: '/session',
      access: 'public',
      summary: 'Logs the dashboard in: a cookie stands for the token from then on.',
      body: z.strictObject({ token: z.string().min(1).max(200) }),
      status: 201,
      answer: { shape: sessionShape },
      handle: async ({ body, request, reply, language }) => {
        const owner = await tokens.ownerOf(body.token.trim());
        if (owner === null) throw new Refusal('E_TOKEN', 'badToken');
        const { secret, until } = sessions.begin(owner.id);
        await audit({ actor: `web:${owner.name}`, action: 'login', details: { from: request.ip }, outcome: 'done' });
        reply.header('set-cookie', sessionCookie(request, secret, (until - clock.now()) / 1000));
        return { user: { name: owner.name, role: owner.role, by: 'session' }, language, version: VERSION };
      },
    }),
    route({
      method: 'DELETE',
      path: '/session',
      access: 'public',
      summary: 'Logs the dashboard out.',
      status: 204,
      answer: { nothing: true },
      handle: ({ request, reply }) => {
        const secret = sessionSecret(request);
        if (secret !== null) sessions.end(secret);
        reply.header('set-cookie', sessionCookie(request, null, 0));
        return undefined;
      },
    }),
  ];
}

function nameOf(actor: string): string {
  return actor.slice(actor.indexOf(':') + 1);
}
