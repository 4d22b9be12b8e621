import { dirname, resolve } from 'node:path';
import { YamlFault } from '../yaml/fault.ts';
import type { YamlIssue } from '../yaml/fault.ts';
import { readPlacedYaml } from '../yaml/read.ts';
import type { PlacedYaml } from '../yaml/read.ts';
import type { Config, LoadedConfig, Source } from './contract.ts';
import { contradictions } from './cross-check.ts';
import { readEnvironment } from './environment.ts';
import type { Override } from './environment.ts';
import { findFile } from './find-file.ts';
import type { ConfigLocation } from './find-file.ts';
import { listOptions } from './list-options.ts';
import { configSchema } from './schema.ts';

/**
 * Finds and reads the configuration: `--config`, SCRAPING_CONFIG, `./config.yaml`, `/etc/scraping/config.yaml`; the first that
 * is there, else all defaults. The environment wins over the file, the file over the defaults.
 * @throws {YamlFault} E_CONFIG with every fault and its place; {Fault} E_CONFIG when a file named cannot be read
 */
export async function loadConfig(location: ConfigLocation): Promise<LoadedConfig> {
  const found = await findFile(location);
  return parseConfig(found?.text ?? '', found?.file ?? null, location);
}

/** As `loadConfig`, for a text that was already read. `file` = null: there is no file. */
export function parseConfig(text: string, file: string | null, location: ConfigLocation): LoadedConfig {
  const shownFile = file ?? 'defaults';
  const placed = readPlacedYaml(text, shownFile, configSchema, 'E_CONFIG');
  const { overrides, faults, warnings } = readEnvironment(location.environment);
  if (faults.length > 0) throw new YamlFault('E_CONFIG', faults[0]?.file ?? 'environment', faults);
  const folder = file === null ? location.workingDirectory : dirname(resolve(location.workingDirectory, file));
  const config = withAbsolutePaths(withOverrides(placed.value, overrides), folder);
  const sourceOf = sourcesOf(placed, overrides);

  const issues = contradictions(config).map(({ path, other, message }): YamlIssue => {
    // The one to look at is the one that somebody wrote.
    const written = [path, other].map(sourceOf).find(({ kind }) => kind !== 'default') ?? { kind: 'default' };
    return { ...placeOf(written, shownFile), path, message };
  });
  if (issues.length > 0) throw new YamlFault('E_CONFIG', issues[0]?.file ?? shownFile, issues);
  return { config, file, warnings, sourceOf };
}

/** `default`, `config.yaml:12:5` or `SCRAPING_DATA_URLS`: where a value comes from, for people. */
export function formatSource(source: Source): string {
  if (source.kind === 'file') return `${source.file}:${source.line}`;
  return source.kind === 'environment' ? source.name : 'default';
}

function withOverrides(config: Config, overrides: readonly Override[]): Config {
  return overrides.reduce<Config>((all, { option, value }) => withValue(all, option.path, value), config);
}

function withAbsolutePaths(config: Config, folder: string): Config {
  const absolute = (value: unknown): unknown => {
    if (typeof value === 'string') return resolve(folder, value);
    return Array.isArray(value) ? value.map(absolute) : value;
  };
  return listOptions()
    .filter(({ kind }) => kind === 'path' || kind === 'paths')
    .reduce<Config>((all, { path }) => withValue(all, path, absolute(valueAt(all, path))), config);
}

/** A copy with one value replaced; the schema has checked that it fits. */
function withValue<T>(holder: T, path: readonly string[], value: unknown): T {
  const [key, ...rest] = path;
  if (key === undefined) return value as T;
  const record = holder as Readonly<Record<string, unknown>>;
  return { ...record, [key]: withValue(record[key], rest, value) } as T;
}

function valueAt(holder: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((here, key) => (here as Readonly<Record<string, unknown>>)[key], holder);
}

function sourcesOf(placed: PlacedYaml<unknown>, overrides: readonly Override[]): (path: string) => Source {
  const byEnvironment = new Map(overrides.map(({ option }) => [option.path.join('.'), option.environment]));
  return (path) => {
    const name = byEnvironment.get(path);
    if (name !== undefined) return { kind: 'environment', name };
    const steps = path.split('.');
    if (!placed.has(steps)) return { kind: 'default' };
    const { file = '', line = 1, column = 1 } = placed.placeOf(steps);
    return { kind: 'file', file, line, column };
  };
}

function placeOf(source: Source, file: string): Pick<YamlIssue, 'file' | 'line' | 'column'> {
  if (source.kind === 'file') return { file: source.file, line: source.line, column: source.column };
  return { file: source.kind === 'environment' ? source.name : file };
}
