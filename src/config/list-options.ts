/** The schema, read as a list: for the commented template, the option table and the environment. */
import { z } from 'zod';
import { alternatives } from '../yaml/schema-walk.ts';
import type { OptionMeta } from './option.ts';
import { configSchema } from './schema.ts';

export interface ConfigOption extends OptionMeta {
  readonly path: readonly string[];
  /** What may stand there, for people: `whole number 1–256`. */
  readonly type: string;
  /** Name of the environment variable that overrides the file. */
  readonly environment: string;
  readonly schema: z.ZodType;
}

export interface ConfigSection {
  readonly path: readonly string[];
  readonly description: string;
  readonly options: readonly ConfigOption[];
  readonly sections: readonly ConfigSection[];
}

/** `execution.retry.delay` is `SCRAPING_EXECUTION_RETRY_DELAY`: a rule, so that no option is without one. */
export function environmentName(path: readonly string[]): string {
  return `SCRAPING_${path.join('_').toUpperCase()}`;
}

export function listSections(): readonly ConfigSection[] {
  return Object.entries(configSchema.shape).map(([key, schema]) => describeSection([key], schema));
}

export function listOptions(): readonly ConfigOption[] {
  const flat = (one: ConfigSection): readonly ConfigOption[] => [...one.options, ...one.sections.flatMap(flat)];
  return listSections().flatMap(flat);
}

/** The keys of `websites.<site>`. */
export function listWebsiteKeys(): readonly {
  readonly key: string;
  readonly type: string;
  readonly description: string;
}[] {
  const [record] = alternatives(configSchema.shape.websites);
  const [site] = record instanceof z.ZodRecord ? alternatives(record.valueType) : [];
  if (!(site instanceof z.ZodObject)) return [];
  return Object.entries(site.shape).map(([key, schema]) => ({
    key,
    type: typeText(schema as z.ZodType),
    description: String((schema as z.ZodType).meta()?.description),
  }));
}

function describeSection(path: readonly string[], schema: z.ZodType): ConfigSection {
  const options: ConfigOption[] = [];
  const sections: ConfigSection[] = [];
  const [object] = alternatives(schema);
  if (object instanceof z.ZodObject) {
    for (const [key, child] of Object.entries(object.shape)) {
      const isSection = alternatives(child).some((one) => one instanceof z.ZodObject);
      if (isSection) sections.push(describeSection([...path, key], child));
      else options.push(describeOption([...path, key], child));
    }
  }
  return { path, description: String(schema.meta()?.description), options, sections };
}

function describeOption(path: readonly string[], schema: z.ZodType): ConfigOption {
  const meta = schema.meta() as unknown as OptionMeta;
  const { description, fallback, unit, kind } = meta;
  return {
    path,
    description,
    fallback,
    ...(unit === undefined ? {} : { unit }),
    ...(kind === undefined ? {} : { kind }),
    // Asked for by documents only: each takes a trial of its schema.
    get type() {
      return kind === 'duration' || kind === 'path' ? kind : typeText(schema);
    },
    environment: environmentName(path),
    schema,
  };
}

function typeText(schema: z.ZodType): string {
  const nullable = schema.safeParse(null).success ? ' or nothing' : '';
  return alternatives(schema).map(oneType).join(' or ') + nullable;
}

function oneType(schema: z.core.$ZodType): string {
  if (schema instanceof z.ZodEnum) return schema.options.join(', ');
  if (schema instanceof z.ZodNumber)
    return `${schema.isInt ? 'whole number' : 'number'} ${schema.minValue}–${schema.maxValue}`;
  if (schema instanceof z.ZodArray) return 'list of text';
  if (schema instanceof z.ZodBoolean) return 'true, false';
  return 'text';
}
