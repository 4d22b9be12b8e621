/** Failures with the same cause, told once: how many, where, since when, and what helps. */
import { adviceForStored } from '../wording/advice.ts';
import type { ErrorLine } from '../store/contract.ts';
import type { Language } from './contract.ts';
import { instantOf } from './counts.ts';
import type { ErrorGroup } from './task-shape.ts';

/** Most tasks first; the newest failure is the example. */
export function groupErrors(lines: readonly ErrorLine[], batch: string, language: Language): readonly ErrorGroup[] {
  const groups = Map.groupBy(lines, ({ code, verdict, site }) => [code, verdict, site].join('\0'));
  return [...groups.values()]
    .flatMap((group): readonly ErrorGroup[] => {
      const newest = group.toSorted((a, b) => b.at - a.at)[0];
      if (newest === undefined) return [];
      const { site, verdict } = newest;
      const code = newest.code ?? 'E_INTERNAL';
      const retrying = group.filter(({ status }) => status === 'retrying').length;
      return [
        {
          code,
          verdict,
          site,
          tasks: group.length,
          retrying,
          firstAt: instantOf(Math.min(...group.map(({ at }) => at))),
          lastAt: instantOf(newest.at),
          example: newest.message,
          exampleTask: newest.task,
          advice: adviceForStored(code, language),
          command: commandFor(code, site, retrying < group.length ? batch : null),
        },
      ];
    })
    .sort((a, b) => b.tasks - a.tasks || (a.site < b.site ? -1 : 1));
}

/**
 * What to type next; null when only time or a corrected catalogue helps.
 * @param batch whose tasks are over; null = they are tried again by themselves
 */
function commandFor(code: string, site: string, batch: string | null): string | null {
  switch (code) {
    case 'E_LAYOUT':
    case 'E_PAGING':
    case 'E_ALL_REJECTED':
      return `scraping-monitor site test ${site}`;
    case 'E_CATALOGUE':
    case 'E_URL':
    case 'E_NOT_FOUND':
    case 'E_NO_DEFINITION':
      return 'scraping-orchestrator validate --all';
    case 'E_ROBOTS':
    case 'E_PERMIT_WAIT':
      return null;
    case 'E_DISK_FULL':
    case 'E_IO':
    case 'E_STORE':
    case 'E_STORE_CORRUPT':
      return 'scraping-monitor doctor';
    default:
      return batch === null ? null : `scraping-monitor retry -b ${batch} --site ${site} --error ${code}`;
  }
}
