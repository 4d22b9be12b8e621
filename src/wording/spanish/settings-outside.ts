/** Options of the configuration that face outwards: politeness and limits, API, messages. */
export const SETTINGS_OUTSIDE: Readonly<Record<string, string>> = {
  "false = only the sites' delays count, not requests a minute":
    'false = solo cuentan las esperas de los sitios, no las solicitudes por minuto',
  'Requests to one host': 'Solicitudes a un servidor',
  'Requests a host may get at once after a rest': 'Solicitudes que un servidor puede recibir juntas tras un descanso',
  "Up to this much is added at random to a site's delay": 'Hasta esto se suma al azar a la espera de un sitio',
  'How often a host is asked; the stricter of this and its delay wins':
    'Qué tan seguido se pregunta a un servidor; gana lo más estricto entre esto y su espera',
  'true = the agents below take turns; false = the first one is always used':
    'true = los agentes de abajo se turnan; false = siempre se usa el primero',
  'Who we say we are; name a page or an address where a portal reaches you':
    'Quiénes decimos ser; nombre una página o dirección donde un portal pueda contactarlos',
  'User-Agent header': 'Encabezado User-Agent',
  'Proxies: a name and http://, https:// or socks5:// with host and port; one with a password is kept in file:/path, env:NAME or credential:NAME':
    'Proxies: un nombre y http://, https:// o socks5:// con servidor y puerto; uno con contraseña se guarda en file:/ruta, env:NOMBRE o credential:NOMBRE',
  "false = no site's robots.txt is read (on your responsibility)":
    'false = no se lee el robots.txt de ningún sitio (bajo su responsabilidad)',
  'Age at which a robots.txt is read again': 'Edad a la que un robots.txt se lee de nuevo',
  'Rows are always checked; only true is accepted': 'Las filas siempre se revisan; solo se acepta true',
  'Longest text of a field; descriptions may be longer':
    'Texto máximo de un campo; las descripciones pueden ser más largas',
  'Files of the catalogue folder that are read as input; URL lists are .csv, so it must be among them':
    'Archivos de la carpeta del catálogo que se leen; las listas de URLs son .csv, así que debe estar entre ellos',
  'Checks of what was extracted': 'Revisión de lo extraído',
  'Most memory of a browser or of a foreign program, beside its worker':
    'Memoria máxima de un navegador o programa ajeno, aparte de su trabajador',
  'Most time of a foreign program': 'Tiempo máximo de un programa ajeno',
  'Most output of a foreign program for one task': 'Salida máxima de un programa ajeno para una tarea',
  'Limits of programs and files': 'Límites de programas y archivos',
  'Largest answer as it comes over the wire': 'Respuesta máxima tal como llega por la red',
  'Largest answer once decompressed': 'Respuesta máxima ya descomprimida',
  'Most redirects of one page': 'Máximo de redirecciones de una página',
  'Largest header of an answer': 'Encabezado máximo de una respuesta',
  'Limits of one request': 'Límites de una solicitud',
  "Address of the practice portals; every portal's host is then answered from there. Empty = the real portals":
    'Dirección de los portales de práctica; todo portal responde entonces desde ahí. Vacío = los portales reales',
  'Longest delay between two requests in a rehearsal': 'Espera máxima entre dos solicitudes en un ensayo',
  'Rehearsal with the practice portals': 'Ensayo con los portales de práctica',
  'Hosts that may be asked although their address is not public':
    'Servidores a los que se puede preguntar aunque su dirección no sea pública',
  'Politeness, identity and limits': 'Cortesía, identidad y límites',

  'false = neither API nor web dashboard': 'false = ni API ni tablero web',
  'Address to listen on; other than loopback only once there is a token (`scraping-monitor token create`)':
    'Dirección donde escuchar; fuera de la propia máquina solo cuando hay un token (`scraping-monitor token create`)',
  'Port to listen on; 0 = any free one (the log says which)':
    'Puerto donde escuchar; 0 = cualquiera libre (el registro dice cuál)',
  'Path below which a proxy offers API and dashboard; empty = at its root':
    'Ruta bajo la que un proxy ofrece la API y el tablero; vacío = en su raíz',
  'Names under which it is reached, besides localhost and its own addresses':
    'Nombres con los que se llega a él, además de localhost y sus propias direcciones',
  'Proxies whose X-Forwarded-For, -Host and -Proto are believed (addresses or networks)':
    'Proxies a los que se creen X-Forwarded-For, -Host y -Proto (direcciones o redes)',
  'Most requests of one address': 'Máximo de solicitudes de una dirección',
  'Most logins and wrong tokens of one address': 'Máximo de accesos y tokens equivocados de una dirección',
  'Connections open at once; a quarter of them from one address':
    'Conexiones abiertas a la vez; una cuarta parte de una misma dirección',
  'Live views (server-sent events) open at once': 'Vistas en vivo (server-sent events) abiertas a la vez',
  'A login of the dashboard ends after this long': 'Un acceso al tablero termina después de este tiempo',
  'The API and the web dashboard': 'La API y el tablero web',

  'Less severe messages are not sent here; info = all, the end of each batch included':
    'Aquí no se envían mensajes menos graves; info = todos, también el fin de cada lote',
  'E-mail': 'Correo',
  'Proxies (docs/identity.md)': 'Los proxies (docs/identity.md)',
  'Mail server; empty = no e-mail': 'Servidor de correo; vacío = sin correo',
  'Its port': 'Su puerto',
  'starttls (587) and tls (465) are refused without encryption; none is for a server on this machine':
    'starttls (587) y tls (465) se rechazan sin cifrado; none es para un servidor en esta máquina',
  "Certificate (PEM) of the server's own authority; empty = those that everybody trusts":
    'Certificado (PEM) de la autoridad propia del servidor; vacío = las que todos aceptan',
  'User name; empty = no login': 'Usuario; vacío = sin identificarse',
  Sender: 'Remitente',
  'Where the password is kept: file:/path, env:NAME or credential:NAME':
    'Dónde está la contraseña: file:/ruta, env:NOMBRE o credential:NOMBRE',
  'Who gets the mails': 'Quién recibe los correos',
  'Where the address of the incoming webhook is kept (it is a secret): file:/path, env:NAME or credential:NAME; empty = no Slack':
    'Dónde está la dirección del webhook de entrada (es un secreto): file:/ruta, env:NOMBRE o credential:NOMBRE; vacío = sin Slack',
  'Slack, or what takes the same messages (Mattermost, Rocket.Chat)':
    'Slack, o lo que recibe los mismos mensajes (Mattermost, Rocket.Chat)',
  'Addresses that get signed JSON (docs/notifications.md); empty = none':
    'Direcciones que reciben JSON firmado (docs/notifications.md); vacío = ninguna',
  'Where the signing secret is kept: file:/path, env:NAME or credential:NAME; two while it is changed':
    'Dónde está el secreto de la firma: file:/ruta, env:NOMBRE o credential:NOMBRE; dos mientras se cambia',
  'Hosts of Slack or webhooks that may be asked although their address is not public, or at another port than 80 and 443':
    'Servidores de Slack o webhooks a los que se puede preguntar aunque su dirección no sea pública, o en otro puerto que 80 y 443',
  'Webhooks for programs': 'Webhooks para programas',
  'Language of messages and of reports of batches': 'Idioma de los mensajes y de los informes de lotes',
  'A trouble that lasts is told again after this; one that comes back sooner is not told at once':
    'Un problema que dura se avisa de nuevo tras esto; uno que vuelve antes no se avisa de inmediato',
  'How things stand, at 08:00 (weekly: on Mondays), also when all is well':
    'Cómo están las cosas, a las 08:00 (weekly: los lunes), también cuando todo está bien',
  'Address of the web dashboard as people reach it, for links in messages':
    'Dirección del tablero web como se llega a él, para los enlaces de los mensajes',
  'Messages to people: e-mail, Slack, webhooks': 'Mensajes a personas: correo, Slack, webhooks',
};
