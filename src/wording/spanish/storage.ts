/** Where data lies: the database, the output tree, kept pages, backups and what is made of them again. */
export const STORAGE: Readonly<Record<string, string>> = {
  "Let the service's user read, write and enter every folder of the tree.":
    'Permita que el usuario del servicio lea, escriba y entre en cada carpeta del árbol.',
  'Put a real folder in its place: links and files are not followed inside the tree.':
    'Ponga una carpeta real en su lugar: dentro del árbol no se siguen enlaces ni archivos.',
  'no space is left on the disk': 'no queda espacio en el disco',
  "the quota of the service's user is used up": 'se agotó la cuota del usuario del servicio',
  'the file is larger than the process may write': 'el archivo es más grande de lo que el proceso puede escribir',
  'Raise the limit on file size (ulimit -f, LimitFSIZE=).':
    'Suba el límite de tamaño de archivo (ulimit -f, LimitFSIZE=).',
  'permission was denied': 'se negó el permiso',
  'the operation is not permitted': 'la operación no está permitida',
  'the disk is read-only': 'el disco es de solo lectura',
  'Mount it writable; a disk that turned read-only by itself is failing.':
    'Móntelo con escritura; un disco que se volvió de solo lectura está fallando.',
  'the folder is not there': 'la carpeta no existe',
  'something on the way is no folder': 'algo en el camino no es una carpeta',
  'a symbolic link is in the way': 'hay un enlace simbólico en el camino',
  "a folder has the file's name": 'una carpeta tiene el nombre del archivo',
  "Remove the folder that has a file's name.": 'Quite la carpeta que tiene el nombre de un archivo.',
  'it is on another file system than the staging folder':
    'está en otro sistema de archivos que la carpeta de preparación',
  'Keep the whole tree on one file system: mount the disk at its root.':
    'Deje todo el árbol en un solo sistema de archivos: monte el disco en su raíz.',
  'too many files are open': 'hay demasiados archivos abiertos',
  'Raise the limit on open files (LimitNOFILE=).': 'Suba el límite de archivos abiertos (LimitNOFILE=).',
  'the machine has too many files open': 'la máquina tiene demasiados archivos abiertos',
  'Find what holds them: `lsof | wc -l`.': 'Busque qué los tiene: `lsof | wc -l`.',
  '{doing} failed: {reason}': 'falló {doing}: {reason}',
  'decompressing {path}': 'descomprimir {path}',
  'compressing {path} of {tree}': 'comprimir {path} de {tree}',
  'opening the tree {root}': 'abrir el árbol {root}',
  'syncing the folder {folder}': 'sincronizar la carpeta {folder}',
  'publishing {file}': 'publicar {file}',
  'looking for {path} in {tree}': 'buscar {path} en {tree}',
  'reading {path} in {tree}': 'leer {path} en {tree}',
  'listing {path} in {tree}': 'listar {path} en {tree}',
  'sweeping {path} in {tree}': 'limpiar {path} en {tree}',
  'removing {path} in {tree}': 'quitar {path} en {tree}',
  'making the folder of {path} in {tree}': 'crear la carpeta de {path} en {tree}',
  'renaming into place {path} in {tree}': 'poner en su lugar {path} en {tree}',
  'writing {path} (in {staging})': 'escribir {path} (en {staging})',
  'the root': 'la raíz',
  '{path} is a file, not a folder': '{path} es un archivo, no una carpeta',
  '{path} is a symbolic link': '{path} es un enlace simbólico',
  '{path} is no folder': '{path} no es una carpeta',
  'Remove {path}; it is made again as a folder.': 'Quite {path}; se vuelve a crear como carpeta.',
  '{path} is on another file system than {tree}': '{path} está en otro sistema de archivos que {tree}',
  'Unmount {path}: files must be renamed from it into the tree.':
    'Desmonte {path}: los archivos deben renombrarse de ahí al árbol.',
  '{path} is not a path of the tree': '{path} no es una ruta del árbol',
  'Put a real folder in the place of {name}: links are not followed inside the tree.':
    'Ponga una carpeta real en lugar de {name}: dentro del árbol no se siguen enlaces.',

  'batch {id} is not a batch id such as Nov26_01': '{id} no es el nombre de un lote como Nov26_01',
  'is empty': 'está vacío',
  'is no whole Zstandard file: {reason}': 'no es un archivo Zstandard completo: {reason}',
  'order number {number} is not a whole number from 1 on': 'el número de orden {number} no es un entero desde 1',
  'ordinal {number} is not a whole number from 1 on': 'el ordinal {number} no es un entero desde 1',
  'ends in the middle of a line': 'termina a media línea',
  'is no JSON: {reason}': 'no es JSON: {reason}',
  'is no JSON object': 'no es un objeto JSON',
  'has {lines} lines, expected one': 'tiene {lines} líneas, se esperaba una',
  'lacks {key}': 'no tiene {key}',
  'journal file {file} line {line} {what}': 'archivo del diario {file}, línea {line}: {what}',
  'journal file {file} {what}': 'archivo del diario {file}: {what}',
  'journal file {file} is that of {task}': 'archivo del diario {file}: es de {task}',
  'Set the file aside: the batch can then be rebuilt from its manifests, without what only this file knew.':
    'Aparte el archivo: el lote se puede rehacer de sus manifiestos, sin lo que solo este archivo sabía.',
  'says {key}: {seen}, expected {expected}': 'dice {key}: {seen}, se esperaba {expected}',
  '{bytes} bytes, the manifest says {expected}': '{bytes} bytes, el manifiesto dice {expected}',
  'SHA-256 {hash}, the manifest says {expected}': 'SHA-256 {hash}, el manifiesto dice {expected}',
  'a whole number from 0 on': 'un entero desde 0',
  'a UTC instant such as 2026-11-22T10:00:00.000Z': 'un instante UTC como 2026-11-22T10:00:00.000Z',
  '64 lower-case hexadecimal digits': '64 dígitos hexadecimales en minúsculas',
  'a task key such as inm24:17': 'una clave de tarea como inm24:17',
  'fields with a count each': 'campos con una cuenta cada uno',
  'fields with count, example and reason each': 'campos con cuenta, ejemplo y motivo cada uno',
  'manifest {file} {what}': 'manifiesto {file}: {what}',
  'Remove the manifest and its CSV: without a manifest the task counts as not published and is fetched again.':
    'Quite el manifiesto y su CSV: sin manifiesto la tarea cuenta como no publicada y se descarga de nuevo.',
  'neither listing_id nor url': 'ni listing_id ni url',
  '{path} is not in the output tree': '{path} no está en el árbol de salida',
  '{path} is no valid CSV: {reason}': '{path} no es un CSV válido: {reason}',
  'journal file {file} is damaged: {reason}': 'archivo del diario {file}: está dañado: {reason}',
  'its state is {state}': 'su estado es {state}',
  'the journal of {id} has neither a plan nor an outcome that can be read':
    'el diario de {id} no tiene un plan ni un resultado legible',
  'batch {id} of the output tree is {kind}, and this start is for {other}':
    'el lote {id} del árbol de salida es {kind}, y este inicio es para {other}',
  'real work': 'trabajo real',
  'a rehearsal': 'un ensayo',

  'Another program holds the database locked: close it (a database browser, a copy job).':
    'Otro programa tiene bloqueada la base de datos: ciérrelo (un explorador de bases de datos, una copia).',
  "Let the service's user write to the database file and its directory.":
    'Permita que el usuario del servicio escriba en el archivo de la base de datos y su directorio.',
  "Create the directory, and let the service's user write to it.":
    'Cree el directorio y permita que el usuario del servicio escriba en él.',
  'The file is no SQLite database, or a damaged one: name another file, or restore a backup.':
    'El archivo no es una base de datos SQLite, o está dañado: nombre otro archivo, o restaure un respaldo.',
  'A program reads the database for long: close it (a database browser, a copy job).':
    'Un programa lleva mucho leyendo la base de datos: ciérrelo (un explorador de bases de datos, una copia).',
  'PRAGMA {name} is {seen} in {file}, and {wanted} was asked for':
    'PRAGMA {name} es {seen} en {file}, y se pidió {wanted}',
  'opening the database {file}': 'al abrir la base de datos {file}',
  'reading the database {file}': 'al leer la base de datos {file}',
  'closing the database {file}': 'al cerrar la base de datos {file}',
  'inspecting the database {file}': 'al revisar la base de datos {file}',
  'checking the database {file}': 'al comprobar la base de datos {file}',
  'copying the database {file}': 'al copiar la base de datos {file}',
  'checking the database after an error of the disk {file}':
    'al comprobar la base de datos tras un error del disco {file}',
  'it is no file': 'no es un archivo',
  'it is empty (0 bytes): a database never is': 'está vacío (0 bytes): una base de datos nunca lo está',
  'its bytes are not those that were closed, though no program changed it since: the disk lost some':
    'sus bytes no son los que se cerraron, aunque ningún programa lo cambió: el disco perdió algunos',
  'it has lost its application id': 'perdió su identificador de aplicación',
  'it has no tables at all': 'no tiene ninguna tabla',
  'row {row} of {table} refers to a row that is not there':
    'la fila {row} de {table} se refiere a una fila que no existe',
  'row {row} of {table}': 'la fila {row} de {table}',
  'the data directory {folder} does not exist': 'no existe el directorio de datos {folder}',
  '{folder} is held by {holder}': '{folder} lo tiene {holder}',
  'process {pid} (since {since})': 'el proceso {pid} (desde {since})',
  'another process': 'otro proceso',
  '{file} has schema version {version}; this program knows {latest}':
    '{file} tiene la versión de esquema {version}; este programa conoce la {latest}',
  'migration {version} of {file}: {row} refers to a row that is not there':
    'migración {version} de {file}: {row} se refiere a una fila que no existe',
  '{file} has lost its mark: its tables are not what they were':
    '{file} perdió su marca: sus tablas no son lo que eran',
  'the directory {folder} of the database does not exist': 'no existe el directorio {folder} de la base de datos',
  'the directory {folder} of the database may not be written':
    'no se puede escribir en el directorio {folder} de la base de datos',
  '{file} is empty (0 bytes): a database never is': '{file} está vacío (0 bytes): una base de datos nunca lo está',
  'Restore a backup; only when there was never any data here, delete the file and start again.':
    'Restaure un respaldo; solo si aquí nunca hubo datos, borre el archivo e inicie de nuevo.',
  '{file} is the database of another program: nothing was changed in it':
    '{file} es la base de datos de otro programa: no se cambió nada en ella',
  'Name another file in `database.path`.': 'Nombre otro archivo en `database.path`.',
  '{file} is damaged: {reason}': '{file} está dañado: {reason}',
  'SQLite {sqlite} of this Node {node} can corrupt the database':
    'SQLite {sqlite} de este Node {node} puede dañar la base de datos',
  'the copy {file} has {seen} rows of {table}, and {rows} were copied':
    'la copia {file} tiene {seen} filas de {table}, y se copiaron {rows}',
  'there is no database {file}': 'no existe la base de datos {file}',
  'The first run makes it; or name another file in `database.path`.':
    'La primera ejecución la crea; o nombre otro archivo en `database.path`.',
  '{file} has schema version {version}, and {needed} is needed':
    '{file} tiene la versión de esquema {version}, y se necesita la {needed}',
  '`scraping-orchestrator db migrate` brings it up to date; a run does too.':
    '`scraping-orchestrator db migrate` la pone al día; una ejecución también.',
  'the reader of {file} is closed': 'el lector de {file} está cerrado',
  'the reader thread failed: {reason}': 'falló el hilo de lectura: {reason}',
  'the reader thread ended': 'terminó el hilo de lectura',
  '{reason} (reading {file})': '{reason} (al leer {file})',
  'the store thread failed: {reason}': 'falló el hilo del almacén: {reason}',
  'the store thread ended': 'terminó el hilo del almacén',
  'the store is closed': 'el almacén está cerrado',
  '{file} is gone': '{file} ya no existe',
  '{file} is damaged after an error of the disk: {reason}': '{file} está dañado tras un error del disco: {reason}',

  'its content is another one': 'su contenido es otro',
  'the kept page {file} cannot be read: {reason}': 'no se puede leer la página guardada {file}: {reason}',
  '{name} is no name of a page': '{name} no es el nombre de una página',
  'the page {url} cannot be kept: {reason}': 'no se puede guardar la página {url}: {reason}',
  '{file} is no page: a plain file of 1 to {most} bytes is expected':
    '{file} no es una página: se espera un archivo simple de 1 a {most} bytes',
};
