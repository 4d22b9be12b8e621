/** Writes docs/commands.md and docs/comandos.md from the commands themselves; a test holds the files to it. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commandsDocument, DOCUMENTS } from '../src/cli/commands-document.ts';

const [, , language] = process.argv;
if (language === 'en' || language === 'es')
  writeFileSync(
    fileURLToPath(new URL(`../docs/${DOCUMENTS[language]}`, import.meta.url)),
    await commandsDocument(language),
  );
else {
  console.error('Say which: node scripts/commands-document.ts en|es (with SCRAPING_LANG set to the same).');
  process.exitCode = 64;
}
