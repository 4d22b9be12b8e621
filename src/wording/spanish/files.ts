/** Files of settings: configuration, site definitions, codes; what YAML and their schemas refuse. */
export const FILES: Readonly<Record<string, string>> = {
  'expected text, saw {seen}{hint}': 'se esperaba texto, se vio {seen}{hint}',
  'missing; expected text': 'falta; se esperaba texto',
  'a number': 'un número',
  'a whole number': 'un número entero',
  'true or false': 'true o false',
  'a list': 'una lista',
  'a mapping (key: value)': 'un mapa (clave: valor)',
  'expected {expected}, saw nothing': 'se esperaba {expected}, no se vio nada',
  'saw nothing': 'no se vio nada',
  '{faults}, saw the key {key}': '{faults}, se vio la clave {key}',
  'known keys here: {keys}': 'claves conocidas aquí: {keys}',
  'did you mean {meant}?': '¿quiso decir {meant}?',
  'unknown key{hint}': 'clave desconocida{hint}',
  'expected {expected}, {saw}': 'se esperaba {expected}, {saw}',
  'missing; expected {expected}': 'falta; se esperaba {expected}',
  'expected {expected}, saw {seen}{hint}': 'se esperaba {expected}, se vio {seen}{hint}',
  'one of {values}': 'uno de {values}',
  'a number greater than {least}': 'un número mayor que {least}',
  'a number of at least {least}': 'un número de al menos {least}',
  'a number less than {most}': 'un número menor que {most}',
  'a number of at most {most}': 'un número de a lo más {most}',
  'text with a length greater than {least}': 'texto de más de {least} caracteres',
  'text with a length of at least {least}': 'texto de al menos {least} caracteres',
  'text with a length less than {most}': 'texto de menos de {most} caracteres',
  'text with a length of at most {most}': 'texto de a lo más {most} caracteres',
  'a number of entries greater than {least}': 'más de {least} entradas',
  'a number of entries of at least {least}': 'al menos {least} entradas',
  'a number of entries less than {most}': 'menos de {most} entradas',
  'a number of entries of at most {most}': 'a lo más {most} entradas',
  'a multiple of {step}': 'un múltiplo de {step}',
  'no key {keys}': 'sin la clave {keys}',
  'saw {seen}': 'se vio {seen}',
  '… and {rest} more': '… y {rest} más',
  '{file} has {faults} faults:': '{file} tiene {faults} fallas:',

  'nested deeper than {most} levels': 'anidado a más de {most} niveles',
  'a second document begins here (---): one file holds one document':
    'aquí empieza un segundo documento (---): un archivo lleva un solo documento',
  'more than {most} aliases (*name) in one file': 'más de {most} alias (*nombre) en un archivo',
  'the alias *{name} contains itself': 'el alias *{name} se contiene a sí mismo',
  'the alias *{name} names no anchor (&{anchor}) above it': 'el alias *{name} no nombra un ancla (&{anchor}) anterior',
  'the tag {tag} is not allowed: write plain text, numbers, lists and mappings':
    'no se permite la etiqueta {tag}: escriba texto simple, números, listas y mapas',
  'a key must be plain text, not a list or a mapping': 'una clave debe ser texto simple, no una lista ni un mapa',
  'the key {key} is not allowed': 'no se permite la clave {key}',
  'the key {key} occurs twice in this mapping': 'la clave {key} está dos veces en este mapa',
  'the file has {bytes} bytes, more than the {most} allowed':
    'el archivo tiene {bytes} bytes, más de los {most} permitidos',
  'it is not UTF-8 text': 'no es texto UTF-8',

  'the configuration file {file} (from {origin}) does not exist':
    'no existe el archivo de configuración {file} (según {origin})',
  'Name a file that exists, or let `scraping-orchestrator init` write one.':
    'Nombre un archivo que exista, o que `scraping-orchestrator init` escriba uno.',
  'the configuration file {file} cannot be read: {reason}':
    'no se puede leer el archivo de configuración {file}: {reason}',
  'no option has the variable {name}{hint}': 'ninguna opción tiene la variable {name}{hint}',
  'a duration such as {example}': 'una duración como {example}',
  'a duration from {least} to {most} with its unit (ms, s, m, h, d), such as {example}':
    'una duración de {least} a {most} con su unidad (ms, s, m, h, d), como {example}',
  'expected {expected}; saw {seen}': 'se esperaba {expected}; se vio {seen}',
  'must be shorter than execution.batch_interval: saw {deadline}, and an interval of {interval}':
    'debe ser más corto que execution.batch_interval: se vio {deadline}, y un intervalo de {interval}',
  '{value} is more than {other} ({most})': '{value} es más que {other} ({most})',
  'true needs at least two agents in security.user_agents.custom_agents':
    'true necesita al menos dos agentes en security.user_agents.custom_agents',
  'must have .csv: the URL lists of data.urls are CSV files':
    'debe incluir .csv: las listas de URLs de data.urls son archivos CSV',
  'the name {name} stands there twice': 'el nombre {name} está dos veces',
  'there is no proxy {name} in {path}': 'no hay un proxy {name} en {path}',
  'is empty: nobody would get the mails': 'está vacío: nadie recibiría los correos',
  'is empty, and a user is named': 'está vacío, y hay un usuario',
  'is empty: webhooks are always signed': 'está vacío: los webhooks siempre van firmados',

  'a host name without port, such as scraping.empresa.com':
    'un nombre de servidor sin puerto, como scraping.empresa.com',
  'an address to listen on such as 127.0.0.1 or 0.0.0.0': 'una dirección donde escuchar, como 127.0.0.1 o 0.0.0.0',
  'an address or a network such as 10.0.0.1 or 10.0.0.0/8': 'una dirección o una red como 10.0.0.1 o 10.0.0.0/8',
  'nothing, or a path without a last slash such as /scraping': 'nada, o una ruta sin diagonal final como /scraping',
  'where the secret is kept: file:/path, env:NAME or credential:NAME; the secret itself does not belong here':
    'dónde está guardado el secreto: file:/ruta, env:NOMBRE o credential:NOMBRE; el secreto mismo no va aquí',
  'a mail address, such as ana@example.com or Scraping <scraping@example.com>':
    'una dirección de correo, como ana@example.com o Scraping <scraping@example.com>',
  'an http or https address without a password in it': 'una dirección http o https sin contraseña',
  'a host name': 'un nombre de servidor',
  'the name of a proxy': 'el nombre de un proxy',
  'a site code (letters, digits, _ and -)': 'un código de sitio (letras, dígitos, _ y -)',
  'a clock time such as 02:00 or Sun 03:00, or off': 'una hora como 02:00 o Sun 03:00, u off',
  'one line of plain text': 'una línea de texto simple',
  'a name and an address or where it is kept, such as `mx1 file:/etc/scraping/proxy-mx1`':
    'un nombre y una dirección o dónde está guardada, como `mx1 file:/etc/scraping/proxy-mx1`',
  'rows are always checked; what does not fit an optional field is emptied and counted, never lost: leave the option out':
    'las filas siempre se revisan; lo que no cabe en un campo opcional se vacía y se cuenta, nunca se pierde: quite la opción',
  'an extension such as .csv': 'una extensión como .csv',
  'an http address of this machine such as http://127.0.0.1:8080':
    'una dirección http de esta máquina como http://127.0.0.1:8080',
  'an IANA time zone such as America/Mexico_City': 'una zona horaria IANA como America/Mexico_City',
  'lower-case letters, digits and -': 'minúsculas, dígitos y -',
  'letters, digits, _ and -': 'letras, dígitos, _ y -',
  '{type} or nothing': '{type} o nada',
  'whole number {range}': 'número entero {range}',
  'number {range}': 'número {range}',
  'list of text': 'lista de textos',
  'expected {expected}': 'se esperaba {expected}',

  '{option} cannot change while the service runs ({before} to {after})':
    '{option} no puede cambiar con el servicio en marcha ({before} a {after})',
  'Stop the service and start it with the new value.': 'Detenga el servicio e inícielo con el valor nuevo.',
};
