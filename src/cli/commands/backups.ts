import type { Command } from 'commander';
import { EXIT } from '../../core/errors.ts';
import type { BackupView } from '../../monitoring/house-shape.ts';
import type { Language, Words } from '../../wording/language.ts';
import { showBytes } from '../../core/show-size.ts';
import { showCount, showInstant } from '../../wording/show-time.ts';
import { act } from '../act.ts';
import { cliLanguage, commandGroup } from '../command-line.ts';
import { outputWidth, printJson } from '../output.ts';
import { table } from '../table.ts';
import { monitorCommand } from '../with-monitor.ts';
import type { MonitorOptions } from '../with-monitor.ts';

type Word = 'group' | 'list' | 'create' | 'none' | 'backup' | 'size' | 'batches' | 'state' | 'verified' | 'damaged';

const WORDS: Words<Word> = {
  en: {
    group: 'Backups: list them, make one. `scraping-orchestrator backup` also verifies and restores.',
    list: 'List the backups, newest first, and when each was verified.',
    create: 'Make and verify a backup now; what runs goes on.',
    none: 'No backup yet. `scraping-monitor backup create` makes one.',
    backup: 'backup',
    size: 'size',
    batches: 'batches',
    state: 'state',
    verified: 'verified',
    damaged: 'damaged',
  },
  es: {
    group: 'Respaldos: verlos o hacer uno. `scraping-orchestrator backup` también los verifica y restaura.',
    list: 'Muestra los respaldos, el más nuevo primero, y cuándo se verificó cada uno.',
    create: 'Hace y verifica un respaldo ahora; lo que corre continúa.',
    none: 'Todavía no hay respaldos. `scraping-monitor backup create` hace uno.',
    backup: 'respaldo',
    size: 'tamaño',
    batches: 'lotes',
    state: 'estado',
    verified: 'verificado',
    damaged: 'dañado',
  },
};

export function addBackups(parent: Command): void {
  const language = cliLanguage();
  const words = WORDS[language];
  const group = commandGroup(parent, 'backup', words.group);
  monitorCommand<MonitorOptions>(
    group,
    'list',
    { summary: words.list, examples: ['scraping-monitor backup list'] },
    (made) => made,
    async (monitor, options) => {
      const backups = await monitor.house.backups();
      if (options.json) printJson(backups);
      else if (backups.length === 0) console.log(words.none);
      else {
        // Its name has the local time, too.
        const { timeZone } = await monitor.house.schedule(1);
        console.log(backupTable(backups, { timeZone, language, width: outputWidth() }));
      }
      return EXIT.ok;
    },
  );
  monitorCommand<MonitorOptions>(
    group,
    'create',
    { summary: words.create, examples: ['scraping-monitor backup create'] },
    (made) => made,
    (monitor, options) => act(monitor, { action: 'backup' }, options),
  );
}

interface TableLook {
  readonly timeZone: string;
  readonly language: Language;
  readonly width: number;
}

function backupTable(backups: readonly BackupView[], { timeZone, language, width }: TableLook): string {
  const words = WORDS[language];
  return table(
    [
      { title: words.backup },
      { title: words.size, align: 'right', spare: 2 },
      { title: words.batches, align: 'right', spare: 1 },
      { title: words.state, least: 16 },
    ],
    backups.map(({ name, bytes, batches, verifiedAt, fault }) => [
      name,
      showBytes(bytes),
      batches === null ? '' : showCount(batches),
      fault === null
        ? `${words.verified} ${verifiedAt === null ? '' : showInstant(Date.parse(verifiedAt), timeZone)}`.trimEnd()
        : { text: `${words.damaged}: ${fault}`, paint: 'bad' as const },
    ]),
    width,
  );
}
