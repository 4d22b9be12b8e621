/** What starts by itself, and when. The interval of batches is `execution.batch_interval`; the zone `data.time_zone`. */
import { z } from 'zod';
import type { LocalTime } from '../core/local-time.ts';
import { duration, option, section } from './option.ts';

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const CLOCK_TIME = /^(?:(Sun|Mon|Tue|Wed|Thu|Fri|Sat) )?([01]\d|2[0-3]):([0-5]\d)$/;

/** `02:00`, `Sun 03:00`; `off` is null; undefined = none of these. */
function parseClockTime(text: string): LocalTime | null | undefined {
  if (text === 'off') return null;
  const match = CLOCK_TIME.exec(text);
  if (match === null) return undefined;
  const [, day, hour, minute] = match;
  const weekday = day === undefined ? null : WEEKDAYS.findIndex((name) => name === day);
  return { hour: Number(hour), minute: Number(minute), weekday };
}

function clockTime(fallback: string, description: string) {
  const schema = z.string().transform((text, context): LocalTime | null => {
    const time = parseClockTime(text);
    if (time !== undefined) return time;
    context.addIssue({
      code: 'custom',
      message: `expected a clock time such as 02:00 or Sun 03:00, or off; saw ${JSON.stringify(text)}`,
    });
    return z.NEVER;
  });
  return option(schema, fallback, description);
}

export const schedule = section(
  {
    batches: option(z.boolean(), true, 'false = no batch starts by itself, only by run-now'),
    on_busy: option(
      z.enum(['skip', 'queue']),
      'skip',
      'A batch that is due while another runs is left out, or waits until that one is over',
    ),
    catch_up: option(
      z.enum(['one', 'none']),
      'one',
      'What was due while nothing ran is started once at the next start, or not at all',
    ),
    backup: clockTime('02:00', 'Backup; a time of every day, of one weekday (Sun 03:00), or off'),
    clean_up: clockTime('Sun 03:00', 'Clean-up of what is past its retention'),
    log_rotation: clockTime('00:00', 'A new log file, the last one compressed'),
    health: duration('1h', 'Time between two health checks', { least: '10s', most: '7d' }),
  },
  'What starts by itself; clock times are those of data.time_zone',
);
