/** The monitor of this machine, made by a program that is not the service: beside one, or where none runs. */
import { existsSync } from 'node:fs';
import type { Config, LoadedConfig } from '../../config/contract.ts';
import { systemClock } from '../../core/clock.ts';
import type { Clock } from '../../core/clock.ts';
import type { Action, ActionAnswer } from '../../monitoring/action-shape.ts';
import type { Language, Monitor, TokenDesk } from '../../monitoring/contract.ts';
import { monitorOver } from '../../monitoring/monitor-over.ts';
import type { HouseFiles } from '../../monitoring/sources.ts';
import { actionMessage } from '../../monitoring/words.ts';
import type { MonitorReader } from '../../store/contract.ts';
import { nothingYet } from '../../store/monitor-store-over.ts';
import { openMonitorReader } from '../../store/sqlite/open-monitor-reader.ts';
import { scheduleSettings } from '../../upkeep/schedule/settings.ts';
import { houseFiles } from './house-files.ts';
import { liveFromFiles } from './live-from-files.ts';
import { lookAtMachine } from './machine-view.ts';

export interface LocalMonitorOptions {
  readonly language: Language;
  readonly clock?: Clock;
}

/** Loads little, so that `status` answers at once. @throws {Fault} E_STORE_CORRUPT, E_STORE_NEWER, E_STORE, E_IO */
export async function openLocalMonitor(
  loaded: LoadedConfig,
  { language, clock = systemClock }: LocalMonitorOptions,
): Promise<Monitor> {
  const { config } = loaded;
  const store = existsSync(config.database.path) ? openMonitorReader(config.database.path) : nothingYet();
  const files = houseFiles(() => loaded);
  const monitor = monitorOver({
    language,
    clock,
    store,
    schedule: () => scheduleSettings(config),
    live: () => liveFromFiles(config),
    machine: () => lookAtMachine(config),
    files,
    tokens: localTokens(config, clock),
    act: (action, actor) => actFromOutside({ loaded, store, files, language, clock }, action, actor),
    close: () => store.close(),
  });
  return language === 'en' ? monitor : (await import('../../monitoring/told-in.ts')).toldIn(language, monitor);
}

interface OutsideDeps {
  readonly loaded: LoadedConfig;
  readonly store: MonitorReader;
  readonly files: HouseFiles;
  readonly language: Language;
  readonly clock: Clock;
}

/** Through the running service, else here (D29). @throws {Fault} what it is refused with */
async function actFromOutside(deps: OutsideDeps, action: Action, actor: string): Promise<ActionAnswer> {
  const { by, result } =
    action.action === 'backup'
      ? { by: 'this process' as const, result: await backUp(deps) }
      : await askTheOperator(deps, action, actor);
  const done = (result ?? {}) as Readonly<Record<string, unknown>>;
  return { by, message: actionMessage(action, done, by, deps.language), result };
}

async function askTheOperator(deps: OutsideDeps, action: Exclude<Action, { action: 'backup' }>, actor: string) {
  const [{ askOperator }, { questionOf }] = await Promise.all([
    import('./ask-operator.ts'),
    import('./monitor-actions.ts'),
  ]);
  const question = await questionOf(deps, action);
  return askOperator(deps.loaded.config, { ...question, actor }, { clock: deps.clock });
}

/** A backup is made beside whatever runs: it needs no lock. */
async function backUp({ loaded, clock }: OutsideDeps): Promise<unknown> {
  const [{ manageBackups }, { openLog }] = await Promise.all([
    import('../house/manage-backups.ts'),
    import('../parts/open-log.ts'),
  ]);
  return manageBackups(loaded, clock, openLog(loaded.config)).create();
}

/** Opened for one call each: tokens are made seldom, and a writer must not stay beside the service. */
function localTokens(config: Config, clock: Clock): TokenDesk {
  const withDesk = async <T>(work: (desk: TokenDesk) => Promise<T>): Promise<T> => {
    const [{ openMailbox }, { createTokenDesk }] = await Promise.all([
      import('../../store/sqlite/open-mailbox.ts'),
      import('../../monitoring/token-desk.ts'),
    ]);
    const mailbox = openMailbox(config.database.path);
    try {
      return await work(createTokenDesk({ tokens: mailbox.tokens, clock }));
    } finally {
      mailbox.close();
    }
  };
  return {
    list: () => withDesk((desk) => desk.list()),
    create: (token, actor) => withDesk((desk) => desk.create(token, actor)),
    revoke: (id, actor) => withDesk((desk) => desk.revoke(id, actor)),
  };
}
