/** Overrides from the environment: SCRAPING_<PATH>, one an option. */
import { z } from 'zod';
import type { YamlIssue } from '../yaml/fault.ts';
import { nearest } from '../yaml/nearest.ts';
import { alternatives } from '../yaml/schema-walk.ts';
import { listOptions } from './list-options.ts';
import type { ConfigOption } from './list-options.ts';
import { isOverride } from './variables.ts';
import type { Environment } from './variables.ts';

export interface Override {
  readonly option: ConfigOption;
  /** Parsed and checked, as it stands in the configuration. */
  readonly value: unknown;
}

export interface EnvironmentOverrides {
  readonly overrides: readonly Override[];
  /** Values that do not fit; `file` is the variable's name. */
  readonly faults: readonly YamlIssue[];
  /** Variables that look like ours and name no option: a misspelt override would silently do nothing. */
  readonly warnings: readonly string[];
}

export function readEnvironment(environment: Environment): EnvironmentOverrides {
  if (!Object.keys(environment).some(isOverride)) return { overrides: [], faults: [], warnings: [] };
  const options = new Map(listOptions().map((option) => [option.environment, option]));
  const overrides: Override[] = [];
  const faults: YamlIssue[] = [];
  const warnings: string[] = [];
  for (const [name, text] of Object.entries(environment)) {
    if (!isOverride(name) || text === undefined) continue;
    const option = options.get(name);
    if (option === undefined) {
      const meant = nearest(name, [...options.keys()]);
      warnings.push(`no option has the variable ${name}${meant === null ? '' : `; did you mean ${meant}?`}`);
      continue;
    }
    const result = option.schema.safeParse(fromText(option.schema, text));
    if (result.success) overrides.push({ option, value: result.data });
    else
      faults.push({
        file: name,
        path: option.path.join('.'),
        message: `expected ${expected(option)}, saw ${JSON.stringify(text)}`,
      });
  }
  return { overrides, faults, warnings };
}

function expected(option: ConfigOption): string {
  return option.kind === 'duration' ? `a duration such as ${String(option.fallback)}` : option.type;
}

/** A variable is always text: what it stands for follows from the option's type. Lists are parted by commas. */
function fromText(schema: z.ZodType, text: string): unknown {
  const [type] = alternatives(schema);
  if (text === '' && schema.safeParse(null).success) return null;
  if (type instanceof z.ZodNumber) return /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text;
  if (type instanceof z.ZodBoolean) return text === 'true' ? true : text === 'false' ? false : text;
  if (type instanceof z.ZodArray) return text === '' ? [] : text.split(',').map((part) => part.trim());
  return text;
}
