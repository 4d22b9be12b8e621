/** Backups, what is restored and rebuilt from them, and what the upkeep of the tree finds. */
export const BACKUPS: Readonly<Record<string, string>> = {
  'its manifest is missing': 'falta su manifiesto',
  'its manifest is that of {name}': 'su manifiesto es de {name}',
  '{bytes} bytes, and {expected} were written': '{bytes} bytes, y se escribieron {expected}',
  '{file} is no JSON: {reason}': '{file} no es JSON: {reason}',
  '{file} is no manifest of a backup: {reason}': '{file} no es el manifiesto de un respaldo: {reason}',
  '{file}: its seal does not fit: it was changed, or another installation made it':
    '{file}: su sello no corresponde: lo cambiaron, o lo hizo otra instalación',
  '{file} does not hold {bytes} bytes in hexadecimal digits':
    '{file} no contiene {bytes} bytes en dígitos hexadecimales',
  'Put the key of this installation back, or move the file away: later backups get a new one.':
    'Devuelva la llave de esta instalación, o quite el archivo: los siguientes respaldos usan una nueva.',
  'the list of files has {bytes} bytes, more than any list has':
    'la lista de archivos tiene {bytes} bytes, más que cualquier lista',
  'the list of files {hash} is damaged: {reason}': 'la lista de archivos {hash} está dañada: {reason}',
  'making a backup in {folder}': 'hacer un respaldo en {folder}',
  'a copy of the database came without its digest': 'una copia de la base de datos llegó sin su resumen',
  '{hash} is not the hash of an object': '{hash} no es el hash de un objeto',
  '{file} cannot be unpacked: {reason}': 'no se puede descomprimir {file}: {reason}',
  '{file}: its content is not what its name says': '{file}: su contenido no es lo que dice su nombre',
  'removing old backups of {folder}': 'quitar respaldos viejos de {folder}',
  '{what} is larger than the {most} bytes its manifest says':
    '{what} es mayor que los {most} bytes que dice su manifiesto',
  'the database in {archive}': 'la base de datos en {archive}',
  'unpacking {archive} needs {bytes} bytes, more than half of what is free in {folder}':
    'descomprimir {archive} necesita {bytes} bytes, más de la mitad de lo libre en {folder}',
  '{archive} is not what was written: its SHA-256 is {hash}':
    '{archive} no es lo que se escribió: su SHA-256 es {hash}',
  'the database in {archive} is not what was copied: its SHA-256 is {hash}':
    'la base de datos en {archive} no es lo que se copió: su SHA-256 es {hash}',
  'the database of the backup is broken: {reason}': 'la base de datos del respaldo está dañada: {reason}',
  'the database of the backup is {state}': 'la base de datos del respaldo está en estado {state}',
  'the rows of the backup have the SHA-256 {hash}, and {expected} was copied':
    'las filas del respaldo tienen el SHA-256 {hash}, y se copió {expected}',
  'table {table} of the backup has {rows} rows, and {expected} were copied':
    'la tabla {table} del respaldo tiene {rows} filas, y se copiaron {expected}',
  'verifying {name}': 'verificar {name}',
  'restoring {name}': 'restaurar {name}',
  'unpacking the files of {name} into {target}': 'descomprimir los archivos de {name} en {target}',
  'it is not what its manifest says': 'no es lo que dice su manifiesto',
  'backup {name} cannot be used: {reason}': 'no se puede usar el respaldo {name}: {reason}',
  'there is no good backup of {at} or before': 'no hay ningún respaldo bueno del {at} ni anterior',
  'there is no good backup of {at} or before; {reasons}':
    'no hay ningún respaldo bueno del {at} ni anterior; {reasons}',
  '{folder} (refused: {names})': '{folder} (rechazados: {names})',
  'there is no good backup{when}{reasons}': 'no hay ningún respaldo bueno{when}{reasons}',
  '--at {at} is neither a backup\'s name nor a moment such as 2026-11-22 or "2026-11-22 02:00"':
    '--at {at} no es el nombre de un respaldo ni un momento como 2026-11-22 o "2026-11-22 02:00"',
  'it is missing, and there was data': 'falta, y había datos',
  'it lacks the batches {batches} and the end of {tasks} tasks that the output tree has':
    'le faltan los lotes {batches} y el fin de {tasks} tareas que el árbol de salida tiene',
  'it lacks the batches {batches} that the output tree has':
    'le faltan los lotes {batches} que el árbol de salida tiene',
  'it lacks the end of {tasks} tasks that the output tree has':
    'le falta el fin de {tasks} tareas que el árbol de salida tiene',
  '{database} cannot be used: {problem}; there is no good backup in {folder}{tried}, and nothing in the output tree':
    'no se puede usar {database}: {problem}; no hay un respaldo bueno en {folder}{tried}, ni nada en el árbol de salida',
  'Put a backup into the folder named. Only when there is nothing to save: start once with --accept-empty; the file is kept in quarantine/.':
    'Ponga un respaldo en la carpeta indicada. Solo si no hay nada que salvar: inicie una vez con --accept-empty; el archivo se guarda en quarantine/.',
  'The database {file} was recovered: {problem}.': 'La base de datos {file} se recuperó: {problem}.',
  'its schema was an older one': 'su esquema era anterior',
  'The former database is kept in {folder}.': 'La base de datos anterior se guarda en {folder}.',
  'Backup {name} could not be restored.': 'No se pudo restaurar el respaldo {name}.',
  'Restored: {name}, as of {at}.': 'Restaurado: {name}, del {at}.',
  'From the output tree, which has {all} batches: {batches} batches and {tasks} tasks added, {ended} tasks ended.':
    'Del árbol de salida, que tiene {all} lotes: se agregaron {batches} lotes y {tasks} tareas, terminaron {ended} tareas.',
  'Lost: {what}.': 'Se perdió: {what}.',
  '{tasks} tasks of the open batch are run again from their first page.':
    '{tasks} tareas del lote abierto corren de nuevo desde su primera página.',
  'Not usable: {what}.': 'No se puede usar: {what}.',
  'the history of attempts, the pace of hosts and the pages of unfinished tasks since {at}':
    'la historia de intentos, el ritmo de los servidores y las páginas de tareas sin terminar desde {at}',
  'the history of attempts, the pace of hosts, and the pages of unfinished tasks':
    'la historia de intentos, el ritmo de los servidores y las páginas de tareas sin terminar',
  'the history of attempts of what was added, and the pages of unfinished tasks':
    'la historia de intentos de lo agregado y las páginas de tareas sin terminar',
  'This report: {file}': 'Este informe: {file}',
  'a batch is running': 'hay un lote en curso',
  'not over a damaged file': 'no sobre un archivo dañado',
  'the database is {state}': 'la base de datos está en estado {state}',
  'the write-ahead log of the database has {size} MB: some program reads it without an end':
    'el registro WAL de la base de datos tiene {size} MB: algún programa lo lee sin terminar',
  'no history of listings is kept yet': 'todavía no hay historia de anuncios',
  'no archive of old months is kept yet': 'todavía no hay archivo de meses viejos',
  'it has no manifest': 'no tiene manifiesto',
  'its manifest is there, with {rows} rows': 'su manifiesto está, con {rows} filas',
  'the manifest speaks of {rows} rejected rows': 'el manifiesto habla de {rows} filas rechazadas',
  'task {task} of {batch} is completed, and has no manifest':
    'la tarea {task} de {batch} está completada y no tiene manifiesto',
  'Copy it back from a backup (`scraping-orchestrator backup list` shows them): what a portal showed then cannot be fetched again.':
    'Cópielo de un respaldo (`scraping-orchestrator backup list` los muestra): lo que un portal mostró entonces ya no se puede descargar.',
  'Somebody or a failing disk changed it. {cure}': 'Alguien o un disco que falla lo cambió. {cure}',
  'It has no manifest, so it may be cut short: copy both back from a backup, or remove it; nothing else counts on it.':
    'No tiene manifiesto, así que puede estar cortado: copie ambos de un respaldo, o quítelo; nada más depende de él.',
  'Look at its owner and permissions, then at the disk (`dmesg`, `smartctl`); then copy it back from a backup.':
    'Revise su dueño y permisos, luego el disco (`dmesg`, `smartctl`); después cópielo de un respaldo.',
  'the walk stopped after it: {reason}': 'el recorrido se detuvo después de él: {reason}',
};
