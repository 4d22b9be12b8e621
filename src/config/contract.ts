/** The configuration as the rest of the product sees it: complete, checked, durations in ms, paths absolute. */
import type { z } from 'zod';
import type { FetchMode, RobotsMode } from '../core/page.ts';
import type { Politeness } from '../core/politeness.ts';
import type { configSchema } from './schema.ts';

export type Config = z.output<typeof configSchema>;

/** Where a value comes from. */
export type Source =
  | { readonly kind: 'default' }
  | { readonly kind: 'file'; readonly file: string; readonly line: number; readonly column: number }
  | { readonly kind: 'environment'; readonly name: string };

export interface LoadedConfig {
  readonly config: Config;
  /** The file that was read; null = all defaults. */
  readonly file: string | null;
  /** What is odd and no fault: environment variables that name no option. */
  readonly warnings: readonly string[];
  /** Where the value of an option (`execution.retry.delay`, `websites.Inm24.lanes`) comes from. */
  readonly sourceOf: (path: string) => Source;
}

/** What a site definition says of running the site (extraction's `Site` fits). */
export interface SiteToRun {
  readonly code: string;
  readonly hasDetail: boolean;
  readonly defaults: {
    readonly priority: number;
    readonly lanes: number;
    readonly alwaysOn: boolean;
    readonly delaySeconds: number;
    readonly robots: RobotsMode;
    readonly fetch: FetchMode;
  };
}

/** How a site is run, after the configuration's overrides. */
export interface EffectiveSite {
  readonly code: string;
  readonly enabled: boolean;
  readonly priority: number;
  readonly lanes: number;
  readonly alwaysOn: boolean;
  readonly hasDetail: boolean;
  readonly fetch: FetchMode;
  /** Names of its proxies; null = any, none = direct. */
  readonly proxies: readonly string[] | null;
  readonly politeness: Politeness;
  /** Per value: `definition`, `rehearsal`, or the option that decided (`websites.Inm24.lanes`). */
  readonly sources: Readonly<Record<EffectiveValue, string>>;
}

export type EffectiveValue =
  | 'enabled'
  | 'priority'
  | 'lanes'
  | 'alwaysOn'
  | 'hasDetail'
  | 'delay'
  | 'requestsPerMinute'
  | 'fetch'
  | 'robots';
