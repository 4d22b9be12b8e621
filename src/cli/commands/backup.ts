import type { Command } from 'commander';
import { manageBackups } from '../../app/manage-backups.ts';
import type { BackupChoice, BackupManager } from '../../app/manage-backups.ts';
import { openLog } from '../../app/open-log.ts';
import { loadConfig } from '../../config/load.ts';
import { systemClock } from '../../core/clock.ts';
import { EXIT } from '../../core/errors.ts';
import { command } from '../command-line.ts';
import type { CommonOptions } from '../command-line.ts';
import { showCount } from '../../wording/show-time.ts';
import { table } from '../table.ts';
import { terminalText } from '../../wording/terminal-text.ts';

interface ChoiceOptions extends CommonOptions {
  readonly at?: string;
  readonly trust?: boolean;
}

interface RestoreOptions extends ChoiceOptions {
  readonly files?: string;
  readonly yes?: boolean;
}

const AT = 'a backup by its name, or the newest not after a moment: 2026-11-22, "2026-11-22 02:00"';

export function addBackup(parent: Command): void {
  const backup = parent.command('backup').description('Makes, lists, proves and restores backups.');
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
    'Make a backup now, also beside a running service. It counts only after it was opened and compared.',
    (made) => made,
    async (options) => {
      const summary = await (await managerFor(options)).create();
      if (options.json) console.log(JSON.stringify(summary));
      else
        console.log(
          `Made and verified ${String(summary['backup'])}: ${showCount(Number(summary['tasks']))} tasks, ${showCount(Number(summary['files']))} files`,
        );
      return EXIT.ok;
    },
  );
}

function addList(backup: Command): void {
  command<CommonOptions>(
    backup,
    'list',
    'List the backups, newest first.',
    (made) => made,
    async (options) => {
      const backups = await (await managerFor(options)).list();
      if (options.json) {
        console.log(JSON.stringify(backups));
        return EXIT.ok;
      }
      const rows = backups.map((one) => {
        if (one.state === 'damaged') return [one.name, '', '', '', '', `damaged: ${one.reason}`];
        const { database, files, verifiedAt } = one.manifest;
        const { counts } = database.content;
        return [
          one.name,
          showCount(database.bytes),
          showCount(counts['execution_batches'] ?? 0),
          showCount(counts['scraping_tasks'] ?? 0),
          showCount(files.count),
          `verified ${verifiedAt}`,
        ];
      });
      console.log(
        backups.length === 0
          ? 'No backup yet. `scraping-orchestrator backup create` makes one.'
          : table(
              [
                { title: 'backup' },
                { title: 'bytes', align: 'right' },
                { title: 'batches', align: 'right' },
                { title: 'tasks', align: 'right' },
                { title: 'files', align: 'right' },
                { title: 'state' },
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
    'Restore a backup into a temporary folder and compare everything in it.',
    (made) => made.option('--at <which>', AT).option('--trust', 'do not check the seal'),
    async (options) => {
      const verified = await (await managerFor(options)).verify(choiceOf(options));
      if (options.json) console.log(JSON.stringify(verified));
      else
        console.log(
          `${verified.backup} can be restored: ${showCount(verified.rows)} rows, ${showCount(verified.files)} files compared`,
        );
      return EXIT.ok;
    },
  );
}

function addRestore(backup: Command): void {
  command<RestoreOptions>(
    backup,
    'restore',
    'Put the database of a backup in the place of the present one, which is kept in quarantine/. Stop the service first.',
    (made) =>
      made
        .option('--at <which>', AT)
        .option(
          '--files <folder>',
          'unpack the other files into this new folder instead: configuration, definitions, catalogue, recent results',
        )
        .option('--trust', 'do not check the seal: for backups of another machine')
        .option('--yes', 'really do it'),
    async (options) => {
      const manager = await managerFor(options);
      const choice = choiceOf(options);
      if (options.files !== undefined) {
        const unpacked = await manager.restoreFiles(choice, options.files);
        console.log(
          options.json
            ? JSON.stringify(unpacked)
            : `${showCount(unpacked.files)} files of ${unpacked.backup} are in ${terminalText(options.files)}`,
        );
        return EXIT.ok;
      }
      if (options.yes !== true) return askForYes(manager, choice, options.json ?? false);
      const restored = await manager.restore(choice);
      if (options.json) console.log(JSON.stringify(restored));
      else
        console.log(
          [
            `Restored ${restored.backup}, as of ${restored.createdAt}.`,
            restored.keptIn === null
              ? 'There was no database before.'
              : `The former database is kept in ${restored.keptIn}.`,
            'The next start adds what the output tree has and this backup has not.',
          ].join('\n'),
        );
      return EXIT.ok;
    },
  );
}

async function askForYes(manager: BackupManager, choice: BackupChoice, json: boolean): Promise<number> {
  const { name, manifest } = await manager.choose(choice);
  if (json) console.log(JSON.stringify({ would_restore: name, created_at: manifest.createdAt }));
  else console.log(`This would restore ${name}, as of ${manifest.createdAt}. Nothing was changed; say --yes to do it.`);
  return EXIT.usage;
}

function choiceOf({ at, trust }: ChoiceOptions): BackupChoice {
  return { at: at ?? null, trust: trust ?? false };
}
