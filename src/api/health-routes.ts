/** For whoever watches the process: alive, able to work, and its figures. They stand at the root, outside of any base path. */
import type { FastifyInstance } from 'fastify';
import { VERSION } from '../core/version.ts';
import type { ApiDeps } from './contract.ts';

type HealthDeps = Pick<ApiDeps, 'readiness' | 'metrics' | 'clock'>;

export function addHealthRoutes(app: FastifyInstance, { readiness, metrics, clock }: HealthDeps): void {
  const startedAt = clock.monotonic();
  for (const path of ['/health', '/livez']) {
    app.get(path, { config: { access: 'public' } }, () => ({
      status: 'ok',
      version: VERSION,
      uptimeSeconds: Math.floor((clock.monotonic() - startedAt) / 1000),
    }));
  }
  for (const path of ['/ready', '/readyz']) {
    app.get(path, { config: { access: 'public' } }, async (_request, reply) => {
      const answer = await readiness();
      reply.code(answer.ready ? 200 : 503);
      return answer;
    });
  }
  if (metrics === null) return;
  app.get('/metrics', { config: { access: 'viewer' } }, async (_request, reply) => {
    const { contentType, text } = await metrics();
    reply.type(contentType);
    return text;
  });
}
