/** Whether the portals can be reached: only robots.txt is asked for, through the governor and at its pace. */
import { messageOf } from '../../core/errors.ts';
import type { PermitAnswer, PermitSource } from '../../core/politeness.ts';
import { clockText } from '../../core/local-time.ts';
import { bad, ok, warn } from './check.ts';
import type { Check } from './check.ts';

export interface PortalToAsk {
  readonly site: string;
  /** An address of the site that would be fetched: robots.txt decides on it. */
  readonly url: string;
}

export interface PortalsToAsk {
  readonly portals: readonly PortalToAsk[];
  /** Moments are told in it. */
  readonly timeZone: string;
}

/** All at once: each host has its own pace. The permit is given back unused: no page is fetched. */
export async function checkPortals(
  permits: PermitSource,
  { portals, timeZone }: PortalsToAsk,
  signal: AbortSignal,
): Promise<readonly Check[]> {
  return Promise.all(portals.map((portal) => checkPortal(permits, { ...portal, timeZone }, signal)));
}

async function checkPortal(
  permits: PermitSource,
  { site, url, timeZone }: PortalToAsk & Pick<PortalsToAsk, 'timeZone'>,
  signal: AbortSignal,
): Promise<Check> {
  const name = `portal ${site}`;
  try {
    const answer = await permits.acquire({ site, url, purpose: 'list' }, signal);
    if (answer.kind === 'granted') permits.report({ permit: answer.permit, result: 'unused', latencyMs: 0 });
    return told(name, { url, timeZone }, answer);
  } catch (error) {
    return bad(name, `${new URL(url).host}: ${messageOf(error)}`, "Check the machine's network and resolver.");
  }
}

function told(
  name: string,
  { url, timeZone }: { readonly url: string; readonly timeZone: string },
  answer: PermitAnswer,
): Check {
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
            `${host} rests until ${clockText(answer.until, timeZone).slice(0, 16)}: ${answer.message}`,
            'It is asked again by itself then.',
          );
  }
}
