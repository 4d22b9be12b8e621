/** Lines of a log as dashboards show them, and which of them are asked for. */
import type { LogFilter as FileFilter, LogLine as FileLine } from '../telemetry/read-log.ts';
import { LOG_LEVELS } from './house-words.ts';
import type { LogFilter, LogLine } from './house-shape.ts';

export function lineFilter({ level, site, task, since }: LogFilter): FileFilter {
  return {
    sites: site === undefined ? undefined : site.split(','),
    tasks: task === undefined ? undefined : task.split(','),
    level,
    since: since === undefined ? undefined : Date.parse(since),
  };
}

export function contains({ text }: FileLine, filter: LogFilter): boolean {
  return filter.text === undefined || text.toLowerCase().includes(filter.text.toLowerCase());
}

/** A line that is not ours (a crash of Node, say) is an error with its text. */
export function describeLine({ text, fields }: FileLine): LogLine {
  const { time, level, event, ...rest } = fields;
  const at = typeof time === 'string' ? Date.parse(time) : typeof time === 'number' ? time : Number.NaN;
  const known = LOG_LEVELS.find((one) => one === level);
  if (Number.isNaN(at) || known === undefined || typeof event !== 'string')
    return { at: new Date(0).toISOString(), level: 'error', event: text.slice(0, 2000), fields: {} };
  return { at: new Date(at).toISOString(), level: known, event, fields: rest };
}
