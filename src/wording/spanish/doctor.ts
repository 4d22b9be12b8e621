/** What `doctor` looks at, what it sees and what it advises. */

export const DOCTOR: Readonly<Record<string, string>> = {
  none: 'ninguno',
  machine: 'máquina',
  user: 'usuario',
  clock: 'reloj',
  'open files': 'archivos abiertos',
  configuration: 'configuración',
  environment: 'entorno',
  definitions: 'definiciones',
  websites: 'sitios web',
  catalogue: 'catálogo',
  staging: 'preparación',
  database: 'base de datos',
  backups: 'respaldos',
  'damaged backups': 'respaldos dañados',
  tree: 'árbol',
  logs: 'registros',
  'status file': 'archivo de estado',
  leftovers: 'restos',
  'set aside': 'apartado',
  portals: 'portales',
  migrations: 'migraciones',
  'database check': 'revisión de la base',
  service: 'servicio',
  batch: 'lote',
  'disk of tree': 'disco del árbol',
  'disk of database': 'disco de la base',
  'disk of logs': 'disco de registros',
  'disk of backups': 'disco de respaldos',
  'inodes of tree': 'inodos del árbol',
  'inodes of database': 'inodos de la base',
  'inodes of logs': 'inodos de registros',
  'inodes of backups': 'inodos de respaldos',

  'Node {version} is too old': 'Node {version} es demasiado viejo',
  'Install Node {version} or newer from nodejs.org.': 'Instale Node {version} o más nuevo, de nodejs.org.',
  'SQLite {version}, with the fix of the WAL bug': 'SQLite {version}, con la falla de WAL corregida',
  'SQLite {version} can corrupt the database (WAL-reset bug)':
    'SQLite {version} puede dañar la base de datos (falla de WAL)',
  'Use Node 24.15 or newer from nodejs.org, not a build with a SQLite of the distribution.':
    'Use Node 24.15 o más nuevo, de nodejs.org, no uno compilado con el SQLite de la distribución.',
  'at most {files} files may be open at once': 'a lo más {files} archivos pueden estar abiertos a la vez',
  'Raise the limit: LimitNOFILE=65536 in the unit, or `ulimit -n 65536`.':
    'Suba el límite: LimitNOFILE=65536 en la unidad, o `ulimit -n 65536`.',
  'no limit': 'sin límite',
  'up to {files}': 'hasta {files}',
  'this runs as root': 'corre como root',
  "Run it as the service's own user: whatever breaks out of a page's parser is root otherwise.":
    'Córralo con el usuario propio del servicio: si no, lo que escape del lector de páginas es root.',
  'not root': 'no es root',
  'Set the clock and let it be kept: `timedatectl set-ntp true`.':
    'Ponga el reloj en hora y que se mantenga: `timedatectl set-ntp true`.',
  'the clock says {now}': 'el reloj dice {now}',
  'the clock is {span} behind the last stored instant ({at})':
    'el reloj está {span} atrás del último instante guardado ({at})',
  '{free} free of {total} ({path})': '{free} libres de {total} ({path})',
  '{room}: below the reserve of {least}, no task is started':
    '{room}: por debajo de la reserva de {least}, no inicia ninguna tarea',
  'Free some space; work resumes by itself. Old backups and compressed logs are the first to look at.':
    'Libere espacio; el trabajo continúa por sí solo. Vea primero los respaldos viejos y los registros comprimidos.',
  '{room}: work stops at {least}': '{room}: el trabajo se detiene con {least}',
  'Free some space, or move the folder to a larger disk.': 'Libere espacio, o pase la carpeta a un disco más grande.',
  '{free} of {total} inodes are free ({path})': 'hay {free} de {total} inodos libres ({path})',
  'A disk can be full of small files: find them with `du --inodes -x / | sort -n | tail`, and remove some.':
    'Un disco se puede llenar de archivos pequeños: búsquelos con `du --inodes -x / | sort -n | tail` y quite algunos.',
  "{path} is on a network file system, where SQLite's locks do not hold":
    '{path} está en un sistema de archivos de red, donde los bloqueos de SQLite no valen',
  'Move the database to a disk of this machine (`database.path`).':
    'Pase la base de datos a un disco de esta máquina (`database.path`).',
  '{path} is on a network file system': '{path} está en un sistema de archivos de red',
  'Use a disk of this machine: renaming is not atomic everywhere.':
    'Use un disco de esta máquina: renombrar no es atómico en todas partes.',

  "Check the machine's network and resolver.": 'Revise la red y el DNS de la máquina.',
  '{host}: robots.txt is ignored, as configured': '{host}: robots.txt se ignora, según la configuración',
  '{host} answers, and its robots.txt lets us in': '{host} responde y su robots.txt nos deja entrar',
  '{host}: robots.txt forbids {url} ({rule})': '{host}: robots.txt prohíbe {url} ({rule})',
  'Its tasks end as forbidden. `websites.<site>.robots: ignore` overrides it on your responsibility.':
    'Sus tareas terminan como prohibidas. `websites.<sitio>.robots: ignore` lo anula bajo su responsabilidad.',
  "Open the address in a browser; if it opens there, check this machine's network and resolver.":
    'Abra la dirección en un navegador; si ahí abre, revise la red y el DNS de esta máquina.',
  '{host} rests until {until}: {reason}': '{host} descansa hasta {until}: {reason}',
  'It is asked again by itself then.': 'Entonces se le pregunta de nuevo por sí solo.',
  'not asked (--offline)': 'sin preguntar (--offline)',

  'Make one and look at what it says: `scraping-orchestrator backup create`.':
    'Haga uno y vea qué dice: `scraping-orchestrator backup create`.',
  '{count}, the newest {name}: {reason}': '{count}, el más nuevo {name}: {reason}',
  'They are never restored. Look at the disk they lie on, then remove them.':
    'Nunca se restauran. Revise el disco donde están y luego quítelos.',
  'there is no verified backup': 'no hay ningún respaldo verificado',
  'none yet, and nothing to lose': 'ninguno todavía, y nada que perder',
  '{name} is {age} old, verified {span} ago': '{name} tiene {age}, verificado hace {span}',
  'Run it now: `scraping-orchestrator maintenance verify-tree`.':
    'Hágalo ahora: `scraping-orchestrator maintenance verify-tree`.',
  'it was never compared with its manifests': 'nunca se comparó con sus manifiestos',
  '{path} is missing: {what}{others}': '{path} falta: {what}{others}',
  '{path} is changed: {what}{others}': '{path} está cambiado: {what}{others}',
  '{path} is half: {what}{others}': '{path} está a medias: {what}{others}',
  '{path} is unreadable: {what}{others}': '{path} no se puede leer: {what}{others}',
  '{what} (and {count} more: `scraping-monitor logs --file cleanup --level error`)':
    '{what} (y {count} más: `scraping-monitor logs --file cleanup --level error`)',
  'the last whole comparison ended {span} ago': 'la última comparación completa terminó hace {span}',
  'Raise `maintenance.verify_megabytes`. {cure}': 'Suba `maintenance.verify_megabytes`. {cure}',
  'no fault so far; the first round began {span} ago': 'sin fallas hasta ahora; la primera vuelta empezó hace {span}',
  'every file was as its manifest says, {span} ago': 'cada archivo estaba como dice su manifiesto, hace {span}',
  '{files} files, {size} ({folder})': '{files} archivos, {size} ({folder})',
  'no service runs, so nobody writes it': 'no corre ningún servicio, así que nadie lo escribe',
  'The service may hang: look at `scraping-monitor logs`, then restart it.':
    'El servicio puede estar trabado: vea `scraping-monitor logs` y reinícielo.',
  'there is none although the service runs': 'no existe aunque el servicio corre',
  'A foreground `run` writes none. {cure}': 'Un `run` en primer plano no lo escribe. {cure}',
  'it is {age} old': 'tiene {age}',
  'written {span} ago': 'escrito hace {span}',
  '{path} was set aside {span} ago': '{path} se apartó hace {span}',
  'Once nothing is missing after the restore, remove it.': 'Cuando no falte nada tras la restauración, quítelo.',
  '{count} old temporary files, such as {path}': '{count} archivos temporales viejos, como {path}',
  'The nightly run removes them; or now: `scraping-orchestrator maintenance temp-files`.':
    'La limpieza nocturna los quita; o ahora: `scraping-orchestrator maintenance temp-files`.',

  '{file} is sound': '{file} está bien',
  'there is no {file} yet': 'todavía no existe {file}',
  'The first start makes it. If there was one, restore a backup before you start: `scraping-orchestrator backup list`.':
    'El primer inicio la crea. Si había una, restaure un respaldo antes de iniciar: `scraping-orchestrator backup list`.',
  "{file} is the first system's": '{file} es del primer sistema',
  'The next start takes it over, history included; a copy stays beside it.':
    'El próximo inicio la adopta, con su historia; una copia queda a su lado.',
  '{file} is the database of another program': '{file} es la base de datos de otro programa',
  '{file} is sound, of an older version': '{file} está bien, de una versión anterior',
  '{file} was made by a newer version (schema {version})': '{file} es de una versión más nueva (esquema {version})',
  'Install that version, or restore a backup made by this one.':
    'Instale esa versión, o restaure un respaldo hecho por esta.',
  'Stop the service; the next start sets the file aside, restores the newest verified backup and rebuilds the rest from the tree.':
    'Detenga el servicio; el próximo inicio aparta el archivo, restaura el último respaldo verificado y rehace el resto desde el árbol.',
  'the schema has version {version}, this program {latest}':
    'el esquema tiene la versión {version}, este programa la {latest}',
  'The next start migrates it (a backup is made before); or now: `scraping-orchestrator db migrate`.':
    'El próximo inicio la migra (antes se hace un respaldo); o ahora: `scraping-orchestrator db migrate`.',
  'version {version}, none pending': 'versión {version}, nada pendiente',
  'Run it now, in a quiet moment: `scraping-orchestrator maintenance database-maintenance`.':
    'Hágalo ahora, en un momento tranquilo: `scraping-orchestrator maintenance database-maintenance`.',
  'it was never checked whole': 'nunca se revisó completa',
  'the check {span} ago found: {problem}': 'la revisión de hace {span} encontró: {problem}',
  'Stop the service; the next start restores the newest verified backup.':
    'Detenga el servicio; el próximo inicio restaura el último respaldo verificado.',
  'last checked whole {span} ago': 'última revisión completa hace {span}',
  'checked whole {span} ago': 'revisada completa hace {span}',
  'it runs': 'está en marcha',
  'it does not run, and no batch is open': 'no está en marcha, y no hay lote abierto',
  'nobody works on the open batch {id}': 'nadie trabaja en el lote abierto {id}',
  'Start it: `systemctl start scraping-orchestrator`, or `scraping-orchestrator run`.':
    'Inícielo: `systemctl start scraping-orchestrator`, o `scraping-orchestrator run`.',
  'none is open': 'ninguno abierto',
  '{id} is open since {span}, {settled} of {total} tasks are settled':
    '{id} está abierto desde hace {span}, con {settled} de {total} tareas resueltas',
  '{what}, past its deadline': '{what}, pasado su plazo',
  'A running service closes it within a minute: start it, or look at why it does not (`scraping-monitor logs --level error`).':
    'Un servicio en marcha lo cierra en un minuto: inícielo, o vea por qué no lo hace (`scraping-monitor logs --level error`).',
  '{what}; its deadline is in {span}': '{what}; su plazo vence en {span}',
  'See which portal holds it up: `scraping-monitor status`. What is open at the deadline is given up.':
    'Vea qué portal lo detiene: `scraping-monitor status`. Lo que quede abierto al plazo se abandona.',
  'none is running': 'ninguna en curso',
  '{count} running, the oldest ({task}) since {span}': '{count} en curso, la más vieja ({task}) desde hace {span}',
  '{what}, but no service runs': '{what}, pero no corre ningún servicio',
  'They are released by the next start, at no cost to them.': 'El próximo inicio las libera, sin gastar intentos.',
  '{what}: it should have given its slot back': '{what}: ya debió dejar su lugar',
  'Restart the service; the task goes on from its last page. Please report it with the log around it.':
    'Reinicie el servicio; la tarea sigue desde su última página. Repórtelo con el registro de ese momento.',
  'Look at the path named: does it exist, and may this user read it?':
    'Vea la ruta indicada: ¿existe, y este usuario puede leerla?',
  'no file was found: all values are defaults': 'no se encontró archivo: todos los valores son los de omisión',
  '`scraping-orchestrator init` writes one; --config names another.':
    '`scraping-orchestrator init` escribe uno; --config indica otro.',
  'Correct or unset the variable.': 'Corrija o quite la variable.',
  'websites.{code}: there is no such site': 'websites.{code}: no existe ese sitio',
  'Correct the code in the configuration, or write a definition.':
    'Corrija el código en la configuración, o escriba una definición.',
  "Create the folder, and let the service's user write to it.":
    'Cree la carpeta y permita que el usuario del servicio escriba en ella.',
  "Create the folder and let the service's user write to it (`logging.directory`).":
    'Cree la carpeta y permita que el usuario del servicio escriba en ella (`logging.directory`).',
  '{count} sites': '{count} sitios',
  'it cannot be read': 'no se puede leer',
  '`scraping-orchestrator validate` says more.': '`scraping-orchestrator validate` dice más.',
  '{targets} targets of {rows} rows': '{targets} búsquedas de {rows} filas',
  '{what}; {lost} rows cannot be used': '{what}; {lost} filas no se pueden usar',
  '`scraping-orchestrator validate --all` shows each.': '`scraping-orchestrator validate --all` muestra cada una.',
  '{path} is on another file system than the tree': '{path} está en otro sistema de archivos que el árbol',
  'Unmount it: files are renamed from it into the tree.': 'Desmóntelo: de ahí se renombran archivos al árbol.',
};
