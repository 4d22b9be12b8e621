/** The licences of the packages that are in a release: each asks to be kept with its code. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** @throws when a package has neither a text nor the name of its licence */
export function licencesOf(packages: readonly string[], root: string): string {
  return packages.map((name) => licenceOf(name, join(root, 'node_modules', name))).join(`\n${'-'.repeat(79)}\n\n`);
}

function licenceOf(name: string, folder: string): string {
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly version: string;
    readonly license?: string;
  };
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  if (texts.length === 0 && license === undefined) throw new Error(`${name} does not tell its licence`);
  return `${[`${name} ${version} (${license ?? 'see below'})`, ...texts].join('\n\n')}\n`;
}
