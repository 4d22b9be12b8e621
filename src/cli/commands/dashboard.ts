import type { Command } from 'commander';
import { systemClock } from '../../core/clock.ts';
import { EXIT, Fault } from '../../core/errors.ts';
import type { Words } from '../../wording/language.ts';
import { cliLanguage } from '../command-line.ts';
import { actorOf, monitorCommand } from '../with-monitor.ts';
import type { MonitorOptions } from '../with-monitor.ts';

const WORDS: Words<'summary' | 'noTerminal' | 'cure'> = {
  en: {
    summary: 'The live dashboard in this terminal: keys filter, look into a task, retry and pause; ? shows them.',
    noTerminal: 'the dashboard needs a terminal',
    cure: 'In a pipe, `scraping-monitor status --json` tells the same.',
  },
  es: {
    summary:
      'El tablero en vivo en esta terminal: con teclas se filtra, se ve una tarea, se reintenta y se pausa; ? las muestra.',
    noTerminal: 'el tablero necesita una terminal',
    cure: 'En una tubería, `scraping-monitor status --json` dice lo mismo.',
  },
};

export function addDashboard(parent: Command): void {
  const language = cliLanguage();
  const words = WORDS[language];
  monitorCommand<MonitorOptions>(
    parent,
    'dashboard',
    {
      summary: words.summary,
      examples: ['scraping-monitor dashboard', 'scraping-monitor dashboard --url https://scraper.example:8080'],
    },
    (made) => made,
    async (monitor) => {
      if (!process.stdout.isTTY || !process.stdin.isTTY)
        throw new Fault('E_USAGE', words.noTerminal, { cure: words.cure });
      const [{ showDashboard }, { timeZone }] = await Promise.all([
        import('../../terminal/show-dashboard.ts'),
        monitor.house.schedule(1),
      ]);
      await showDashboard({ monitor, clock: systemClock, language, timeZone, actor: actorOf(process.env) });
      return EXIT.ok;
    },
  );
}
