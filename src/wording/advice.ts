/** What to do about an error, in both languages: the English stands in the catalogue (core/errors.ts), the Spanish here. */
import { ERRORS } from '../core/errors.ts';
import type { ErrorCode } from '../core/errors.ts';
import type { Language } from './language.ts';

const SPANISH: Readonly<Record<ErrorCode, string>> = {
  // Configuración, catálogo, definiciones: actúa quien opera.
  E_CONFIG: 'Corrija el archivo en la línea y columna indicadas; `scraping-orchestrator validate` lo revisa.',
  E_DEFINITION: 'Corrija la definición del sitio en la línea y columna indicadas (docs/sites.md).',
  E_CATALOGUE: 'Corrija la fila indicada del CSV; las demás filas sí corren.',
  E_CODE: 'Use solo letras, dígitos, _ y -, empezando con una letra o un dígito.',
  E_NO_DEFINITION: 'Escriba una definición para este portal (docs/sites.md) o saque sus filas del catálogo.',
  E_PROGRAM_START:
    'Corrija `command.program` o `command.folder` en la definición del sitio, o los permisos del programa.',
  E_USAGE: 'Consulte las opciones con --help.',

  // Descarga: actúa el tiempo o un proxy.
  E_DNS: 'El nombre del servidor no tiene dirección: revise la URL o el DNS de la máquina.',
  E_RESOLVER: 'El DNS de la máquina no respondió; la página se intenta de nuevo más tarde.',
  E_CONNECT: 'El portal no aceptó la conexión; se intenta de nuevo más tarde.',
  E_TLS: 'El certificado del portal no es válido para este servidor; véalo en un navegador antes de confiar en él.',
  E_TIMEOUT_CONNECT: 'El portal no respondió a tiempo; se intenta de nuevo más tarde.',
  E_TIMEOUT_HEADERS: 'El portal aceptó la solicitud y no envió nada; se intenta de nuevo más tarde.',
  E_TIMEOUT_TOTAL: 'La página no llegó completa a tiempo; suba `execution.request_timeout` si el portal solo es lento.',
  E_RESET: 'La conexión se cortó a media página; se intenta de nuevo más tarde.',
  E_PROTOCOL_HTTP: 'La respuesta no era HTTP válido; se intenta de nuevo más tarde.',
  E_FRAMING: 'La respuesta se contradice sobre su longitud; no se puede confiar en nada de ella.',
  E_TRUNCATED: 'La página llegó solo en parte; no se usó nada de ella y se intenta de nuevo.',
  E_ENCODING: 'El contenido no tiene la codificación que anuncia; se intenta de nuevo sin compresión.',
  E_CHARSET: 'Los bytes de la página no corresponden a ningún juego de caracteres conocido; vea la página guardada.',
  E_TOO_LARGE: 'La página es más grande de lo que permite `security.limits`; revise qué envía el portal.',
  E_REDIRECT: 'Las redirecciones no llevan a nada; abra la URL en un navegador y corrija el catálogo.',
  E_REDIRECT_HOST: 'El portal manda esta búsqueda a otro sitio; abra la URL en un navegador y corrija el catálogo.',
  E_ADDRESS: 'La dirección no es pública; si es a propósito, nombre el servidor en `security.allowed_hosts`.',
  E_URL: 'La URL no es una dirección http o https válida; corrija el catálogo.',
  E_HTTP_STATUS: 'El portal respondió con un estado de error; se intenta de nuevo más tarde.',
  E_SERVER: 'El portal tiene problemas (5xx); se intenta de nuevo más tarde.',
  E_RATE_LIMITED: 'El portal pidió ir más despacio; el servidor espera, sin gastar intentos.',
  E_NOT_FOUND: 'La página ya no existe; abra la URL en un navegador y corrija el catálogo.',
  E_FORBIDDEN: 'El portal nos rechaza (401, 403, 451); el servidor descansa. Vaya más despacio o pregunte al portal.',
  E_BLOCKED:
    'Llegó un reto o CAPTCHA en lugar de anuncios; nunca los resolvemos. Vaya más despacio o pregunte al portal.',
  E_ROBOTS: 'robots.txt prohíbe esta dirección; `websites.<sitio>.robots: ignore` lo anula bajo su responsabilidad.',
  E_ROBOTS_UNREACHABLE: 'No se pudo leer robots.txt y no se descarga nada; se intenta de nuevo, sin gastar intentos.',
  E_CIRCUIT_OPEN: 'El servidor descansa después de varios problemas; se intenta de nuevo por sí solo.',
  E_PERMIT_WAIT: 'El próximo turno de este servidor está lejos; la tarea lo espera, sin gastar intentos.',
  E_NO_BROWSER:
    'Instale un navegador (Debian y Ubuntu: `apt install chromium`), indíquelo en `browser.program`, o ponga `fetch: http` en el sitio.',
  E_BROWSER: 'El navegador falló con la página; se inicia de nuevo y la página se intenta otra vez.',
  E_PROXY: 'Falló el proxy; vea `security.proxies`.',

  // Extracción: actúa quien escribe la definición.
  E_LAYOUT: 'La página no tiene anuncios donde la definición los busca: compare con `scraping-monitor site test`.',
  E_PAGING: 'La página siguiente repite una anterior: corrija la regla `next` de la definición.',
  E_ALL_REJECTED: 'Se rechazaron todas las filas de la página; `scraping-monitor site test` muestra por qué.',
  E_PROGRAM:
    'El programa propio del sitio terminó con un error: sus últimas palabras están en el mensaje; córralo a mano (docs/command-scrapers.md).',
  E_PROGRAM_OUTPUT: 'El programa propio del sitio no cumple el contrato de docs/command-scrapers.md.',
  E_WRONG_PLACE: 'El portal respondió otra búsqueda que la pedida.',

  // Estado: actúa quien llama.
  E_LEASE_LOST: 'Otro trabajador tiene ahora la tarea; no se escribió nada.',
  E_TRANSITION: 'La tarea no está en un estado que permita esto.',
  E_BATCH_OPEN: 'Hay un lote abierto: `scraping-orchestrator run` lo continúa; termínelo o cancélelo primero.',
  E_NO_BATCH: 'No existe ese lote: `scraping-monitor history` los muestra.',
  E_NOTHING_TO_DO: 'Ninguna fila del catálogo corresponde a los filtros.',
  E_REHEARSAL: 'Un directorio de datos es para ensayo o para trabajo real, nunca para ambos: elija otro.',
  E_BATCH_DEADLINE: 'El lote llegó a `execution.batch_deadline`; se cerraron sus tareas abiertas.',
  E_NO_SERVICE:
    'Inicie el servicio con `scraping-orchestrator serve`, o corra un solo lote con `scraping-orchestrator run`.',
  E_SAFE_MODE:
    'El servicio falló una y otra vez y ahora solo muestra lo que sabe: lea su registro y luego `scraping-monitor reload`.',
  E_UNKNOWN: 'Nada tiene este nombre o número: las listas de `scraping-monitor` muestran lo que hay.',
  E_TOKEN: 'Envíe un token válido (`Authorization: Bearer …`): `scraping-monitor token create` crea uno.',
  E_ROLE: 'Use un token cuyo rol lo permita: viewer < operator < admin.',
  E_CROSS_SITE: 'Lo pidió una página de otro sitio: use el propio tablero, o un programa con token.',
  E_HOST: 'Use un nombre de `api.allowed_hosts`, o agréguelo ahí.',
  E_METHOD: 'Use uno de los métodos que nombra el encabezado `Allow` de la respuesta.',
  E_BODY: 'Envíe menos: un cuerpo tiene como máximo 1 MiB de JSON y 32 niveles.',
  E_MEDIA_TYPE: 'Envíe JSON, con `Content-Type: application/json`.',
  E_TOO_MANY: 'Pregunte con menos frecuencia: el encabezado `Retry-After` dice cuándo.',
  E_REPEATED: 'Vea en qué terminó la primera solicitud y pida con un `Idempotency-Key` nuevo.',
  E_API_ADDRESS:
    'Libere el puerto, o elija otra dirección con `api.host` y `api.port`; se intenta de nuevo por sí solo.',

  // Plataforma: la tarea no gasta intentos.
  E_INSTANCE_HELD: 'Otro orquestador trabaja en este directorio de datos: deténgalo primero.',
  E_DIRECTORY: 'Cree el directorio indicado y permita que el usuario del servicio escriba en él.',
  E_DISK_FULL: 'El disco está lleno: libere espacio; el trabajo continúa por sí solo.',
  E_IO: 'Falló la lectura o escritura del archivo indicado: revise el disco y los permisos.',
  E_STORE: 'La base de datos rechazó la operación; no se guardó nada.',
  E_STORE_CORRUPT: 'La base de datos está dañada: restaure un respaldo.',
  E_STORE_NEWER: 'Una versión más nueva hizo esta base de datos: instale esa versión.',
  E_BACKUP: 'El respaldo está dañado o no es nuestro: no se restauró nada de él; `backup list` muestra los demás.',
  E_SQLITE_VERSION: 'Este SQLite puede dañar bases de datos WAL: use Node 24.15 o más nuevo, de nodejs.org.',
  E_VAULT: 'La página guardada no se pudo guardar o leer; el trabajo sigue sin ella.',
  E_WORKER_DIED: 'El proceso trabajador terminó mientras trabajaba; la tarea se intenta de nuevo.',
  E_WORKER_START: 'El proceso trabajador no arrancó; vea sus últimas líneas en el registro.',
  E_HUNG: 'La tarea no avanzaba y se terminó su trabajador.',
  E_PROGRAM_LIMIT: 'El programa propio del sitio pasó un límite de `security.system_limits` y fue terminado.',
  E_OOM: 'El trabajador usó más memoria que `execution.worker_memory_mb` y se terminó.',
  E_PROTOCOL: 'El trabajador envió lo que el protocolo no permite y se terminó.',
  E_INTERNAL: 'Es una falla de este programa: repórtela con las líneas del registro de ese momento.',
};

/** One line: what to do. */
export function adviceFor(code: ErrorCode, language: Language): string {
  return language === 'es' ? SPANISH[code] : ERRORS[code].advice;
}

/** The same for a code as it was stored, perhaps by another version; null when nobody knows it (any more). */
export function adviceForStored(code: string | null, language: Language): string | null {
  return code !== null && Object.hasOwn(ERRORS, code) ? adviceFor(code as ErrorCode, language) : null;
}
