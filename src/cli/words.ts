/** What people read, in Spanish and English; LANG, LC_ALL or SCRAPING_LANG decide. One table, so that no word is missing in one. */
import { languageOf } from '../wording/language.ts';
import type { Language } from '../wording/language.ts';

const ENGLISH = {
  duration: 'duration',
  site: 'site',
  scraper: 'scraper',
  tasks: 'tasks',
  running: 'running',
  verdicts: 'verdicts',
  rows: 'rows',
  rejected: 'rejected',
  pages: 'pages',
  errors: 'errors',
  eta: 'ETA',
  total: 'total',
  tree: 'Output tree',
  database: 'Database',
  report: 'Report',
  noReport: 'The report could not be made; `scraping-monitor logs --level error` says why.',
  continued: 'Going on with batch',
  opened: 'New batch',
  interrupted: 'Stopped. `scraping-orchestrator run` goes on where it was.',
  stopping: 'Stopping: pages in flight are finished first (Ctrl-C again ends at once) …',
  gaps: 'Finished with gaps: some tasks failed. `scraping-monitor tasks --status failed,permanently_failed` says why.',
  allWell: 'Finished: every task is complete.',
  cancelled: 'The batch was cancelled; what was collected until then stays in the tree.',
  nothing: 'Finished, and nothing was collected: every task failed.',
  serving: 'The service runs; Ctrl-C stops it cleanly',
  log: 'Log',
  progress: 'progress',
  look: 'Look at it with `scraping-monitor status`, `schedule` and `logs -f`.',
} as const;

/** With the language they are in: verdicts have words of their own (wording/states.ts). */
type Words = Readonly<Record<keyof typeof ENGLISH, string>> & { readonly language: Language };

const SPANISH: Omit<Words, 'language'> = {
  duration: 'duración',
  site: 'sitio',
  scraper: 'scraper',
  tasks: 'tareas',
  running: 'en curso',
  verdicts: 'veredictos',
  rows: 'filas',
  rejected: 'rechazadas',
  pages: 'páginas',
  errors: 'errores',
  eta: 'falta',
  total: 'total',
  tree: 'Árbol de salida',
  database: 'Base de datos',
  report: 'Informe',
  noReport: 'No se pudo hacer el informe; `scraping-monitor logs --level error` dice por qué.',
  continued: 'Continúa el lote',
  opened: 'Lote nuevo',
  interrupted: 'Detenido. `scraping-orchestrator run` continúa donde quedó.',
  stopping: 'Deteniendo: se terminan las páginas en curso (otro Ctrl-C termina de inmediato) …',
  gaps: 'Terminado con huecos: fallaron algunas tareas. `scraping-monitor tasks --status failed,permanently_failed` dice por qué.',
  allWell: 'Terminado: todas las tareas están completas.',
  cancelled: 'El lote se canceló; lo recolectado hasta entonces queda en el árbol.',
  nothing: 'Terminado sin datos: fallaron todas las tareas.',
  serving: 'El servicio está en marcha; Ctrl-C lo detiene limpiamente',
  log: 'Registro',
  progress: 'avance',
  look: 'Mírelo con `scraping-monitor status`, `schedule` y `logs -f`.',
};

export function wordsFor(environment: Readonly<Record<string, string | undefined>>): Words {
  const language = languageOf(environment);
  return { ...(language === 'es' ? SPANISH : ENGLISH), language };
}

export type { Words };
