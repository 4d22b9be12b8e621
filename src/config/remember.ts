/**
 * A configuration that was read and found right, kept beside the release's compiled code: reading YAML and holding it to
 * the schema is half of what `scraping-monitor status` costs. It stands for the very text, file, variables and code it was
 * made from, each of which is compared whole; anything else is read anew, and a wrong one is always told in full.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RELEASE } from '../core/version.ts';
import type { Config, LoadedConfig, Source } from './contract.ts';
import { findFile } from './find-file.ts';
import type { ConfigLocation } from './find-file.ts';
import { isOverride } from './variables.ts';

interface Kept {
  /** All that it depends on. */
  readonly of: string;
  readonly config: Config;
  readonly file: string | null;
  readonly warnings: readonly string[];
  /** By path: where a value comes from that is not the default. */
  readonly sources: Readonly<Record<string, Source>>;
}

/**
 * As `loadConfig`, and quicker the second time.
 * @param release which code it is; null = from source, where nothing is kept, since any of its files may have changed
 * @throws {YamlFault} and {Fault} as `loadConfig`
 */
export async function loadConfigAgain(
  location: ConfigLocation,
  release: string | null = RELEASE,
): Promise<LoadedConfig> {
  const found = await findFile(location);
  const folder = location.environment['NODE_COMPILE_CACHE'] ?? '';
  const place = release === null || folder === '' ? null : join(folder, 'config.json');
  const of = dependsOn(found, location, release);
  const kept = place === null ? null : recall(place, of);
  if (kept !== null) return revived(kept);
  const { parseConfig } = await import('./load.ts');
  const loaded = parseConfig(found?.text ?? '', found?.file ?? null, location);
  if (place !== null) remember(place, of, loaded);
  return loaded;
}

function dependsOn(
  found: { readonly file: string; readonly text: string } | null,
  { environment, workingDirectory }: ConfigLocation,
  release: string | null,
): string {
  const variables = Object.entries(environment)
    .filter(([name]) => isOverride(name))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([release, process.version, workingDirectory, found?.file, found?.text, variables]);
}

function recall(place: string, of: string): Kept | null {
  try {
    const kept = JSON.parse(readFileSync(place, 'utf8')) as Kept;
    return kept.of === of ? kept : null;
  } catch {
    // Never kept, or half written by a disk that was full: it is read anew.
    return null;
  }
}

function revived({ config, file, warnings, sources }: Kept): LoadedConfig {
  return {
    config,
    file,
    warnings,
    sourceOf: (path) => (Object.hasOwn(sources, path) ? sources[path] : undefined) ?? { kind: 'default' },
  };
}

/** For this user alone, as the file itself; a secret is in neither: the schema takes only the place where one is kept. */
function remember(place: string, of: string, { config, file, warnings, sourceOf }: LoadedConfig): void {
  const sources = Object.fromEntries(
    pathsOf(config)
      .map((path) => [path, sourceOf(path)] as const)
      .filter(([, source]) => source.kind !== 'default'),
  );
  const fresh = `${place}.${process.pid}`;
  try {
    writeFileSync(fresh, JSON.stringify({ of, config, file, warnings, sources } satisfies Kept), { mode: 0o600 });
    renameSync(fresh, place);
  } catch {
    // A folder that may not be written, a full disk: it is only slower without.
    removeIfThere(fresh);
  }
}

function removeIfThere(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Where no file could be made there is none to remove.
  }
}

/** Dotted, of every section and every value: `execution.retry`, `execution.retry.delay`. */
function pathsOf(holder: object, above = ''): readonly string[] {
  return Object.entries(holder).flatMap(([key, value]) => {
    const path = above + key;
    return isSection(value) ? [path, ...pathsOf(value, `${path}.`)] : [path];
  });
}

function isSection(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
