/** Words of a batch's report. */
import type { Language, Words } from './language.ts';

type ReportWord =
  | 'report'
  | 'batch'
  | 'rehearsal'
  | 'from'
  | 'to'
  | 'duration'
  | 'comparedWith'
  | 'nothingBefore'
  | 'completed'
  | 'failed'
  | 'rows'
  | 'rejected'
  | 'pages'
  | 'size'
  | 'truncated'
  | 'sites'
  | 'site'
  | 'phase'
  | 'tasks'
  | 'before'
  | 'change'
  | 'pagesPerMinute'
  | 'verdicts'
  | 'rowsNowAndBefore'
  | 'coverage'
  | 'coverageHelp'
  | 'search'
  | 'notPlanned'
  | 'notPlannedHelp'
  | 'place'
  | 'why'
  | 'changes'
  | 'changesHelp'
  | 'noChanges'
  | 'causes'
  | 'noFailures'
  | 'cause'
  | 'whatToDo'
  | 'example'
  | 'slowest'
  | 'task'
  | 'attempts'
  | 'fields'
  | 'fieldsHelp'
  | 'noFields'
  | 'field'
  | 'filled'
  | 'others'
  | 'legend'
  | 'made'
  | 'now'
  | 'open'
  | 'total';

const WORDS: Words<ReportWord> = {
  en: {
    report: 'Report of batch',
    batch: 'Batch',
    rehearsal: 'rehearsal',
    from: 'from',
    to: 'to',
    duration: 'Duration',
    comparedWith: 'compared with',
    nothingBefore: 'There is no batch before it to compare with.',
    completed: 'Completed',
    failed: 'Failed',
    rows: 'Rows',
    rejected: 'Rejected rows',
    pages: 'Pages',
    size: 'Files',
    truncated: 'Cut short',
    sites: 'Sites',
    site: 'Site',
    phase: 'Phase',
    tasks: 'Tasks',
    before: 'Before',
    change: 'Change',
    pagesPerMinute: 'Pages/min',
    verdicts: 'How tasks ended',
    rowsNowAndBefore: 'Rows, now and before',
    coverage: 'Coverage',
    coverageHelp: 'Every search of the catalogue with the rows it gave. Empty = not in the catalogue.',
    search: 'Search',
    notPlanned: 'Not searched',
    notPlannedHelp: 'Rows of the catalogue that became no task.',
    place: 'Place',
    why: 'Why',
    changes: 'Changes',
    changesHelp: 'Searches whose rows are furthest from those of the batch before.',
    noChanges: 'No search is far from where it was.',
    causes: 'Why tasks failed',
    noFailures: 'Every task was completed.',
    cause: 'Cause',
    whatToDo: 'What to do',
    example: 'Example',
    slowest: 'Slowest tasks',
    task: 'Task',
    attempts: 'Attempts',
    fields: 'Fields that are filled',
    fieldsHelp: 'Share of rows that have a field; the mark shows the batch before.',
    noFields: 'No row was published, or the batch was made before this was kept.',
    field: 'Field',
    filled: 'Filled',
    others: 'others',
    legend: 'Colours',
    made: 'Made by Scraping Orchestrator',
    now: 'Now',
    open: 'still open',
    total: 'Total',
  },
  es: {
    report: 'Informe del lote',
    batch: 'Lote',
    rehearsal: 'ensayo',
    from: 'de',
    to: 'a',
    duration: 'Duración',
    comparedWith: 'comparado con',
    nothingBefore: 'No hay un lote anterior con que compararlo.',
    completed: 'Completadas',
    failed: 'Fallidas',
    rows: 'Filas',
    rejected: 'Filas rechazadas',
    pages: 'Páginas',
    size: 'Archivos',
    truncated: 'Cortadas',
    sites: 'Sitios',
    site: 'Sitio',
    phase: 'Fase',
    tasks: 'Tareas',
    before: 'Antes',
    change: 'Cambio',
    pagesPerMinute: 'Páginas/min',
    verdicts: 'Cómo terminaron las tareas',
    rowsNowAndBefore: 'Filas, ahora y antes',
    coverage: 'Cobertura',
    coverageHelp: 'Cada búsqueda del catálogo con las filas que dio. Vacío = no está en el catálogo.',
    search: 'Búsqueda',
    notPlanned: 'Sin buscar',
    notPlannedHelp: 'Filas del catálogo que no llegaron a ser tarea.',
    place: 'Lugar',
    why: 'Por qué',
    changes: 'Cambios',
    changesHelp: 'Búsquedas cuyas filas más se alejan de las del lote anterior.',
    noChanges: 'Ninguna búsqueda está lejos de donde estaba.',
    causes: 'Por qué fallaron tareas',
    noFailures: 'Se completaron todas las tareas.',
    cause: 'Causa',
    whatToDo: 'Qué hacer',
    example: 'Ejemplo',
    slowest: 'Tareas más lentas',
    task: 'Tarea',
    attempts: 'Intentos',
    fields: 'Campos llenos',
    fieldsHelp: 'Parte de las filas que tiene cada campo; la marca muestra el lote anterior.',
    noFields: 'No se publicó ninguna fila, o el lote es anterior a que esto se guardara.',
    field: 'Campo',
    filled: 'Llenos',
    others: 'otros',
    legend: 'Colores',
    made: 'Hecho por Scraping Orchestrator',
    now: 'Ahora',
    open: 'sigue abierto',
    total: 'Total',
  },
};

export type ReportWords = Readonly<Record<ReportWord, string>>;

export const reportWords = (language: Language): ReportWords => WORDS[language];
