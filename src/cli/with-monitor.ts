/** Every command of the monitor works here or on another machine: it gets a monitor, and never asks which. */
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import type { LoadedConfig } from '../config/contract.ts';
import { loadConfigAgain } from '../config/remember.ts';
import { Fault, messageOf } from '../core/errors.ts';
import type { Monitor } from '../monitoring/contract.ts';
import { liveInZone } from '../wording/show-time.ts';
import { cliLanguage, command } from './command-line.ts';
import type { CommandText, CommonOptions } from './command-line.ts';
import { WORDS } from './program-words.ts';

export interface MonitorOptions extends CommonOptions {
  readonly url?: string;
  readonly tokenFile?: string;
}

/** Adds a command that looks at a monitor; the monitor is closed when its action is over. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it ties the caller's action to its own options
export function monitorCommand<Options extends MonitorOptions>(
  parent: Command,
  usage: string,
  text: CommandText,
  add: (command: Command) => Command,
  action: (monitor: Monitor, options: Options, args: readonly string[]) => Promise<number>,
): Command {
  return command<Options>(
    parent,
    usage,
    text,
    (made) => remoteOptions(add(made)),
    (options, args) => withMonitor(options, (monitor) => action(monitor, options, args)),
  );
}

export function remoteOptions(made: Command): Command {
  const words = WORDS[cliLanguage()];
  return made.option('--url <address>', words.url).option('--token-file <file>', words.tokenFile);
}

export async function withMonitor<T>(options: MonitorOptions, work: (monitor: Monitor) => Promise<T>): Promise<T> {
  const monitor = await openMonitor(options);
  try {
    return await work(monitor);
  } finally {
    await monitor.close();
  }
}

async function openMonitor(options: MonitorOptions): Promise<Monitor> {
  const language = cliLanguage();
  if (options.url !== undefined) {
    const { openRemoteMonitor } = await import('../monitoring/remote-monitor.ts');
    return openRemoteMonitor({ url: options.url, token: await readToken(options.tokenFile), language });
  }
  const [{ openLocalMonitor }, loaded] = await Promise.all([
    import('../app/view/open-monitor.ts'),
    loadOwnConfig(options),
  ]);
  // Whatever a command shows of a monitor has times in it.
  liveInZone(loaded.config.data.time_zone, process.env);
  return openLocalMonitor(loaded, { language });
}

export async function loadOwnConfig({ config }: CommonOptions): Promise<LoadedConfig> {
  return loadConfigAgain({ file: config, environment: process.env, workingDirectory: process.cwd() });
}

/** What must be done on the machine itself. @throws {Fault} E_USAGE */
export function refuseRemote({ url }: MonitorOptions, name: string): void {
  if (url === undefined) return;
  throw new Fault('E_USAGE', `${name} looks at the machine it runs on, and not through --url`, {
    cure: `Run it there: ssh HOST scraping-monitor ${name}.`,
  });
}

/** Never from the command line: what stands there, every user of the machine can read. */
async function readToken(file: string | undefined): Promise<string | null> {
  if (file === undefined) {
    const told = (process.env['SCRAPING_TOKEN'] ?? '').trim();
    return told === '' ? null : told;
  }
  try {
    const token = (await readFile(file, 'utf8')).trim();
    if (/^\S+$/.test(token)) return token;
  } catch (error) {
    throw new Fault('E_USAGE', `the token cannot be read from ${file}: ${messageOf(error)}`, { file, cause: error });
  }
  throw new Fault('E_USAGE', `${file} does not hold one token`, {
    file,
    cure: 'It must hold the token and nothing else.',
  });
}

/** `cli:ana`: the person behind sudo, when there is one. */
export function actorOf(environment: Readonly<Record<string, string | undefined>>): string {
  const behind = environment['SUDO_USER'] ?? '';
  return `cli:${behind === '' ? ownName() : behind}`;
}

function ownName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container's user may have no entry in /etc/passwd.
    return `uid ${process.getuid?.() ?? '?'}`;
  }
}
