import type { Command } from 'commander';
import { manageBackups } from '../../app/house/manage-backups.ts';
import type { BackupChoice, BackupManager } from '../../app/house/manage-backups.ts';
import { openLog } from '../../app/parts/open-log.ts';
import { loadConfig } from '../../config/load.ts';
import { systemClock } from '../../core/clock.ts';
import { EXIT } from '../../core/errors.ts';
import { BACKUP_WORDS } from '../backup-words.ts';
import type { BackupWords } from '../backup-words.ts';
import { cliLanguage, command, commandGroup } from '../command-line.ts';
import type { CommonOptions } from '../command-line.ts';
import { showCount, showInstant } from '../../wording/show-time.ts';
import { table } from '../table.ts';
import { sentencesIn } from '../../wording/sentences.ts';
import { terminalText } from '../../wording/terminal-text.ts';

interface ChoiceOptions extends CommonOptions {
  readonly at?: string;
  readonly trust?: boolean;
}

interface RestoreOptions extends ChoiceOptions {
  readonly files?: string;
  readonly yes?: boolean;
}

const words = (): BackupWords => BACKUP_WORDS[cliLanguage()];

export function addBackup(parent: Command): void {
  const backup = commandGroup(parent, 'backup', words().group);
  addCreate(backup);
  addList(backup);
  addVerify(backup);
  addRestore(backup);
}

async function managerFor(options: CommonOptions): Promise<BackupManager> {
  const loaded = await loadConfig({ file: options.config, environment: process.env, workingDirectory: process.cwd() });
  return manageBackups(loaded, systemClock, openLog(loaded.config));
}

function addCreate(backup: Command): void {
  command<CommonOptions>(
    backup,
    'create',
    words().create,
    (made) => made,
    async (options) => {
      const summary = await (await managerFor(options)).create();
      if (options.json) console.log(JSON.stringify(summary));
      else
        console.log(
          words().made(
            String(summary['backup']),
            showCount(Number(summary['tasks'])),
            showCount(Number(summary['files'])),
          ),
        );
      return EXIT.ok;
    },
  );
}

function addList(backup: Command): void {
  command<CommonOptions>(
    backup,
    'list',
    words().list,
    (made) => made,
    async (options) => {
      const manager = await managerFor(options);
      const backups = await manager.list();
      if (options.json) {
        console.log(JSON.stringify(backups));
        return EXIT.ok;
      }
      const tell = await sentencesIn(cliLanguage());
      const rows = backups.map((one) => {
        if (one.state === 'damaged') return [one.name, '', '', '', '', `${words().damaged}: ${tell(one.reason)}`];
        const { database, files, verifiedAt } = one.manifest;
        const { counts } = database.content;
        return [
          one.name,
          showCount(database.bytes),
          showCount(counts['execution_batches'] ?? 0),
          showCount(counts['scraping_tasks'] ?? 0),
          showCount(files.count),
          `${words().verified} ${showInstant(Date.parse(verifiedAt), manager.timeZone)}`,
        ];
      });
      console.log(
        backups.length === 0
          ? words().none
          : table(
              [
                { title: words().backup },
                { title: words().bytes, align: 'right' },
                { title: words().batches, align: 'right' },
                { title: words().tasks, align: 'right' },
                { title: words().files, align: 'right' },
                { title: words().state },
              ],
              rows,
            ),
      );
      return EXIT.ok;
    },
  );
}

function addVerify(backup: Command): void {
  command<ChoiceOptions>(
    backup,
    'verify',
    words().verify,
    (made) => made.option('--at <which>', words().at).option('--trust', words().trust),
    async (options) => {
      const verified = await (await managerFor(options)).verify(choiceOf(options));
      if (options.json) console.log(JSON.stringify(verified));
      else console.log(words().proven(verified.backup, showCount(verified.rows), showCount(verified.files)));
      return EXIT.ok;
    },
  );
}

function addRestore(backup: Command): void {
  command<RestoreOptions>(
    backup,
    'restore',
    words().restore,
    (made) =>
      made
        .option('--at <which>', words().at)
        .option('--files <folder>', words().into)
        .option('--trust', words().trustOther)
        .option('--yes', words().yes),
    async (options) => {
      const manager = await managerFor(options);
      const choice = choiceOf(options);
      if (options.files !== undefined) {
        const unpacked = await manager.restoreFiles(choice, options.files);
        console.log(
          options.json
            ? JSON.stringify(unpacked)
            : words().unpacked(showCount(unpacked.files), unpacked.backup, terminalText(options.files)),
        );
        return EXIT.ok;
      }
      if (options.yes !== true) return askForYes(manager, choice, options.json ?? false);
      const restored = await manager.restore(choice);
      if (options.json) console.log(JSON.stringify(restored));
      else
        console.log(
          [
            words().restored(restored.backup, showInstant(Date.parse(restored.createdAt), manager.timeZone)),
            restored.keptIn === null ? words().noFormer : words().former(restored.keptIn),
            words().next,
          ].join('\n'),
        );
      return EXIT.ok;
    },
  );
}

async function askForYes(manager: BackupManager, choice: BackupChoice, json: boolean): Promise<number> {
  const { name, manifest } = await manager.choose(choice);
  if (json) console.log(JSON.stringify({ would_restore: name, created_at: manifest.createdAt }));
  else console.log(words().would(name, showInstant(Date.parse(manifest.createdAt), manager.timeZone)));
  return EXIT.usage;
}

function choiceOf({ at, trust }: ChoiceOptions): BackupChoice {
  return { at: at ?? null, trust: trust ?? false };
}
