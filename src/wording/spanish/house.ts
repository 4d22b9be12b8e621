/** The house: service, database, output tree, backups, logs, schedule, commands to the service. */
export const HOUSE: Readonly<Record<string, string>> = {
  'cannot listen on {host} port {port}: {reason}': 'no se puede escuchar en {host} puerto {port}: {reason}',
  'no service runs in {directory}': 'ningún servicio corre en {directory}',
  '{holder}, which took up no command within {seconds} s; it was taken back':
    '{holder}, que no tomó la orden en {seconds} s; se retiró',
  "A batch run by hand (`scraping-orchestrator run`) takes no commands: wait for its end. Else look at the service's log.":
    'Un lote corrido a mano (`scraping-orchestrator run`) no recibe órdenes: espere a que termine. Si no, vea el registro del servicio.',
  'the service took {name} up and has not answered yet': 'el servicio tomó {name} y todavía no responde',
  'Look at its log; do not ask again before.': 'Vea su registro; no lo pida de nuevo antes.',
  'the database {database} would be on {mount}, a network file system ({type}), where its locks do not hold':
    'la base de datos {database} estaría en {mount}, un sistema de archivos de red ({type}), donde sus bloqueos no valen',
  'Give `database.path` a folder on a disk of this machine; backups and the output tree may stay.':
    'Ponga `database.path` en un disco de esta máquina; los respaldos y el árbol de salida pueden quedarse.',
  'batch {id} is running': 'el lote {id} está en curso',
  'Wait for its end, or cancel it first.': 'Espere a que termine, o cancélelo primero.',
  'is not a folder': 'no es una carpeta',
  'its parent folder {folder} does not exist': 'no existe su carpeta superior {folder}',
  'the folder {folder} cannot be made: {reason}': 'no se puede crear la carpeta {folder}: {reason}',
  'the folder {folder} cannot be created: {reason}': 'no se puede crear la carpeta {folder}: {reason}',
  '{file} is there already': '{file} ya existe',
  '{file} cannot be written: {reason}': 'no se puede escribir {file}: {reason}',
  '{file} cannot be removed: {reason}': 'no se puede quitar {file}: {reason}',
  'Move it away first, or name another place with --dir.': 'Muévalo primero, o indique otro lugar con --dir.',
  'the page was not read within {seconds} s': 'la página no se leyó en {seconds} s',
  'the page could not be read: {reason}': 'no se pudo leer la página: {reason}',
  'a batch runs in the foreground (`scraping-orchestrator run`)':
    'un lote corre en primer plano (`scraping-orchestrator run`)',
  '`scraping-orchestrator run` reads its configuration when it starts':
    '`scraping-orchestrator run` lee su configuración al iniciar',
  'Stop it with Ctrl-C and start it again: it goes on where it was.':
    'Deténgalo con Ctrl-C e inícielo de nuevo: continúa donde quedó.',
  'only {free} MB are free in {folder}; no task starts below {needed} MB':
    'solo quedan {free} MB libres en {folder}; ninguna tarea inicia con menos de {needed} MB',
  '{count} tasks run for longer than a slice and the time-out allow; the first is task {id} of {scraper}':
    '{count} tareas corren más de lo que permiten un turno y el límite de tiempo; la primera es la tarea {id} de {scraper}',
  'the engine has not started': 'el motor no ha iniciado',
  'the disk of {folder} is nearly full: no task starts': 'el disco de {folder} está casi lleno: ninguna tarea inicia',
  '{file} is missing, so nobody can tell whether a backup was changed':
    'falta {file}, así que nadie puede saber si se cambió un respaldo',
  'Copy backup.key from the machine that made the backups; or say --trust when you know where they come from.':
    'Copie backup.key de la máquina que hizo los respaldos; o diga --trust si sabe de dónde vienen.',
  'no channel is configured': 'no hay ningún canal configurado',
  'Set notifications.email.host, notifications.slack.address or notifications.webhook.urls (docs/notifications.md).':
    'Configure notifications.email.host, notifications.slack.address o notifications.webhook.urls (docs/notifications.md).',
  'there is no channel {name}': 'no existe el canal {name}',
  'There is {names}.': 'Hay {names}.',
  'There are {names}.': 'Hay {names}.',
  'Did you mean {meant}?': '¿Quiso decir {meant}?',
  'there is no batch yet': 'todavía no hay ningún lote',
  '`scraping-monitor run-now` starts one.': '`scraping-monitor run-now` inicia uno.',
  'there is no site {code}': 'no existe el sitio {code}',
  'there is no site {code}; these definitions were refused:':
    'no existe el sitio {code}; estas definiciones se rechazaron:',
  'there is no site {code}; there are {known}': 'no existe el sitio {code}; hay {known}',
  'Known sites: {sites}.': 'Sitios conocidos: {sites}.',
  'the service knows no action {name}': 'el servicio no conoce la acción {name}',
  'the store refused {times} times in a row: {reason}': 'el almacén rechazó {times} veces seguidas: {reason}',
  '{option}: {place} is empty or not set': '{option}: {place} está vacío o no existe',
  'Put the secret there, readable by the service alone, or empty the option.':
    'Ponga ahí el secreto, legible solo para el servicio, o vacíe la opción.',
  '{option}: there is no CREDENTIALS_DIRECTORY': '{option}: no hay CREDENTIALS_DIRECTORY',
  'Add LoadCredential={name}:/path to the unit, or name a file (file:/path).':
    'Agregue LoadCredential={name}:/ruta a la unidad, o nombre un archivo (file:/ruta).',
  '{option}: {file} cannot be read: {reason}': '{option}: no se puede leer {file}: {reason}',
  'Put the secret there, readable by the service alone.': 'Ponga ahí el secreto, legible solo para el servicio.',
  'the output tree {folder} has no journal of any batch':
    'el árbol de salida {folder} no tiene el diario de ningún lote',
  'Check `data.directory`; a database can only be rebuilt from the tree it filled.':
    'Revise `data.directory`; una base de datos solo se rehace desde el árbol que llenó.',
  'no page of {site} is kept from {batch}': 'no hay páginas guardadas de {site} del lote {batch}',
  'Set pages.keep to all before a batch; now it is {keep}.':
    'Ponga pages.keep en all antes de un lote; ahora está en {keep}.',
  'the task is {status}: `retry -b {batch}` fetches it again':
    'la tarea está en {status}: `retry -b {batch}` la descarga de nuevo',
  '{count} of its pages cannot be read': 'no se pueden leer {count} de sus páginas',
  '{kept} of its {pages} pages are kept': 'están guardadas {kept} de sus {pages} páginas',
  'the file of task {id} is replaced, and the database does not know it yet: {reason}':
    'el archivo de la tarea {id} se reemplazó y la base de datos todavía no lo sabe: {reason}',
  'Run the same command again.': 'Corra el mismo comando de nuevo.',
  'safe mode: the service was started {times} times within {minutes} minutes; nothing starts until its log was read and `scraping-monitor reload` given':
    'modo seguro: el servicio inició {times} veces en {minutes} minutos; nada inicia hasta leer su registro y dar `scraping-monitor reload`',
  'oldest running task': 'tarea en curso más vieja',
  'this process': 'este proceso',
  'the service is {stage}': 'el servicio está en {stage}',
  'the service is {stage}: nothing starts now': 'el servicio está en {stage}: ahora no inicia nada',
  'the service still starts': 'el servicio todavía está iniciando',
  'no result page of {site} is kept': 'no hay ninguna página de resultados guardada de {site}',
  'no detail page of {site} is kept': 'no hay ninguna página de detalle guardada de {site}',
  'no page of {from} is kept': 'no hay ninguna página guardada de {from}',
  'Pages are kept as pages.keep says: `all`, or those with problems; over pages.max_mb the oldest go.':
    'Las páginas se guardan según pages.keep: `all`, o las que tienen problemas; al pasar pages.max_mb se van las más viejas.',
  '{file} cannot be read: {reason}': 'no se puede leer {file}: {reason}',
  'Name a file with a saved page, or a URL that begins with http.':
    'Nombre un archivo con una página guardada, o una URL que empiece con http.',
  'the catalogue has no row of {code}': 'el catálogo no tiene ninguna fila de {code}',
  'Name a URL: `site test SITE URL`.': 'Nombre una URL: `site test SITIO URL`.',
  '{most} pages are being tried already': 'ya se están probando {most} páginas',
  'Try again in a moment.': 'Intente de nuevo en un momento.',
  '{host} is no host of {site}': '{host} no es un servidor de {site}',
  'Name an address of {hosts}.': 'Nombre una dirección de {hosts}.',

  'the cursor {cursor} was not given out by this list': 'esta lista no dio el cursor {cursor}',
  'Ask for the first page again, without a cursor.': 'Pida de nuevo la primera página, sin cursor.',
  '--url {url} is no address of an API': '--url {url} no es la dirección de una API',
  'Write it as https://scraper.example:8080.': 'Escríbala como https://scraper.example:8080.',
  'the token would travel to {host} in clear text': 'el token viajaría a {host} sin cifrar',
  'Use https, or a tunnel: ssh -L 8080:127.0.0.1:8080 HOST, then --url http://127.0.0.1:8080.':
    'Use https, o un túnel: ssh -L 8080:127.0.0.1:8080 SERVIDOR, y luego --url http://127.0.0.1:8080.',
  '{url} does not answer: {reason}': '{url} no responde: {reason}',
  'Look at the address, at the network, and at whether the service runs there with its API on.':
    'Revise la dirección, la red, y que el servicio corra allá con su API encendida.',
  '{url} is not the API of this product: {what}': '{url} no es la API de este producto: {what}',
  'it answered {status}': 'respondió {status}',
  'its answer is no JSON': 'su respuesta no es JSON',
  'Look at the address and its base path, and at what stands between (a proxy, a login page).':
    'Revise la dirección y su ruta base, y lo que haya en medio (un proxy, una página de acceso).',
  'the answer has more than {most} MiB': 'la respuesta tiene más de {most} MiB',
  'there is no city {word}': 'no existe la ciudad {word}',
  'there is no operation {word}': 'no existe la operación {word}',
  'there is no product {word}': 'no existe el producto {word}',
  'there is no {key} {word}': 'no existe {key} {word}',
  'a token that expires at {at} would be of no use: that is over':
    'un token que vence el {at} no serviría: esa fecha ya pasó',
  'Name a moment in the future.': 'Indique un momento futuro.',
  'there is no token {id}': 'no existe el token {id}',
  'there is no task {id}': 'no existe la tarea {id}',
  '`scraping-monitor tasks` lists the tasks of a batch.': '`scraping-monitor tasks` muestra las tareas de un lote.',
  'this service knows no command {name}': 'este servicio no conoce el comando {name}',
  'Use the programs of the same version as the service.': 'Use los programas de la misma versión que el servicio.',
  'no failed task of batch {id} fits': 'ninguna tarea fallida del lote {id} corresponde',
  '`scraping-monitor tasks -b {id} --status {statuses}` lists them.':
    '`scraping-monitor tasks -b {id} --status {statuses}` las muestra.',
  'no batch is open': 'no hay ningún lote abierto',
  'There is nothing to cancel.': 'No hay nada que cancelar.',
  'site {site} is no code': 'el sitio {site} no es un código',
  'batch {id} is no batch id': '{id} no es el nombre de un lote',
  'tasks is no list of task numbers': 'tasks no es una lista de números de tarea',
  '{key} {given} is no list': '{key} {given} no es una lista',
  '{key}: {word} is none of {allowed}': '{key}: {word} no es ninguno de {allowed}',
  'What was cancelled stays so: a new batch has its searches again.':
    'Lo cancelado queda así: un lote nuevo tiene de nuevo sus búsquedas.',
  'nothing ran when it was due': 'nada corría cuando tocaba',
  'schedule.batches is false': 'schedule.batches es false',
  'paused by {by}': 'en pausa por {by}',
  'paused by someone': 'en pausa por alguien',
  'that of {at} still waits': 'el de {at} todavía espera',
  'batch {id} was running': 'el lote {id} estaba en curso',
  'the service ended {times} times while it worked on this':
    'el servicio terminó {times} veces mientras trabajaba en esto',
  'there is no service {name}': 'no existe el servicio {name}',
  'the status file {file} cannot be written: {reason}': 'no se puede escribir el archivo de estado {file}: {reason}',
  'the log file {file} cannot be opened: {reason}': 'no se puede abrir el archivo de registro {file}: {reason}',
  "Create its folder and let the service's user write to it; a symbolic link is not followed.":
    'Cree su carpeta y permita que el usuario del servicio escriba en ella; no se siguen enlaces simbólicos.',
  '{file} could not be compressed without loss': 'no se pudo comprimir {file} sin pérdida',
  'the channel is not configured any more': 'el canal ya no está configurado',
  'the message could not be put into words: {reason}': 'no se pudo redactar el mensaje: {reason}',
  'the address is not valid': 'la dirección no es válida',
  '{why}; name the host in notifications.webhook.allowed_hosts if it is meant':
    '{why}; nombre el servidor en notifications.webhook.allowed_hosts si es a propósito',
  'the receiver answered {status}: {text}': 'el receptor respondió {status}: {text}',
  'the receiver answered {status}': 'el receptor respondió {status}',
  '{reason} (redirects are not followed: correct the address)':
    '{reason} (no se siguen redirecciones: corrija la dirección)',
  'no answer within {seconds} s': 'sin respuesta en {seconds} s',
  '{name} looks at the machine it runs on, and not through --url':
    '{name} ve la máquina donde corre, no a través de --url',
  'Run it there: ssh HOST scraping-monitor {name}.': 'Córralo allá: ssh SERVIDOR scraping-monitor {name}.',
  'the token cannot be read from {file}: {reason}': 'no se puede leer el token de {file}: {reason}',
  '{file} does not hold one token': '{file} no contiene un token',
  'It must hold the token and nothing else.': 'Debe contener el token y nada más.',
};
