/** A site definition as somebody wrote it: read and held to its schema. What comes out is plain data. */
import { createHash } from 'node:crypto';
import { readYaml } from '../yaml/read.ts';
import type { CheckedDefinition, DefinitionSource } from './contract.ts';
import { siteDefinition } from './definition.ts';
import { programSiteShape } from './program-shape.ts';

/** @throws {Fault} E_DEFINITION with file, line and column of every fault in the text. */
export function readDefinition({ file, text }: DefinitionSource): CheckedDefinition {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return isProgramSite(text)
    ? { kind: 'program', file, hash, definition: readYaml(text, file, programSiteShape, 'E_DEFINITION') }
    : { kind: 'pages', file, hash, definition: readYaml(text, file, siteDefinition, 'E_DEFINITION') };
}

/** Whether a definition says that a program collects its site: a top-level key, which stands at a line's beginning. */
function isProgramSite(text: string): boolean {
  return /^type:[ \t]*['"]?command['"]?[ \t\r]*(?:#.*)?$/m.test(text);
}
