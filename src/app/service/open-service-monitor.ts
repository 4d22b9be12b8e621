/** The monitor inside the service: reads in a thread of their own (D3), live figures at first hand, actions at once. */
import type { LoadedConfig } from '../../config/contract.ts';
import type { Clock } from '../../core/clock.ts';
import { Fault, isFault } from '../../core/errors.ts';
import type { Action, ActionAnswer } from '../../monitoring/action-shape.ts';
import type { Language, Monitor, TokenDesk } from '../../monitoring/contract.ts';
import { monitorOver } from '../../monitoring/monitor-over.ts';
import { toldIn } from '../../monitoring/told-in.ts';
import type { LiveView } from '../../monitoring/sources.ts';
import { createTokenDesk } from '../../monitoring/token-desk.ts';
import { actionMessage } from '../../monitoring/words.ts';
import type { Store } from '../../store/contract.ts';
import { openReaderThread } from '../../store/sqlite/open-reader-thread.ts';
import type { CommandHandlers } from '../../upkeep/schedule/command-desk.ts';
import { scheduleSettings } from '../../upkeep/schedule/settings.ts';
import type { Summary } from '../../upkeep/service.ts';
import { houseFiles } from '../view/house-files.ts';
import { lookAtMachine } from '../view/machine-view.ts';
import { questionOf } from '../view/monitor-actions.ts';

export interface ServiceMonitorDeps {
  /** The configuration of now: a reload replaces it. */
  readonly loaded: () => LoadedConfig;
  /** The service's own store: audit and tokens are written through it. */
  readonly store: Pick<Store, 'commands' | 'tokens'>;
  readonly clock: Clock;
  readonly live: () => LiveView;
  readonly handlers: CommandHandlers;
  /** Runs the backup service now, and says what it made. */
  readonly backUp: () => Promise<Summary>;
}

/** One monitor a language over the same reader: whoever asks is answered in their own. */
export interface ServiceMonitor {
  in(language: Language): Monitor;
  /** Ends the reader's thread. */
  close(): Promise<void>;
}

export function openServiceMonitor(deps: ServiceMonitorDeps): ServiceMonitor {
  const { loaded, clock } = deps;
  const store = openReaderThread(loaded().config.database.path);
  const files = houseFiles(loaded);
  const tokens: TokenDesk = createTokenDesk({ tokens: deps.store.tokens, clock });
  const make = (language: Language): Monitor =>
    toldIn(
      language,
      monitorOver({
        language,
        clock,
        store,
        schedule: () => scheduleSettings(loaded().config),
        live: async () => deps.live(),
        machine: () => lookAtMachine(loaded().config),
        files,
        tokens,
        act: (action, actor) => actHere(deps, { store, files, language }, action, actor),
        close: async () => undefined,
      }),
    );
  const monitors = { en: make('en'), es: make('es') };
  return { in: (language) => monitors[language], close: () => store.close() };
}

/** What was refused is in the trail, too. */
async function actHere(
  { handlers, store: { commands }, clock, backUp }: ServiceMonitorDeps,
  reading: Parameters<typeof questionOf>[0] & { readonly language: Language },
  action: Action,
  actor: string,
): Promise<ActionAnswer> {
  const { action: name, ...details } = action;
  let outcome = 'E_INTERNAL';
  try {
    const result = action.action === 'backup' ? await backUp() : await handle(handlers, reading, action, actor);
    outcome = 'done';
    const done = (result ?? {}) as Readonly<Record<string, unknown>>;
    return { by: 'service', message: actionMessage(action, done, 'service', reading.language), result: result ?? null };
  } catch (error) {
    if (isFault(error)) outcome = error.code;
    throw error;
  } finally {
    await commands.recordAudit({ at: clock.now(), actor, action: name, details, outcome });
  }
}

async function handle(
  handlers: CommandHandlers,
  reading: Parameters<typeof questionOf>[0],
  action: Exclude<Action, { action: 'backup' }>,
  actor: string,
): Promise<unknown> {
  const { name, args } = await questionOf(reading, action);
  const handler = handlers[name];
  if (handler === undefined) throw new Fault('E_INTERNAL', `the service knows no action ${name}`);
  return handler(args, actor);
}
