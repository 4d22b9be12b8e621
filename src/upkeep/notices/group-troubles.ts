/**
 * Turns what was seen into what people are told. A trouble is known by its site and cause:
 *
 *   seen first ─> told at once ─> open ──seen again, repeat time over──> told as a digest, open
 *                                  └──over (see `isOver`)──> told as recovered, forgotten
 *
 * One that comes back within the repeat time after it was last told is counted, and told when that time is over: a
 * portal that goes up and down does not write a mail each time.
 */
import { CAUSES, isTaskCause } from '../../notifying/contract.ts';
import type { Cause, TroubleFacts, TroubleItem } from '../../notifying/contract.ts';
import type { Trouble } from '../../store/contract.ts';

/** Something seen in this look. */
export interface Seen {
  readonly cause: Cause;
  /** null = of no site. */
  readonly site: string | null;
  readonly at: number;
  readonly facts: TroubleFacts;
}

export interface Look {
  readonly now: number;
  /** What happened since the last look: each counts. */
  readonly events: readonly Seen[];
  /** What is so now: it lasts for as long as it is seen. */
  readonly states: readonly Seen[];
  /** Site to the instant of its last completed task in this look. */
  readonly successes: ReadonlyMap<string, number>;
  /** A batch has ended: nothing more will come of its tasks. */
  readonly batchOver: boolean;
}

/** `Inm24 blocked` to the instant at which people were last told of it, for troubles that are over. */
export type Recent = Readonly<Record<string, number>>;

export interface Grouped {
  /** To be kept. */
  readonly troubles: readonly Trouble[];
  readonly over: readonly Trouble[];
  /** To be told. */
  readonly items: readonly TroubleItem[];
  readonly recent: Recent;
}

/** A site has recovered when a task was completed and so long nothing of the kind was seen. */
const QUIET_MS = 15 * 60_000;
/** A state that is not seen for so long is over: it may come and go at its border. */
const SETTLED_MS = 5 * 60_000;

const keyOf = (site: string, cause: string): string => `${site} ${cause}`;

export function groupTroubles(open: readonly Trouble[], recent: Recent, look: Look, repeatMs: number): Grouped {
  const troubles = new Map(open.map((trouble) => [keyOf(trouble.site, trouble.cause), trouble]));
  const items: TroubleItem[] = [];
  const fresh = new Set<string>();
  const see = (seen: Seen, counts: boolean): void => {
    const key = keyOf(seen.site ?? '', seen.cause);
    const known = troubles.get(key);
    if (known !== undefined) {
      troubles.set(key, seenAgain(known, seen, counts));
      return;
    }
    const toldAt = recent[key] ?? Number.NEGATIVE_INFINITY;
    const isQuiet = look.now - toldAt < repeatMs;
    // A look takes a moment: what is seen in it began with it, or it would seem to be told before it began.
    const begun = begin({ ...seen, at: Math.min(seen.at, look.now) }, isQuiet ? toldAt : look.now, isQuiet ? 1 : 0);
    troubles.set(key, begun);
    if (!isQuiet) fresh.add(key);
  };
  for (const event of look.events) see(event, true);
  for (const state of look.states) see(state, false);
  for (const [key, trouble] of troubles) {
    if (!fresh.has(key)) continue;
    // All that was seen at the same moment is in the first message.
    const told = { ...trouble, untold: 0 };
    troubles.set(key, told);
    items.push(itemOf(told, 'first', look.now));
  }

  const over: Trouble[] = [];
  for (const [key, trouble] of troubles) {
    if (isOver(trouble, look)) {
      over.push(trouble);
      troubles.delete(key);
      // The end of a batch says by itself what became of its tasks; who was not told of the beginning is not told of the end.
      const wasTold = trouble.toldAt >= trouble.openedAt;
      if (wasTold && !(look.batchOver && isOfTasks(trouble))) items.push(itemOf(trouble, 'recovered', look.now));
    } else if (look.now - trouble.toldAt >= repeatMs && (trouble.untold > 0 || !isOfTasks(trouble))) {
      items.push(itemOf(trouble, 'again', look.now));
      troubles.set(key, { ...trouble, toldAt: look.now, untold: 0 });
    }
  }
  return {
    troubles: [...troubles.values()],
    over,
    items: sorted(items),
    recent: remembered(recent, over, look.now, repeatMs),
  };
}

function begin({ site, cause, at, facts }: Seen, toldAt: number, untold: number): Trouble {
  return { site: site ?? '', cause, openedAt: at, seenAt: at, toldAt, occurrences: 1, untold, facts };
}

/** What happened counts; what lasts does not. */
function seenAgain(known: Trouble, { at, facts }: Seen, counts: boolean): Trouble {
  const more = counts ? 1 : 0;
  return {
    ...known,
    seenAt: Math.max(known.seenAt, at),
    occurrences: known.occurrences + more,
    untold: known.untold + more,
    facts,
  };
}

const isOfTasks = ({ cause }: Pick<Trouble, 'cause'>): boolean => isTaskCause(cause);

function isOver(trouble: Trouble, { now, successes, batchOver }: Look): boolean {
  if (!isOfTasks(trouble)) return now - trouble.seenAt >= SETTLED_MS;
  if (batchOver) return true;
  const succeededAt = successes.get(trouble.site);
  return succeededAt !== undefined && succeededAt > trouble.seenAt && now - trouble.seenAt >= QUIET_MS;
}

function itemOf(trouble: Trouble, stage: TroubleItem['stage'], now: number): TroubleItem {
  const { site, cause, openedAt, seenAt, occurrences, untold, facts } = trouble;
  return {
    stage,
    cause: cause as Cause,
    site: site === '' ? null : site,
    since: openedAt,
    // What began is told with its own moment; what is over ended when it was last seen.
    at: stage === 'recovered' ? seenAt : now,
    occurrences,
    untold,
    facts: facts as TroubleFacts,
  };
}

/** In the order of the causes, then by site: the same things stand in the same place in each message. */
function sorted(items: readonly TroubleItem[]): readonly TroubleItem[] {
  const rank = ({ stage, cause }: TroubleItem): number =>
    (stage === 'recovered' ? CAUSES.length : 0) + CAUSES.indexOf(cause);
  return items.toSorted((a, b) => rank(a) - rank(b) || (a.site ?? '').localeCompare(b.site ?? ''));
}

function remembered(recent: Recent, over: readonly Trouble[], now: number, repeatMs: number): Recent {
  const all = [
    ...Object.entries(recent),
    ...over.map(({ site, cause, toldAt }) => [keyOf(site, cause), toldAt] as const),
  ];
  return Object.fromEntries(all.filter(([, toldAt]) => now - toldAt < repeatMs));
}
