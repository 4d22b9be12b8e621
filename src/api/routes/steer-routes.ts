/** What changes something: actions, tokens, trying a definition. */
import { z } from 'zod';
import { codeOf } from '../../core/errors.ts';
import { actionAnswerShape, actionShape } from '../../monitoring/action-shape.ts';
import { ROLES, tokenShape } from '../../monitoring/house-shape.ts';
import { sentencesIn } from '../../wording/sentences.ts';
import { siteTestRequestShape, siteTestShape } from '../../monitoring/site-test-shape.ts';
import { instant } from '../../monitoring/status-shape.ts';
import type { ApiDeps } from '../contract.ts';
import { route } from '../route.ts';
import type { ApiRoute } from '../route.ts';

const newTokenShape = z.strictObject({
  name: z.string().trim().min(1).max(80),
  role: z.enum(ROLES),
  /** null = until it is revoked. */
  expiresAt: instant.nullable().optional(),
});

export function steerRoutes({ testSite, audit }: Pick<ApiDeps, 'testSite' | 'audit'>): readonly ApiRoute[] {
  return [
    route({
      method: 'POST',
      path: '/actions',
      access: 'operator',
      summary: 'Starts a batch, retries, pauses, resumes, cancels, reloads, backs up.',
      body: actionShape,
      once: 'answer',
      answer: { shape: actionAnswerShape },
      handle: ({ monitor, body, actor }) => monitor.act(body, actor),
    }),
    route({
      method: 'POST',
      path: '/sites/{site}/test',
      access: 'operator',
      summary: 'What a definition gets out of a page: fetched politely, or pasted.',
      params: z.strictObject({ site: z.string().min(1).max(40) }),
      body: siteTestRequestShape,
      answer: { shape: siteTestShape },
      handle: async ({ params, body, actor, language }) => {
        const details = { site: params.site, url: body.url ?? null, pasted: body.page !== undefined };
        let outcome = 'E_INTERNAL';
        try {
          const view = await testSite({ site: params.site, ...body });
          outcome = view.error?.code ?? 'done';
          if (view.error === null) return view;
          const tell = await sentencesIn(language);
          return { ...view, error: { ...view.error, message: tell(view.error.message) } };
        } catch (error) {
          outcome = codeOf(error);
          throw error;
        } finally {
          await audit({ actor, action: 'site-test', details, outcome });
        }
      },
    }),
    ...tokenRoutes(),
  ];
}

function tokenRoutes(): readonly ApiRoute[] {
  return [
    route({
      method: 'GET',
      path: '/tokens',
      access: 'admin',
      summary: 'Tokens, newest first, without their secrets.',
      answer: { shape: z.array(tokenShape) },
      handle: ({ monitor }) => monitor.tokens.list(),
    }),
    route({
      method: 'POST',
      path: '/tokens',
      access: 'admin',
      summary: 'Makes a token; its secret is in this answer and never again.',
      body: newTokenShape,
      once: 'secret',
      status: 201,
      answer: { shape: z.strictObject({ token: tokenShape, secret: z.string() }) },
      handle: ({ monitor, body: { name, role, expiresAt = null }, actor }) =>
        monitor.tokens.create({ name, role, expiresAt }, actor),
    }),
    route({
      method: 'DELETE',
      path: '/tokens/{token}',
      access: 'admin',
      summary: 'Revokes a token at once.',
      params: z.strictObject({ token: z.string().min(1).max(40) }),
      answer: { shape: tokenShape },
      handle: ({ monitor, params, actor }) => monitor.tokens.revoke(params.token, actor),
    }),
  ];
}
