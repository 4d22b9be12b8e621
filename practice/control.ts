/** The pages under `/__practice/`, for tests and people: truth, epoch, stats, urls, traps. Any Host will do. */
import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { totalFor, truthFor, withoutAnswer } from './pages.ts';
import type { Practice } from './practice.ts';

function reply(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(`${JSON.stringify(value)}\n`);
}

/** The catalogue's addresses of a site: the only cells of its CSV that are addresses. */
function catalogueUrls(folder: string, site: string): readonly string[] {
  const file = join(folder, `${site.toLowerCase()}_urls.csv`);
  if (!existsSync(file)) return [];
  return [...new Set(readFileSync(file, 'utf8').match(/https?:\/\/[^\s,"]+/g))];
}

function urlsOf(practice: Practice, site: string): readonly { readonly url: string; readonly total: number | null }[] {
  const portal = practice.rehearsal.portals.find((portal) => portal.site === site);
  if (portal === undefined || !/^\w+$/.test(site)) return [];
  return catalogueUrls(practice.urls, site).map((url) => ({
    url,
    total: totalFor(practice.rehearsal, portal, new URL(url)),
  }));
}

function setEpoch(practice: Practice, request: IncomingMessage, response: ServerResponse): void {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    if (body.length < 1000) body += chunk;
  });
  request.on('end', () => {
    const epoch = epochIn(body);
    if (epoch === null) {
      reply(response, 400, { error: `Expected {"epoch": 0…200}, got ${body.slice(0, 100)}` });
      return;
    }
    practice.setEpoch(epoch);
    reply(response, 200, { epoch });
  });
}

/** Beyond this a search's places for adverts would run out. */
const LAST_EPOCH = 200;

function epochIn(body: string): number | null {
  try {
    const { epoch } = JSON.parse(body) as { readonly epoch?: unknown };
    return typeof epoch === 'number' && Number.isInteger(epoch) && epoch >= 0 && epoch <= LAST_EPOCH ? epoch : null;
  } catch {
    return null;
  }
}

export function answerControl(practice: Practice, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://practice.invalid');
  const { market, traps, portals } = practice.rehearsal;
  switch (url.pathname.slice('/__practice/'.length)) {
    case 'truth': {
      const address = url.searchParams.get('url') ?? '';
      if (URL.canParse(address)) reply(response, 200, truthFor(practice.rehearsal, new URL(address)));
      else reply(response, 400, { error: `"${address}" is not a URL; ask for /__practice/truth?url=https%3A%2F%2F…` });
      return;
    }
    case 'epoch':
      if (request.method === 'POST') setEpoch(practice, request, response);
      else reply(response, 200, market.options);
      return;
    case 'stats':
      if (request.method === 'DELETE') practice.traffic.clear();
      reply(response, 200, practice.traffic.read());
      return;
    case 'urls':
      reply(response, 200, urlsOf(practice, url.searchParams.get('site') ?? ''));
      return;
    case 'traps':
      reply(response, 200, traps.map(withoutAnswer));
      return;
    case 'portals':
      reply(
        response,
        200,
        portals.map(({ site, hosts }) => ({ site, hosts })),
      );
      return;
    default:
      reply(response, 404, { error: 'There are truth, epoch, stats, urls, traps and portals.' });
  }
}
