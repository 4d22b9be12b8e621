import { compileDefinition } from './compile-definition.ts';
import type { DefinitionSource, Site } from './contract.ts';
import { readDefinition } from './read-definition.ts';

/** @throws {Fault} E_DEFINITION with file, line and column of every fault in the text. */
export function compileSite(source: DefinitionSource): Site {
  return compileDefinition(readDefinition(source));
}
