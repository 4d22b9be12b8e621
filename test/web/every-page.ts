/** Every page of the dashboard, by its address. */
import type { Team } from './team/monitor.ts';

export function everyPage(team: Team): readonly string[] {
  const failed = team.tasks.find(({ status, errorCode }) => status.endsWith('failed') && errorCode !== null);
  const done = team.tasks.find(({ verdict, rows }) => verdict === 'ok' && rows > 0);
  return [
    '/now',
    '/coverage',
    '/coverage?site=Tro',
    '/tasks',
    `/tasks/${failed?.id}`,
    `/tasks/${done?.id}`,
    '/causes',
    '/sites',
    '/sites/Inm24',
    '/trends',
    '/logs',
    '/upkeep',
    '/settings',
    '/access',
  ];
}
