/** How an option is written down: one line gives its type, default, unit and description; the rest is derived. */
import { z } from 'zod';

/** What stands beside the type of an option (kept in Zod's registry, read by list-options.ts). */
export interface OptionMeta {
  readonly description: string;
  /** The default as a person writes it in the file. */
  readonly fallback: unknown;
  readonly unit?: string;
  readonly kind?: 'path' | 'paths' | 'duration';
}

type Extra = Pick<OptionMeta, 'unit' | 'kind'>;

export function option<S extends z.ZodType>(
  schema: S,
  fallback: z.input<S>,
  description: string,
  extra: Extra = {},
): z.ZodPrefault<S> {
  const meta: OptionMeta = { description, fallback, ...extra };
  return schema.prefault(fallback as never).meta({ ...meta });
}

/** A section may be absent, or stand there with all its keys commented out. */
export function section<S extends z.ZodRawShape>(shape: S, description: string) {
  const object = z.strictObject(shape);
  return z
    .preprocess((value) => value ?? {}, object)
    .prefault({} as never)
    .meta({ description });
}

/** A file or folder; relative ones count from the folder of the configuration file. */
export function path(fallback: string, description: string) {
  return option(z.string().min(1), fallback, description, { kind: 'path' });
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION = /^(\d+(?:\.\d+)?) *(ms|s|m|h|d)$/;

/** Milliseconds of `30m`, `1.5h`, `14d`; null when it is no duration. */
export function parseDuration(text: string): number | null {
  const match = DURATION.exec(text.trim());
  return match === null ? null : Math.round(Number(match[1]) * (UNITS[match[2] ?? ''] ?? Number.NaN));
}

/** The shortest way to write a number of milliseconds: `14d`, `30m`, `90s`. */
export function formatDuration(ms: number): string {
  const [unit, size] = Object.entries(UNITS).findLast(([, size]) => ms >= size && ms % size === 0) ?? ['ms', 1];
  return `${ms / size}${unit}`;
}

interface Bounds {
  readonly least?: string;
  readonly most?: string;
}

/** A duration: text with a unit in the file, milliseconds in the program. */
export function duration(fallback: string, description: string, { least = '1ms', most = '366d' }: Bounds = {}) {
  const bound = (text: string): number => parseDuration(text) ?? Number.NaN;
  const expected = `expected a duration from ${least} to ${most} with its unit (ms, s, m, h, d), such as ${fallback}`;
  // Any input is taken here, so that a bare number is answered with what to write, too.
  const schema = z.unknown().transform((value, context): number => {
    const ms = typeof value === 'string' ? parseDuration(value) : null;
    if (ms === null || ms < bound(least) || ms > bound(most)) {
      context.addIssue({ code: 'custom', message: `${expected}; saw ${JSON.stringify(value)}` });
      return z.NEVER;
    }
    return ms;
  });
  return option(schema, fallback, description, { kind: 'duration' });
}
