import type { Words } from '../wording/language.ts';

type Word =
  | 'summary'
  | 'batchOption'
  | 'noBatch'
  | 'tasks'
  | 'failed'
  | 'failedOne'
  | 'started'
  | 'ended'
  | 'rows'
  | 'pages'
  | 'perMinute'
  | 'inTime'
  | 'endsAbout'
  | 'scraper'
  | 'done'
  | 'outcome'
  | 'left'
  | 'open'
  | 'paused'
  | 'cutShort'
  | 'runningNow'
  | 'task'
  | 'where'
  | 'since'
  | 'attempt'
  | 'failures'
  | 'message'
  | 'ago'
  | 'service'
  | 'slots'
  | 'memory'
  | 'processor'
  | 'disk'
  | 'diskLow'
  | 'free'
  | 'next'
  | 'schedulePaused'
  | 'rehearsal'
  | 'off'
  | 'starting'
  | 'idle'
  | 'working'
  | 'degraded'
  | 'stopping'
  | 'more';

export const STATUS_WORDS: Words<Word> = {
  en: {
    summary: 'How things stand now: batch, lanes, what runs, newest failures, service and machine.',
    batchOption: 'only this batch, such as Nov26_01',
    noBatch: 'No batch yet. `scraping-monitor run-now` or `scraping-orchestrator run` starts one.',
    tasks: 'tasks',
    failed: 'failed',
    failedOne: 'failed',
    started: 'started',
    ended: 'ended',
    rows: 'rows',
    pages: 'pages',
    perMinute: 'pages/min',
    inTime: 'in',
    endsAbout: 'ends about',
    scraper: 'scraper',
    done: 'done',
    outcome: 'outcome',
    left: 'left',
    open: 'open',
    paused: 'paused',
    cutShort: 'cut short',
    runningNow: 'Running now',
    task: 'task',
    where: 'where',
    since: 'for',
    attempt: 'try',
    failures: 'Newest failures',
    message: 'what happened',
    ago: 'ago',
    service: 'Service',
    slots: 'slots',
    memory: 'memory',
    processor: 'CPU',
    disk: 'disk',
    diskLow: 'NEARLY FULL',
    free: 'free',
    next: 'Next batch',
    schedulePaused: 'paused (`scraping-monitor resume` goes on)',
    rehearsal: 'rehearsal',
    off: 'not running',
    starting: 'starting',
    idle: 'waiting for work',
    working: 'working',
    degraded: 'IN TROUBLE',
    stopping: 'stopping',
    more: 'more: `scraping-monitor errors`',
  },
  es: {
    summary: 'Cómo están las cosas: lote, carriles, qué corre, últimas fallas, servicio y máquina.',
    batchOption: 'solo este lote, como Nov26_01',
    noBatch: 'Todavía no hay lotes. `scraping-monitor run-now` o `scraping-orchestrator run` inicia uno.',
    tasks: 'tareas',
    failed: 'fallidas',
    failedOne: 'fallida',
    started: 'inicio',
    ended: 'fin',
    rows: 'filas',
    pages: 'páginas',
    perMinute: 'páginas/min',
    inTime: 'en',
    endsAbout: 'termina cerca de',
    scraper: 'scraper',
    done: 'listas',
    outcome: 'resultado',
    left: 'falta',
    open: 'abiertas',
    paused: 'en pausa',
    cutShort: 'cortadas',
    runningNow: 'En curso',
    task: 'tarea',
    where: 'dónde',
    since: 'desde hace',
    attempt: 'intento',
    failures: 'Últimas fallas',
    message: 'qué pasó',
    ago: 'hace',
    service: 'Servicio',
    slots: 'lugares',
    memory: 'memoria',
    processor: 'CPU',
    disk: 'disco',
    diskLow: 'CASI LLENO',
    free: 'libres',
    next: 'Próximo lote',
    schedulePaused: 'en pausa (`scraping-monitor resume` lo reanuda)',
    rehearsal: 'ensayo',
    off: 'no está en marcha',
    starting: 'iniciando',
    idle: 'en espera de trabajo',
    working: 'trabajando',
    degraded: 'CON PROBLEMAS',
    stopping: 'deteniéndose',
    more: 'más: `scraping-monitor errors`',
  },
};
