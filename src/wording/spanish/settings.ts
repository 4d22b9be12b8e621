/** Options of the configuration, as the Settings page and a new config.yaml explain them: execution and collecting. */

export const SETTINGS: Readonly<Record<string, string>> = {
  'Configuration of the scraping orchestrator. Every option stands here; what is commented out shows its default.':
    'Configuración del orquestador de scraping. Aquí están todas las opciones; lo comentado muestra su valor por omisión.',
  'Relative paths count from the folder of this file. Durations: 500ms, 30s, 30m, 4h, 15d.':
    'Las rutas relativas cuentan desde la carpeta de este archivo. Duraciones: 500ms, 30s, 30m, 4h, 15d.',
  '`scraping-orchestrator validate` checks this file; docs/configuration.md explains it.':
    '`scraping-orchestrator validate` revisa este archivo; docs/configuration.md lo explica.',
  'pages of 4 KiB': 'páginas de 4 KiB',
  'a minute': 'por minuto',
  characters: 'caracteres',
  days: 'días',
  months: 'meses',
  pages: 'páginas',
  requests: 'solicitudes',
  tasks: 'tareas',

  'SQLite file of batches and tasks': 'Archivo SQLite de lotes y tareas',
  'FULL survives a power cut without losing the last commits; NORMAL is faster':
    'FULL sobrevive a un apagón sin perder lo último guardado; NORMAL es más rápido',
  'Page cache of one connection': 'Caché de páginas de una conexión',
  'Memory-mapped part of the file; 0 = none, since a disk error in it kills the process':
    'Parte del archivo mapeada en memoria; 0 = nada, porque un error de disco ahí mata el proceso',
  'Longest wait for another writer': 'Espera máxima por otro que escribe',
  'The database': 'La base de datos',
  'Root of the output tree': 'Raíz del árbol de salida',
  'Folder of the catalogue: one <scraper>_urls.csv a scraper':
    'Carpeta del catálogo: un <scraper>_urls.csv por scraper',
  "Columns of the CSV files; first-system = those of the team's first programs":
    'Columnas de los CSV; first-system = las de los primeros programas del equipo',
  "File of codes and aliases (docs/configuration.md); empty = the product's own data/codes.yaml":
    'Archivo de códigos y alias (docs/configuration.md); vacío = el data/codes.yaml del producto',
  'Zone of batch names, days and schedules': 'Zona de los nombres de lotes, días y horarios',
  'What is collected, and where it goes': 'Qué se recoge y a dónde va',
  'Least level that is written': 'Nivel mínimo que se escribe',
  'Folder of orchestrator.log, backup.log and cleanup.log': 'Carpeta de orchestrator.log, backup.log y cleanup.log',
  'Age at which log files are removed': 'Edad a la que se quitan los registros',
  'A log file of this size is rotated before its day is over':
    'Un registro de este tamaño se rota antes de que acabe su día',
  Logs: 'Registros',
  'Folder of the backups': 'Carpeta de los respaldos',
  'Age at which backups are removed': 'Edad a la que se quitan los respaldos',
  Backups: 'Respaldos',
  'Age at which tasks and events leave the database, and files the tree (these only when archived and in the history)':
    'Edad a la que tareas y eventos salen de la base, y los archivos del árbol (estos solo si están archivados y en la historia)',
  'Age of a batch at which its CSV files are compressed; they stay readable':
    'Edad de un lote a la que se comprimen sus CSV; se siguen pudiendo leer',
  'So much of the tree is compared with its manifests in one run; the next run goes on':
    'Cuánto del árbol se compara con sus manifiestos en una vuelta; la siguiente continúa',
  'Keeping the house: clean-up, compression, verification': 'Mantenimiento: limpieza, compresión, verificación',
  'State of the running batch, rewritten while it runs': 'Estado del lote en curso, que se reescribe mientras corre',
  'Time between two versions of the status file': 'Tiempo entre dos versiones del archivo de estado',
  'Below so much free space no task is started': 'Con menos espacio libre que este no inicia ninguna tarea',
  'Below this share of free space no task is started; the larger of both counts':
    'Con menos de esta parte libre no inicia ninguna tarea; cuenta el mayor de los dos',
  'What others can watch': 'Lo que otros pueden vigilar',
  'Which fetched pages are kept: all, or (problems, none) only those that could not be read, which always are':
    'Qué páginas descargadas se guardan: todas (all), o (problems, none) solo las que no se pudieron leer, que siempre se guardan',
  'Folder of kept pages, compressed; empty = pages/ beside the database':
    'Carpeta de páginas guardadas, comprimidas; vacío = pages/ junto a la base de datos',
  'Most space of kept pages; the oldest go first, those with problems last':
    'Espacio máximo de páginas guardadas; las más viejas se van primero, las de problemas al final',
  'Kept pages (docs/page-vault.md)': 'Páginas guardadas (docs/page-vault.md)',

  'Folders with further site definitions; a later folder wins over an earlier one and over ours':
    'Carpetas con más definiciones de sitios; una posterior gana sobre una anterior y sobre las nuestras',
  'A worker process is replaced after this many tasks':
    'Un proceso trabajador se reemplaza tras esta cantidad de tareas',
  'A worker process that holds more than this is replaced after its task':
    'Un proceso trabajador que ocupa más que esto se reemplaza al acabar su tarea',
  'Worker processes and site definitions': 'Procesos trabajadores y definiciones de sitios',
  'Attempts a task has': 'Intentos que tiene una tarea',
  'exponential doubles the delay each time; linear keeps it':
    'exponential duplica la espera cada vez; linear la mantiene',
  'Delay before the second attempt': 'Espera antes del segundo intento',
  'Longest delay of the exponential strategy': 'Espera máxima de la estrategia exponential',
  'Failed tasks': 'Tareas fallidas',
  "A lane whose portal's circuit was open for so long in one batch gives up its open tasks":
    'Un carril cuyo portal estuvo con el circuito abierto este tiempo en un lote abandona sus tareas abiertas',
  'Portals that refuse us or are down': 'Portales que nos rechazan o están caídos',
  'Tasks that run at once': 'Tareas que corren a la vez',
  'Most of the memory and processor time used, workers included; 100 = no limit on processor time':
    'Máximo de memoria y procesador en uso, con los trabajadores; 100 = sin límite de procesador',
  'Time from the start of a batch to the start of the next': 'Tiempo del inicio de un lote al inicio del siguiente',
  'A batch is closed at this age, whatever is open; shorter than batch_interval':
    'Un lote se cierra a esta edad, con lo que quede abierto; más corto que batch_interval',
  "Detail tasks start when the site's (site) or all (batch) main tasks are over":
    'Las tareas de detalle inician al acabar las principales del sitio (site) o todas (batch)',
  'A failed task goes on from its last page when that is younger than this, else it starts anew':
    'Una tarea fallida sigue desde su última página si es más reciente que esto; si no, empieza de nuevo',
  'Time that running pages have to end after Ctrl-C or SIGTERM':
    'Tiempo que tienen las páginas en curso para terminar tras Ctrl-C o SIGTERM',
  'Longest time of one request, body included': 'Tiempo máximo de una solicitud, con su contenido',
  'Longest time until a connection stands': 'Tiempo máximo para establecer la conexión',
  'Longest time until the answer begins': 'Tiempo máximo hasta que empieza la respuesta',
  'A task without a finished page for this long is hung: it is ended and tried again':
    'Una tarea sin terminar una página en este tiempo está trabada: se termina y se intenta de nuevo',
  'A task gives its slot back after this long, and goes on later':
    'Una tarea deja su lugar después de este tiempo, y continúa más tarde',
  'A worker process that holds more than this is ended': 'Un proceso trabajador que ocupa más que esto se termina',
  "Most result pages of one search; a site's own lower limit wins":
    'Máximo de páginas de resultados de una búsqueda; gana el límite menor del sitio',
  'Batches, tasks and their limits': 'Lotes, tareas y sus límites',
  'Chromium for sites with fetch: browser or auto; empty = chromium or google-chrome in PATH':
    'Chromium para sitios con fetch: browser o auto; vacío = chromium o google-chrome en PATH',
  "false = without Chromium's own sandbox; root never has it":
    'false = sin el aislamiento propio de Chromium; root nunca lo tiene',
  'The browser (docs/browser.md)': 'El navegador (docs/browser.md)',
  'false = none of its tasks are planned': 'false = no se planea ninguna de sus tareas',
  '1 goes first when slots are few': '1 va primero cuando hay pocos lugares',
  'false = its detail pages are not visited': 'false = no se visitan sus páginas de detalle',
  'Least time between two requests (s)': 'Tiempo mínimo entre dos solicitudes (s)',
  'Its tasks in flight at once': 'Sus tareas en curso a la vez',
  'true = it keeps a slot when slots are few': 'true = conserva un lugar cuando hay pocos',
  'ignore = on your responsibility; recorded with every fetch':
    'ignore = bajo su responsabilidad; se anota en cada descarga',
  'Names of its proxies; absent = all of security.proxies, empty = none':
    'Nombres de sus proxies; ausente = todos los de security.proxies, vacío = ninguno',
  'How its pages are fetched; auto = in a browser when they come without content':
    'Cómo se descargan sus páginas; auto = en un navegador si llegan sin contenido',
  "Overrides of the sites' definitions, by site code": 'Cambios a las definiciones de los sitios, por código de sitio',

  'false = no batch starts by itself, only by run-now': 'false = ningún lote inicia por sí solo, solo con run-now',
  'A batch that is due while another runs is left out, or waits until that one is over':
    'Un lote que toca mientras otro corre se omite, o espera a que ese termine',
  'What was due while nothing ran is started once at the next start, or not at all':
    'Lo que tocaba mientras nada corría se inicia una vez en el próximo inicio, o nunca',
  'Backup; a time of every day, of one weekday (Sun 03:00), or off':
    'Respaldo; una hora de cada día, de un día de la semana (Sun 03:00), u off',
  'Clean-up of what is past its retention': 'Limpieza de lo que pasó su retención',
  'A new log file, the last one compressed': 'Un registro nuevo, con el último comprimido',
  'Time between two health checks': 'Tiempo entre dos revisiones de salud',
  'What starts by itself; clock times are those of data.time_zone':
    'Lo que inicia por sí solo; las horas son las de data.time_zone',
};
