/** Whether the portals can be reached: only robots.txt is asked for, through the governor and at its pace. */
import { messageOf } from '../../core/errors.ts';
import type { PermitAnswer, PermitSource } from '../../core/politeness.ts';
import { bad, ok, warn } from './check.ts';
import type { Check } from './check.ts';

export interface PortalToAsk {
  readonly site: string;
  /** An address of the site that would be fetched: robots.txt decides on it. */
  readonly url: string;
}

/** All at once: each host has its own pace. The permit is given back unused: no page is fetched. */
export async function checkPortals(
  permits: PermitSource,
  portals: readonly PortalToAsk[],
  signal: AbortSignal,
): Promise<readonly Check[]> {
  return Promise.all(portals.map((portal) => checkPortal(permits, portal, signal)));
}

async function checkPortal(permits: PermitSource, { site, url }: PortalToAsk, signal: AbortSignal): Promise<Check> {
  const name = `portal ${site}`;
  try {
    const answer = await permits.acquire({ site, url, purpose: 'list' }, signal);
    if (answer.kind === 'granted') permits.report({ permit: answer.permit, result: 'unused', latencyMs: 0 });
    return told(name, url, answer);
  } catch (error) {
    return bad(name, `${new URL(url).host}: ${messageOf(error)}`, "Check the machine's network and resolver.");
  }
}

function told(name: string, url: string, answer: PermitAnswer): Check {
  const { host } = new URL(url);
  switch (answer.kind) {
    case 'granted':
      return ok(
        name,
        answer.robots === 'ignore'
          ? `${host}: robots.txt is ignored, as configured`
          : `${host} answers, and its robots.txt lets us in`,
      );
    case 'forbidden':
      return warn(
        name,
        `${host}: robots.txt forbids ${url} (${answer.rule})`,
        'Its tasks end as forbidden. `websites.<site>.robots: ignore` overrides it on your responsibility.',
      );
    case 'wait':
      return answer.code === 'E_ROBOTS_UNREACHABLE'
        ? bad(
            name,
            answer.message,
            "Open the address in a browser; if it opens there, check this machine's network and resolver.",
          )
        : warn(
            name,
            `${host} rests until ${new Date(answer.until).toISOString()}: ${answer.message}`,
            'It is asked again by itself then.',
          );
  }
}
