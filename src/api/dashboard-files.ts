/**
 * The built dashboard: its page for every address of it (deep links), its files with names that hold their hash for a
 * year. A base path is written into the page as it is served, so that one build fits every place.
 */
import { readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

const YEAR_S = 31_536_000;
const HOUR_S = 3600;
const PAGE = 'index.html';

export interface DashboardFiles {
  /** Answers with the dashboard's page. */
  sendPage(reply: FastifyReply): Promise<string>;
}

export async function addDashboardFiles(
  app: FastifyInstance,
  folder: string,
  basePath: string,
): Promise<DashboardFiles> {
  await app.register(fastifyStatic, {
    root: folder,
    serve: false,
    // It may be built while the service runs.
    suppressWarning: true,
    preCompressed: true,
    dotfiles: 'deny',
  });
  app.get<{ Params: { '*': string } }>(`${basePath}/assets/*`, { config: { access: 'public' } }, (request, reply) =>
    reply.sendFile(`assets/${request.params['*']}`, { immutable: true, maxAge: YEAR_S * 1000 }),
  );
  app.get<{ Params: { file: string } }>(
    `${basePath}/:file(^[a-z0-9-]+\\.(?:svg|png|ico|txt|webmanifest)$)`,
    { config: { access: 'public' } },
    (request, reply) => reply.sendFile(request.params.file, { maxAge: HOUR_S * 1000 }),
  );
  let read: { readonly at: number; readonly page: string } | null = null;
  return {
    sendPage: async (reply) => {
      reply.headers({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
      const file = join(folder, PAGE);
      const at = await changedAt(file);
      if (at === null) {
        reply.code(503);
        return NOT_BUILT;
      }
      if (read?.at !== at) read = { at, page: withBasePath(readFileSync(file, 'utf8'), basePath) };
      return read.page;
    },
  };
}

async function changedAt(file: string): Promise<number | null> {
  try {
    return (await stat(file)).mtimeMs;
  } catch {
    // It is not built: the answer says so.
    return null;
  }
}

/** The page's own files are named from the root, so that it finds them at whatever address it is shown. */
function withBasePath(page: string, basePath: string): string {
  return page.replaceAll(/\b(src|href)="\.?\/(?!\/)/g, (_match, name: string) => `${name}="${basePath}/`);
}

const NOT_BUILT = `<!doctype html>
<html lang="es"><head><meta charset="utf-8"><title>Scraping Orchestrator</title></head>
<body><h1>Scraping Orchestrator</h1>
<p lang="es">El tablero no está construido. Constrúyalo con: <code>npm run build:web</code></p>
<p lang="en">The dashboard is not built. Build it with: <code>npm run build:web</code></p>
</body></html>
`;
