/** Looks into a Zod schema for what an issue does not say: which keys and values are known at a path. */
import type { z } from 'zod';
import type { YamlPath } from './parse.ts';

interface Definition {
  readonly type: string;
  readonly innerType?: z.core.$ZodType;
  readonly in?: z.core.$ZodType;
  readonly out?: z.core.$ZodType;
  readonly getter?: () => z.core.$ZodType;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly element?: z.core.$ZodType;
  readonly valueType?: z.core.$ZodType;
  readonly items?: readonly z.core.$ZodType[];
  readonly options?: readonly z.core.$ZodType[];
  readonly left?: z.core.$ZodType;
  readonly right?: z.core.$ZodType;
}

function definitionOf(schema: z.core.$ZodType): Definition {
  return schema._zod.def;
}

/** Every schema that may stand here: wrappers taken off, unions spread out. */
export function alternatives(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  const definition = definitionOf(schema);
  if (definition.options !== undefined) return definition.options.flatMap(alternatives);
  if (definition.left !== undefined && definition.right !== undefined) {
    return [...alternatives(definition.left), ...alternatives(definition.right)];
  }
  if (definition.getter !== undefined) return alternatives(definition.getter());
  if (definition.innerType !== undefined) return alternatives(definition.innerType);
  if (definition.type === 'pipe' && definition.in !== undefined) {
    // `preprocess` begins with a transform, whose shape is unknown: what follows tells more.
    const begins =
      definitionOf(definition.in).type === 'transform' && definition.out !== undefined ? definition.out : definition.in;
    return alternatives(begins);
  }
  return [schema];
}

function step(schema: z.core.$ZodType, key: PropertyKey): readonly z.core.$ZodType[] {
  const definition = definitionOf(schema);
  const next =
    definition.shape?.[String(key)] ?? definition.valueType ?? definition.element ?? definition.items?.[Number(key)];
  return next === undefined ? [] : alternatives(next);
}

/** The schemas that may stand at `path`. */
export function schemasAt(schema: z.core.$ZodType, path: YamlPath): readonly z.core.$ZodType[] {
  return path.reduce<readonly z.core.$ZodType[]>(
    (here, key) => here.flatMap((one) => step(one, key)),
    alternatives(schema),
  );
}

/** Keys that are known at `path`; none when any key is welcome there. */
export function knownKeys(schema: z.core.$ZodType, path: YamlPath): readonly string[] {
  return [...new Set(schemasAt(schema, path).flatMap((one) => Object.keys(definitionOf(one).shape ?? {})))];
}
