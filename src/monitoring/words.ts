/** The few sentences that views themselves make, and moments as people read them. */
import { showInstant } from '../wording/show-time.ts';
import type { Action } from './action-shape.ts';
import type { Language } from './contract.ts';

/** `14:05`, or with its day when it is not today. */
export function clockTime(at: number, timeZone: string, now: number): string {
  const shown = showInstant(at, timeZone);
  const [day = '', time = ''] = shown.split(' ');
  return showInstant(now, timeZone).startsWith(day) ? time : shown;
}

type Done = Readonly<Record<string, unknown>>;

/** What was done, in one sentence. */
export function actionMessage(
  action: Action,
  result: Done,
  by: 'service' | 'this process',
  language: Language,
): string {
  return (language === 'es' ? inSpanish : inEnglish)(action, result, by);
}

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

function inEnglish(action: Action, result: Done, by: string): string {
  switch (action.action) {
    case 'run-now':
      return `Started batch ${text(result['batch'])} with ${text(result['tasks'])} tasks.`;
    case 'pause':
      return action.site === undefined
        ? 'No batch starts by itself until `scraping-monitor resume`.'
        : `Nothing more of ${action.site} starts; what runs goes on.`;
    case 'resume':
      return action.site === undefined
        ? `The schedule is not paused any more.${result['clockTrusted'] === true ? ' The clock is taken as right; what was recorded after it is forgotten.' : ''}`
        : `Work on ${action.site} goes on.`;
    case 'retry':
      return `${text(result['tasks'])} tasks of batch ${text(result['batch'])} are tried again.${by === 'service' ? '' : ' No service runs: `scraping-orchestrator run` (or serve) goes on with it.'}`;
    case 'cancel':
      return `Cancelled batch ${text(result['batch'])}: ${text(result['tasks'])} open tasks were closed.`;
    case 'reload':
      return 'Configuration and definitions were read anew.';
    case 'backup':
      return `Made and verified ${text(result['backup'])}.`;
  }
}

function inSpanish(action: Action, result: Done, by: string): string {
  switch (action.action) {
    case 'run-now':
      return `Se inició el lote ${text(result['batch'])} con ${text(result['tasks'])} tareas.`;
    case 'pause':
      return action.site === undefined
        ? 'Ningún lote inicia por sí solo hasta `scraping-monitor resume`.'
        : `No inicia nada más de ${action.site}; lo que corre continúa.`;
    case 'resume':
      return action.site === undefined
        ? `El calendario ya no está en pausa.${result['clockTrusted'] === true ? ' El reloj se da por correcto; lo registrado después de su hora se olvida.' : ''}`
        : `Continúa el trabajo de ${action.site}.`;
    case 'retry':
      return `Se intentan de nuevo ${text(result['tasks'])} tareas del lote ${text(result['batch'])}.${by === 'service' ? '' : ' No corre ningún servicio: `scraping-orchestrator run` (o serve) lo continúa.'}`;
    case 'cancel':
      return `Se canceló el lote ${text(result['batch'])}: se cerraron ${text(result['tasks'])} tareas abiertas.`;
    case 'reload':
      return 'Se leyeron de nuevo la configuración y las definiciones.';
    case 'backup':
      return `Se hizo y verificó ${text(result['backup'])}.`;
  }
}
