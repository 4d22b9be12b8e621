import type { z } from 'zod';
import type { ErrorCode, Place } from '../core/errors.ts';
import { explain } from './explain.ts';
import { YamlFault } from './fault.ts';
import { parseYaml } from './parse.ts';
import type { YamlPath } from './parse.ts';

/** A file's value, and where each part of it stands: for checks that a schema cannot make. */
export interface PlacedYaml<T> {
  readonly value: T;
  /** Place of the value at `path`, or of the nearest enclosing one that the file has. */
  placeOf(path: YamlPath): Place;
  /** Whether the file says something at `path` (else the schema's default stands there). */
  has(path: YamlPath): boolean;
}

/**
 * Reads one strict YAML document (YAML 1.2 core; F66, T18, T19) and checks it.
 * @param file name shown in faults; nothing is read from disk
 * @throws {YamlFault} with every issue, each with line, column, value seen and what was expected
 */
export function readYaml<T>(text: string, file: string, schema: z.ZodType<T>, code: ErrorCode = 'E_CONFIG'): T {
  return readPlacedYaml(text, file, schema, code).value;
}

/** As `readYaml`, and keeps the places. */
export function readPlacedYaml<T>(
  text: string,
  file: string,
  schema: z.ZodType<T>,
  code: ErrorCode = 'E_CONFIG',
): PlacedYaml<T> {
  const parsed = parseYaml(text, file, code);
  // A document is read once: compiling its schema would take longer than reading it.
  const result = schema.safeParse(parsed.value, { jitless: true });
  if (!result.success) {
    throw new YamlFault(
      code,
      file,
      result.error.issues.flatMap((issue) => explain({ file, parsed, schema }, issue)),
    );
  }
  return {
    value: result.data,
    placeOf: (path) => ({ file, ...parsed.placeOf(path) }),
    has: (path) => parsed.has(path),
  };
}
