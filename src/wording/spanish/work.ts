/** The life of batches and tasks: planning, workers, programs, publishing, settling. */
export const WORK: Readonly<Record<string, string>> = {
  'batch {id} cannot go from {from} to {to}': 'el lote {id} no puede pasar de {from} a {to}',
  '{what} {text} is not a code': '{what} {text} no es un código',
  'task {task} is {from}: it cannot {step}': 'la tarea {task} está en {from}: no admite {step}',
  "a worker's message is not understood at {path}: {reason}":
    'no se entiende el mensaje de un trabajador en {path}: {reason}',
  'it ended with {how}': 'terminó con {how}',
  'its folder {folder} cannot be made: {reason}': 'no se puede crear su carpeta {folder}: {reason}',
  'the run is over': 'la ejecución terminó',
  'shutting down: no time was left to finish the page': 'se está deteniendo: no quedó tiempo para terminar la página',
  'a worker of {site} asked for a permit of {other}': 'un trabajador de {site} pidió un permiso de {other}',
  'a worker spoke of run {run} while it had run {own}': 'un trabajador habló de la ejecución {run} y tenía la {own}',
  'lease lost': 'se perdió la tarea',
  'slice over': 'terminó su turno',
  'no longer waited for': 'ya nadie la espera',
  'no progress for {seconds} s on {url}': 'sin avance en {seconds} s en {url}',
  'the worker held {held} MB, more than the {most} MB it may, on {url}':
    'el trabajador ocupó {held} MB, más de los {most} MB permitidos, en {url}',
  'no worker process could be started: {reason}': 'no se pudo iniciar un proceso trabajador: {reason}',
  'its last words: {words}': 'sus últimas palabras: {words}',
  'its JavaScript heap was full': 'su memoria de JavaScript se llenó',
  'the kernel ended it for lack of memory': 'el sistema lo terminó por falta de memoria',
  '{why} (it ended {how}){words}': '{why} (terminó {how}){words}',
  'the worker process ended {how}{words}': 'el proceso trabajador terminó {how}{words}',
  'by {signal}': 'por {signal}',
  'with exit code {code}': 'con código de salida {code}',
  'batch {id} reached its deadline': 'el lote {id} llegó a su plazo',
  '{id} is no batch id': '{id} no es el nombre de un lote',
  'the catalogue has no usable row': 'el catálogo no tiene ninguna fila utilizable',
  'no catalogue row fits {filters}': 'ninguna fila del catálogo corresponde a {filters}',
  'sites {codes}': 'sitios {codes}',
  'cities {codes}': 'ciudades {codes}',
  'operations {codes}': 'operaciones {codes}',
  'products {codes}': 'productos {codes}',
  '`scraping-orchestrator validate` says why.': '`scraping-orchestrator validate` dice por qué.',
  'The catalogue has the sites {sites} and the cities {cities}.':
    'El catálogo tiene los sitios {sites} y las ciudades {cities}.',
  'the pages of {tasks} tasks in a row are not what they were; {message}':
    'las páginas de {tasks} tareas seguidas ya no son como eran; {message}',
  '{flagged} of its tasks had more than 20 % of their rows rejected':
    'a {flagged} de sus tareas se les rechazó más del 20 % de las filas',
  'a message of {bytes} bytes is larger than {most}': 'un mensaje de {bytes} bytes es mayor que {most}',
  'a message is longer than 16 MB': 'un mensaje tiene más de 16 MB',
  'a frame announces {bytes} bytes; {most} is the most': 'una trama anuncia {bytes} bytes; {most} es lo máximo',
  'a message is no JSON: {text}': 'un mensaje no es JSON: {text}',
  'batch {id} is open with other filters ({filters})': 'el lote {id} está abierto con otros filtros ({filters})',
  '`run` without filters continues {id}; new filters are for the next batch.':
    '`run` sin filtros continúa {id}; los filtros nuevos son para el siguiente lote.',
  'quarantined: a worker ended {times} times on the same page; the last time: {message}':
    'en cuarentena: un trabajador terminó {times} veces en la misma página; la última: {message}',
  'the circuit of {host} was open for {while} in this batch':
    'el circuito de {host} estuvo abierto {while} en este lote',
  'memory for {slots} workers of {size} MB ({free} MB of {total} MB are free)':
    'memoria para {slots} trabajadores de {size} MB ({free} MB de {total} MB libres)',
  'memory pressure {share} %': 'presión de memoria {share} %',
  'processors {share} % used by us, pressure {pressure} %':
    'procesadores {share} % en uso nuestro, presión {pressure} %',
  'the disk is nearly full': 'el disco está casi lleno',

  'the program broke the contract: {message}': 'el programa rompió el contrato: {message}',
  "it ended listing {page}, which is not in the task's list":
    'dio por terminado el anuncio {page}, que no está en la lista de la tarea',
  'the program ended well and gave nothing for the {items} listings of its list':
    'el programa terminó bien y no dio nada para los {items} anuncios de su lista',
  "none of its {rows} rows has a listing_id or url of the task's list":
    'ninguna de sus {rows} filas tiene un listing_id o url de la lista de la tarea',
  'the program gave no row for it': 'el programa no dio ninguna fila de él',
  'its file {file} cannot be read: {reason}': 'no se puede leer su archivo {file}: {reason}',
  'line {number} of its output is no JSON object: {text}':
    'la línea {number} de su salida no es un objeto JSON: {text}',
  'line {number} of its output, {text}: {reason}': 'línea {number} de su salida, {text}: {reason}',
  'the program says so': 'el programa lo dice',
  'line {number} of its output is no JSON: {text}': 'la línea {number} de su salida no es JSON: {text}',
  'Print log lines to standard error; standard output is for rows.':
    'Escriba las líneas de registro en stderr; stdout es para filas.',
  'a line of its output is longer than {most} characters': 'una línea de su salida tiene más de {most} caracteres',
  'its CSV cannot be read: {reason}': 'no se puede leer su CSV: {reason}',
  'it gave rows after the page that it called the last one': 'dio filas después de la página que llamó la última',
  'it ended page {page} when page {next} was next': 'terminó la página {page} cuando seguía la {next}',
  'page {page} has {rows} rows, more than {most}: end pages more often':
    'la página {page} tiene {rows} filas, más de {most}: termine páginas más seguido',
  'the program ended well and gave no rows for {url}; a search without results must be told by the line {"empty": true}':
    'el programa terminó bien y no dio filas de {url}; una búsqueda sin resultados se dice con la línea {"empty": true}',
  'the program `{program}` cannot be started in {folder}: {reason}':
    'no se puede iniciar el programa `{program}` en {folder}: {reason}',
  'the program ran for {seconds} s, longer than the {most} s it may':
    'el programa corrió {seconds} s, más de los {most} s permitidos',
  'the program wrote {bytes} bytes, more than the {most} it may (security.system_limits.max_file_size_mb)':
    'el programa escribió {bytes} bytes, más de los {most} permitidos (security.system_limits.max_file_size_mb)',
  'this worker may not start the program of {site}': 'este trabajador no puede iniciar el programa de {site}',
  '{site} has no program for detail tasks': '{site} no tiene programa para tareas de detalle',
  'it did not understand the page': 'no entendió la página',
  'the search is not there any more': 'la búsqueda ya no existe',
  'the portal cannot be reached': 'no se puede llegar al portal',
  'it asks to be run again later': 'pide correr más tarde',
  'the portal refuses it': 'el portal lo rechaza',
  'it is not set up rightly': 'no está bien configurado',
  'it may not be run': 'no se permite ejecutarlo',
  'it was not found': 'no se encontró',
  'the program `{program}` was ended by {signal} on {url}{words}':
    'el programa `{program}` fue terminado por {signal} en {url}{words}',
  'the program `{program}` ended with exit code {code} ({why}) on {url}{words}':
    'el programa `{program}` terminó con código de salida {code} ({why}) en {url}{words}',
  'the program `{program}` ended with exit code {code} on {url}{words}':
    'el programa `{program}` terminó con código de salida {code} en {url}{words}',
  'a task came before hello': 'llegó una tarea antes del saludo',
  'a task came before its definition {hash}': 'llegó una tarea antes de su definición {hash}',

  'page {page} of generation {generation} of task {task}':
    'página {page} de la generación {generation} de la tarea {task}',
  '{place}: the task is in generation {generation}': '{place}: la tarea está en la generación {generation}',
  '{place} came after its last page': '{place} llegó después de su última página',
  '{place} came, page {page} was expected': 'llegó {place}, se esperaba la página {page}',
  'page {page} of task {task} says that page {next} comes next':
    'la página {page} de la tarea {task} dice que sigue la página {next}',
  'task {task} cannot be published: its last page is not committed':
    'no se puede publicar la tarea {task}: su última página no está guardada',
  'batch {id} cannot be closed: {pending} tasks are pending, {running} running, {retrying} retrying':
    'no se puede cerrar el lote {id}: hay {pending} tareas pendientes, {running} en curso, {retrying} por reintentar',
  'the service ended while it worked on this': 'el servicio terminó mientras trabajaba en esto',
  'no service took this up in time': 'ningún servicio lo tomó a tiempo',
  'Look at how things stand, and ask again.': 'Vea cómo están las cosas y pídalo de nuevo.',
  'there is no batch {id}': 'no existe el lote {id}',
  'there is no batch {id}; did you mean {meant}?': 'no existe el lote {id}; ¿quiso decir {meant}?',
  'batch {id} is open in the output tree, and {other} is running':
    'el lote {id} está abierto en el árbol de salida, y {other} está en curso',
  'taken from the output tree and its journal': 'tomada del árbol de salida y su diario',
  'the database is for real work, and this start is for rehearsal work':
    'la base de datos es de trabajo real, y este inicio es de ensayo',
  'the database is for rehearsal work, and this start is for real work':
    'la base de datos es de ensayo, y este inicio es de trabajo real',
  'batch {id} cannot be planned: batch {other} is running':
    'no se puede planear el lote {id}: el lote {other} está en curso',
  'batch {id} was not stored': 'no se guardó el lote {id}',
  'batch {id} has {count} tasks whose scraper and order number occur twice':
    'el lote {id} tiene {count} tareas con scraper y número de orden repetidos',
  'batch {id} is {status}: no detail task can be added':
    'el lote {id} está en {status}: no se agregan tareas de detalle',
  'quarantined: the orchestrator or its worker died {times} times on page {page}':
    'en cuarentena: el orquestador o su trabajador murió {times} veces en la página {page}',
  'the orchestrator that ran it ({owner}) ended without releasing it':
    'el orquestador que la corría ({owner}) terminó sin liberarla',
  'the first': 'la primera',
  'batch {id} cannot be reopened: batch {other} is running':
    'no se puede reabrir el lote {id}: el lote {other} está en curso',
  'task {task} is not in batch {batch}': 'la tarea {task} no está en el lote {batch}',
  "task {task} is the old program's: run its target in a new batch":
    'la tarea {task} es del programa anterior: corra su búsqueda en un lote nuevo',
  '{rows} rows from kept pages': '{rows} filas de páginas guardadas',
  'task {task} cannot be completed: {lack}': 'no se puede completar la tarea {task}: {lack}',
  'its last page is not committed': 'su última página no está guardada',
  'it published no file': 'no publicó ningún archivo',
  'task {task} cannot {step}: all {most} attempts are used up':
    'la tarea {task} no admite {step}: se usaron los {most} intentos',
  'it ended with its batch; the journal does not say how': 'terminó con su lote; el diario no dice cómo',
  'cancelled by {actor}': 'cancelada por {actor}',
};
