import type { Command } from 'commander';
import { ask } from '../ask.ts';
import { command } from '../command-line.ts';
import type { CommonOptions } from '../command-line.ts';
import { wordsFor } from '../words.ts';

export function addPause(parent: Command): void {
  command<CommonOptions>(
    parent,
    'pause [site]',
    'Start nothing more of a site; without one: no batch by itself. What runs goes on.',
    (made) => made,
    async (options, [site = null]) => {
      const words = wordsFor(process.env);
      return ask(options, { name: 'pause', args: { site } }, () => [
        site === null ? words.schedulePaused : `${words.sitePaused} ${site}.`,
      ]);
    },
  );
}

export function addResume(parent: Command): void {
  command<CommonOptions>(
    parent,
    'resume [site]',
    'Take a pause back; without a site: of the schedule. Says also that the clock is right when it was doubted.',
    (made) => made,
    async (options, [site = null]) => {
      const words = wordsFor(process.env);
      return ask(options, { name: 'resume', args: { site } }, ({ clockTrusted }) => [
        site === null ? words.scheduleResumed : `${words.siteResumed} ${site}.`,
        ...(clockTrusted === true ? [words.clockTrusted] : []),
      ]);
    },
  );
}
