/** Every option with its value as one would write it, its unit and where it comes from; secrets are starred. */
import type { LoadedConfig } from '../../config/contract.ts';
import { listOptions } from '../../config/list-options.ts';
import { formatSource } from '../../config/load.ts';
import { formatDuration } from '../../config/option.ts';
import type { SettingView } from '../../monitoring/house-shape.ts';

const SECRET = /(password|secret|token|key|dsn)$/i;

export function readSettings({ config, sourceOf }: LoadedConfig): readonly SettingView[] {
  const options = listOptions().map(({ path, description, unit, kind }): SettingView => {
    const key = path.join('.');
    return {
      key,
      value: asWritten(kind, masked(key, valueAt(config, path))),
      unit: unit ?? null,
      description,
      source: formatSource(sourceOf(key)),
    };
  });
  const websites = Object.entries(config.websites).flatMap(([site, own]) =>
    Object.entries(own).map(([name, value]): SettingView => {
      const key = `websites.${site}.${name}`;
      return { key, value: masked(key, value), unit: null, description: '', source: formatSource(sourceOf(key)) };
    }),
  );
  return [...options, ...websites.filter(({ value }) => value !== undefined)];
}

/** A duration as the file has it: `15d`, not its milliseconds. */
function asWritten(kind: string | undefined, value: unknown): unknown {
  return kind === 'duration' && typeof value === 'number' ? formatDuration(value) : value;
}

function valueAt(holder: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((here, key) => (here as Readonly<Record<string, unknown>> | undefined)?.[key], holder);
}

/** Passwords inside addresses (`smtp://user:secret@host`) are starred, too. */
function masked(key: string, value: unknown): unknown {
  if (value === null || value === undefined || value === '') return value ?? null;
  if (SECRET.test(key)) return '***';
  if (Array.isArray(value)) return value.map((one) => masked(key, one));
  return typeof value === 'string' ? value.replace(/(\/\/[^/:@\s]*:)[^@\s]*@/, '$1***@') : value;
}
