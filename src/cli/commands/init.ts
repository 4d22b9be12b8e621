import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { parseConfig } from '../../config/load.ts';
import { configTemplate, LOCAL_PATHS } from '../../config/template.ts';
import { EXIT, Fault, messageOf } from '../../core/errors.ts';
import { cliLanguage, command } from '../command-line.ts';
import type { CommonOptions } from '../command-line.ts';
import type { Words } from '../../wording/language.ts';
import { sentencesIn } from '../../wording/sentences.ts';

const WORDS: Words<'summary' | 'dir' | 'system' | 'wrote' | 'folder' | 'next' | 'after'> = {
  en: {
    summary: 'Write a commented config.yaml and create the folders it names. Never overwrites.',
    dir: 'where config.yaml goes',
    system: 'name the system folders (/var/lib/scraping …) instead of folders beside the file',
    wrote: 'Wrote',
    folder: 'Folder',
    next: 'Next: put the URL lists into',
    after: 'then',
  },
  es: {
    summary: 'Escribe un config.yaml comentado y crea las carpetas que nombra. Nunca sobrescribe.',
    dir: 'dónde va config.yaml',
    system: 'nombra las carpetas del sistema (/var/lib/scraping …) en lugar de carpetas junto al archivo',
    wrote: 'Escrito',
    folder: 'Carpeta',
    next: 'Siguiente: ponga las listas de URLs en',
    after: 'luego',
  },
};

interface InitOptions extends CommonOptions {
  readonly dir: string;
  readonly system?: boolean;
}

export function addInit(parent: Command): void {
  const words = WORDS[cliLanguage()];
  command<InitOptions>(
    parent,
    'init',
    words.summary,
    (made) => made.option('-d, --dir <folder>', words.dir, '.').option('--system', words.system),
    async (options) => {
      const folder = resolve(options.dir);
      const file = options.config === undefined ? resolve(folder, 'config.yaml') : resolve(options.config);
      const text = configTemplate(options.system === true ? {} : LOCAL_PATHS, await sentencesIn(cliLanguage()));
      const { config } = parseConfig(text, file, { environment: {}, workingDirectory: folder });
      const folders = [
        dirname(file),
        dirname(config.database.path),
        config.data.directory,
        config.data.urls,
        config.logging.directory,
        config.backup.directory,
      ];
      for (const each of new Set(folders)) await create(each);
      await writeNew(file, text);
      if (options.json) console.log(JSON.stringify({ config: file, folders }));
      else
        console.log(
          [
            `${words.wrote} ${file}`,
            ...[...new Set(folders)].map((each) => `${words.folder} ${each}`),
            `${words.next} ${config.data.urls}, ${words.after} \`scraping-orchestrator validate --config ${file}\`.`,
          ].join('\n'),
        );
      return EXIT.ok;
    },
  );
}

async function create(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw new Fault('E_DIRECTORY', `the folder ${folder} cannot be created: ${messageOf(cause)}`, {
      file: folder,
      cause,
    });
  }
}

async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (cause) {
    const there = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    const cure = there ? 'Move it away first, or name another place with --dir.' : undefined;
    throw new Fault(
      'E_DIRECTORY',
      there ? `${file} is there already` : `${file} cannot be written: ${messageOf(cause)}`,
      { file, cause, cure },
    );
  }
}
