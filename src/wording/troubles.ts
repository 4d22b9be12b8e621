/** What people are told of: names and meanings of troubles, and the sentences around them. */
import type { Language, Words } from './language.ts';

/** Kept equal to the causes of notifying/contract.ts by a test and by the compiler where both meet. */
type CauseWord =
  | 'blocked'
  | 'layout_changed'
  | 'network'
  | 'timeout'
  | 'forbidden'
  | 'gone'
  | 'invalid'
  | 'resources'
  | 'proxies'
  | 'site_paused'
  | 'rows_changed'
  | 'slow_pages'
  | 'slow_answers'
  | 'cpu'
  | 'memory'
  | 'disk'
  | 'backup'
  | 'restart_loop'
  | 'upkeep'
  | 'batch_overdue';

/** A few words, for a subject: "Inm24: blocked". */
const TITLES: Words<CauseWord> = {
  en: {
    blocked: 'blocked by the portal',
    layout_changed: 'layout changed',
    network: 'cannot be reached',
    timeout: 'answers too late',
    forbidden: 'address not allowed',
    gone: 'searches are gone',
    invalid: 'answers what was not asked',
    resources: 'a resource ran out',
    proxies: 'no proxy works',
    site_paused: 'paused by the service',
    rows_changed: 'number of rows changed',
    slow_pages: 'fewer pages a minute than usual',
    slow_answers: 'answers more slowly than usual',
    cpu: 'processors are busy',
    memory: 'memory is short',
    disk: 'disk is nearly full',
    backup: 'no good backup',
    restart_loop: 'the service keeps restarting',
    upkeep: 'a background service fails',
    batch_overdue: 'a batch did not start',
  },
  es: {
    blocked: 'bloqueo del portal',
    layout_changed: 'cambió el diseño',
    network: 'no se puede llegar',
    timeout: 'responde demasiado tarde',
    forbidden: 'dirección no permitida',
    gone: 'búsquedas que ya no existen',
    invalid: 'responde lo que no se pidió',
    resources: 'faltó un recurso',
    proxies: 'ningún proxy funciona',
    site_paused: 'en pausa por el servicio',
    rows_changed: 'cambió el número de filas',
    slow_pages: 'menos páginas por minuto que de costumbre',
    slow_answers: 'responde más lento que de costumbre',
    cpu: 'procesadores ocupados',
    memory: 'queda poca memoria',
    disk: 'disco casi lleno',
    backup: 'sin respaldo bueno',
    restart_loop: 'el servicio se reinicia sin parar',
    upkeep: 'falla un servicio de fondo',
    batch_overdue: 'no inició un lote',
  },
};

/** What it means, and what goes on by itself. */
const MEANINGS: Words<CauseWord> = {
  en: {
    blocked:
      'The portal refuses us or asks for a CAPTCHA. Its lane rests and goes on by itself; the other sites work on.',
    layout_changed: 'Pages came whose listings are not where the definition looks. Nothing wrong was stored.',
    network: 'Connections fail or break. What failed is tried again by itself.',
    timeout: 'Requests took longer than allowed. What failed is tried again by itself.',
    forbidden: 'robots.txt or our own safety rules do not allow these addresses. Their searches were left out.',
    gone: 'The portal no longer has these searches. Open one in a browser and correct the catalogue.',
    invalid: 'What came back is not what was asked for, or none of it could be used.',
    resources: 'Memory, disk or another resource of this machine ran out. What failed is tried again by itself.',
    proxies:
      'None of the proxies of this site lets us through. Its tasks wait and go on by themselves; the portal is not to blame.',
    site_paused: 'The service stopped starting tasks of this site, since its pages look wrong. The rest works on.',
    rows_changed: 'The site gave far fewer, or far more, rows than in the batch before.',
    slow_pages: 'The site gives less than half of the pages a minute that it gave in earlier batches.',
    slow_answers: 'The site takes more than twice as long to answer as in earlier batches.',
    cpu: 'Service and workers have used nearly all processor time for a while. Fewer tasks run at once meanwhile.',
    memory: 'Little memory is left on the machine. Fewer tasks run at once meanwhile.',
    disk: 'No task starts until there is space again; then work goes on by itself.',
    backup: 'The newest backup that was opened and compared is too old.',
    restart_loop: 'The service was started several times within an hour. Its log says why it ended.',
    upkeep: 'Backup, clean-up, rotation or another background service ended with an error.',
    batch_overdue: 'A batch was due and has not started.',
  },
  es: {
    blocked:
      'El portal nos rechaza o pide un CAPTCHA. Su carril descansa y continúa por sí solo; los demás sitios siguen.',
    layout_changed:
      'Llegaron páginas cuyos anuncios no están donde la definición los busca. No se guardó nada erróneo.',
    network: 'Las conexiones fallan o se cortan. Lo que falló se intenta de nuevo por sí solo.',
    timeout: 'Las solicitudes tardaron más de lo permitido. Lo que falló se intenta de nuevo por sí solo.',
    forbidden: 'robots.txt o nuestras reglas de seguridad no permiten estas direcciones. Sus búsquedas se omitieron.',
    gone: 'El portal ya no tiene estas búsquedas. Abra una en un navegador y corrija el catálogo.',
    invalid: 'Lo que llegó no es lo que se pidió, o nada de ello se pudo usar.',
    resources: 'Faltó memoria, disco u otro recurso de esta máquina. Lo que falló se intenta de nuevo por sí solo.',
    proxies:
      'Ninguno de los proxies de este sitio nos deja pasar. Sus tareas esperan y continúan por sí solas; el portal no tiene la culpa.',
    site_paused: 'El servicio dejó de iniciar tareas de este sitio porque sus páginas se ven mal. Lo demás sigue.',
    rows_changed: 'El sitio dio muchas menos, o muchas más, filas que en el lote anterior.',
    slow_pages: 'El sitio da menos de la mitad de las páginas por minuto que daba en lotes anteriores.',
    slow_answers: 'El sitio tarda más del doble en responder que en lotes anteriores.',
    cpu: 'El servicio y sus trabajadores ocupan casi todo el procesador desde hace rato. Mientras, corren menos tareas.',
    memory: 'Queda poca memoria en la máquina. Mientras, corren menos tareas a la vez.',
    disk: 'No inicia ninguna tarea hasta que haya espacio; entonces el trabajo continúa por sí solo.',
    backup: 'El último respaldo abierto y comparado es demasiado viejo.',
    restart_loop: 'El servicio se inició varias veces en una hora. Su registro dice por qué terminó.',
    upkeep: 'El respaldo, la limpieza, la rotación u otro servicio de fondo terminó con error.',
    batch_overdue: 'Un lote debía iniciar y no ha iniciado.',
  },
};

const SENTENCES = {
  en: {
    recovered: 'recovered',
    again: 'still so',
    several: 'troubles',
    allRecovered: 'recovered',
    since: 'since',
    occurrences: 'occurrences',
    newOnes: 'new since the last message',
    newest: 'Newest',
    task: 'task',
    measured: 'now',
    usual: 'usual',
    whatToDo: 'What to do',
    lasted: 'It lasted',
    batchEnded: { completed: 'completed', failed: 'failed', cancelled: 'cancelled' },
    batch: 'Batch',
    completedTasks: 'completed',
    failedTasks: 'failed',
    ofTasks: 'of',
    tasks: 'tasks',
    rows: 'rows',
    before: 'before',
    duration: 'Duration',
    whyFailed: 'Why tasks failed',
    allComplete: 'Every task was completed.',
    healthReport: 'Health report',
    allWell: 'All is well.',
    openTroubles: 'Open troubles',
    lastBatch: 'Last batch',
    nextBatch: 'Next batch',
    none: 'none',
    backup: 'Newest good backup',
    disk: 'Free disk',
    runsSince: 'The service runs since',
    undelivered: 'Undelivered messages',
    test: 'Test message',
    testText: 'This channel works. Nothing is wrong; somebody asked for this message:',
    reportAttached: 'The full report is attached.',
    footer: 'Sent by the Scraping Orchestrator on',
    dashboard: 'Dashboard',
  },
  es: {
    recovered: 'recuperado',
    again: 'sigue igual',
    several: 'problemas',
    allRecovered: 'recuperados',
    since: 'desde',
    occurrences: 'veces',
    newOnes: 'nuevas desde el último mensaje',
    newest: 'Lo más reciente',
    task: 'tarea',
    measured: 'ahora',
    usual: 'de costumbre',
    whatToDo: 'Qué hacer',
    lasted: 'Duró',
    batchEnded: { completed: 'completado', failed: 'fallido', cancelled: 'cancelado' },
    batch: 'Lote',
    completedTasks: 'completadas',
    failedTasks: 'fallidas',
    ofTasks: 'de',
    tasks: 'tareas',
    rows: 'filas',
    before: 'antes',
    duration: 'Duración',
    whyFailed: 'Por qué fallaron tareas',
    allComplete: 'Se completaron todas las tareas.',
    healthReport: 'Informe de salud',
    allWell: 'Todo está bien.',
    openTroubles: 'Problemas abiertos',
    lastBatch: 'Último lote',
    nextBatch: 'Próximo lote',
    none: 'ninguno',
    backup: 'Último respaldo bueno',
    disk: 'Disco libre',
    runsSince: 'El servicio corre desde',
    undelivered: 'Mensajes sin entregar',
    test: 'Mensaje de prueba',
    testText: 'Este canal funciona. No pasa nada malo; alguien pidió este mensaje:',
    reportAttached: 'El informe completo va adjunto.',
    footer: 'Enviado por el Scraping Orchestrator en',
    dashboard: 'Tablero',
  },
} as const;

export type NoticeWords = (typeof SENTENCES)[Language];

export const troubleTitle = (cause: CauseWord, language: Language): string => TITLES[language][cause];
export const troubleMeaning = (cause: CauseWord, language: Language): string => MEANINGS[language][cause];
export const noticeWords = (language: Language): NoticeWords => SENTENCES[language];
