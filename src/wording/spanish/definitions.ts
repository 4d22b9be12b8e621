/** Site definitions, and what pages and programs give that does not fit them. */
export const DEFINITIONS: Readonly<Record<string, string>> = {
  '{code} is also defined in {file}': '{code} también está definido en {file}',
  'Keep one of the two files.': 'Conserve uno de los dos archivos.',
  'needs listing_id or url: a row without both is no listing':
    'necesita listing_id o url: una fila sin ninguno de los dos no es un anuncio',
  'a source is either css or data (with path)': 'una fuente es css o es data (con path)',
  'path belongs to data, not to css': 'path va con data, no con css',
  'a key is read from its own source: leave out from and data':
    'una clave se lee de su propia fuente: quite from y data',
  'say once where the value stands: from, data, css, address, html, constant or template':
    'diga una sola vez dónde está el valor: from, data, css, address, html, constant o template',
  'from (an advert) and data (the page) exclude each other': 'from (un anuncio) y data (la página) se excluyen',
  'data is read with path, not with css': 'data se lee con path, no con css',
  'this belongs to the page: from is for fields of an advert':
    'esto es de la página: from es para los campos de un anuncio',
  '{name} is JSON: read it with path': '{name} es JSON: léalo con path',
  '{name} is mark-up: read it with css or attr': '{name} es HTML: léalo con css o attr',
  'an empty condition holds for nothing': 'una condición vacía no se cumple nunca',
  'say one of data, css, missing, rows_below or results_per_page':
    'diga uno de data, css, missing, rows_below o results_per_page',
  'say what the value is: last, pages or next_page': 'diga qué es el valor: last, pages o next_page',
  '{name} is no {what}; there is {names}': '{name} no es un {what}; hay {names}',
  '{name} is no {what}; there are {names}': '{name} no es un {what}; hay {names}',
  'data block': 'bloque de datos',
  '{name} is no {what}; there are none': '{name} no es un {what}; no hay ninguno',
  'insert and before belong together': 'insert y before van juntos',
  'is no pattern': 'no es un patrón',
  'may take hours on some texts: {pattern} repeats what can match the same letters in several ways':
    'puede tardar horas con algunos textos: {pattern} repite lo que puede coincidir con las mismas letras de varias maneras',
  'is not a regular expression: {reason}': 'no es una expresión regular: {reason}',
  'is not a name: use small letters, digits, _ and -': 'no es un nombre: use minúsculas, dígitos, _ y -',
  'is not a host name: write it in small letters, without https://':
    'no es un nombre de servidor: escríbalo en minúsculas, sin https://',
  'say which script is meant: id, type or after': 'diga a qué script se refiere: id, type o after',
  'say one of query, suffix, insert (with before) or link': 'diga uno de query, suffix, insert (con before) o link',
  'is not a code: letters, digits, _ and -': 'no es un código: letras, dígitos, _ y -',
  'is not a CSS selector: {reason}': 'no es un selector CSS: {reason}',
  'is not a path: {path} is not understood': 'no es una ruta: no se entiende {path}',
  'a variable name that does not begin with SCRAPING_': 'un nombre de variable que no empiece con SCRAPING_',
  'no definition for the {phase} pages of {scraper}': 'no hay definición para las páginas {phase} de {scraper}',
  '{code} is collected by a program: its pages cannot be read by themselves':
    'a {code} lo recoge un programa: sus páginas no se pueden leer por sí solas',
  'Run the program by hand, as docs/command-scrapers.md shows.':
    'Corra el programa a mano, como muestra docs/command-scrapers.md.',
  '{code} has no detail page': '{code} no tiene página de detalle',

  'The day of the fetch is "{day}", which is not a day as YYYY-MM-DD.':
    'El día de la descarga es "{day}", que no es un día como AAAA-MM-DD.',
  'looked for {places}': 'se buscó {places}',
  '{rows} adverts were found ({primary}), none with a listing_id or url':
    'se encontraron {rows} anuncios ({primary}), ninguno con listing_id o url',
  'the adverts cannot be told apart: {reason}': 'no se pueden distinguir los anuncios: {reason}',
  '{count} of them lie inside each other': '{count} de ellos están unos dentro de otros',
  'the page has no {parts}': 'la página no tiene {parts}',
  'nothing on the page comes near': 'nada en la página se le parece',
  '{place} ({times} times: {example})': '{place} ({times} veces: {example})',
  'nearest: {texts}': 'lo más parecido: {texts}',
  'at least {percent}': 'al menos {percent}',
  'usual: {percent}': 'de costumbre: {percent}',
  '{count} adverts ({primary}: {source}) on a page that another one follows, at least {least} are expected':
    '{count} anuncios ({primary}: {source}) en una página a la que sigue otra, se esperan al menos {least}',
  '{count} adverts ({primary}: {source})': '{count} anuncios ({primary}: {source})',
  '{field} is on {filled} of {rows} adverts ({expected}){also}; looked for {looked}; {candidates}':
    '{field} está en {filled} de {rows} anuncios ({expected}){also}; se buscó {looked}; {candidates}',
  'also {fields}': 'también {fields}',
  '{url}: {field} is on {filled} of the last {pages} detail pages ({expected}){also}; looked for {looked}':
    '{url}: {field} está en {filled} de las últimas {pages} páginas de detalle ({expected}){also}; se buscó {looked}',
  'the page claims {total} results, and none was found: {looked}':
    'la página anuncia {total} resultados y no se encontró ninguno: {looked}',
  'no adverts were found, and the page does not say that there are none: {looked}':
    'no se encontraron anuncios, y la página no dice que no haya: {looked}',
  'asked for {wanted}, the page is of {seen}': 'se pidió {wanted}, la página es de {seen}',
  'constant {value}': 'constante {value}',
  'joined with {text}': 'unido con {text}',

  '{url} showed a block page ({marker})': '{url} mostró una página de bloqueo ({marker})',
  '{url} is gone ({marker})': '{url} ya no existe ({marker})',
  "page 2 of {url} repeats page 1: the definition's paging does not page":
    'la página 2 de {url} repite la página 1: la paginación de la definición no avanza',
  '{pages} detail pages in a row cannot be read; the last one, {url}: {reason}':
    'no se pueden leer {pages} páginas de detalle seguidas; la última, {url}: {reason}',
  'layout_changed: {reason}': 'layout_changed: {reason}',
  'all {rows} rows were rejected; the first one: {example}': 'se rechazaron las {rows} filas; la primera: {example}',

  'the row is {kind}': 'la fila es {kind}',
  'an object': 'un objeto',
  'is no column of the site': 'no es una columna del sitio',
  'unsafe: {what}': 'inseguro: {what}',
  'neither listing_id nor url{why}': 'ni listing_id ni url{why}',
  'is 0 in both coordinates': 'es 0 en ambas coordenadas',
  'is {kind}, not a text': 'es {kind}, no un texto',
  'holds nothing but script': 'no tiene más que script',
  'three capital letters such as MXN': 'tres mayúsculas como MXN',
  'sale, rent or auction': 'sale, rent o auction',
  'month, week, day or year': 'month, week, day o year',
  'is not {expected}': 'no es {expected}',
  'is longer than {most} characters': 'tiene más de {most} caracteres',
  'cut to {most} characters': 'cortado a {most} caracteres',
  'script removed': 'script quitado',
  'is not a whole number': 'no es un número entero',
  'is not between {low} and {high}': 'no está entre {low} y {high}',
  'is neither true nor false': 'no es true ni false',
  'is not a day as YYYY-MM-DD': 'no es un día como AAAA-MM-DD',
  'is a day that no calendar has': 'es un día que no está en ningún calendario',
  'is not between {day} and the day after the fetch': 'no está entre {day} y el día después de la descarga',
  'is {kind}, not an address': 'es {kind}, no una dirección',
  "leads to {host}, which is not this site's": 'lleva a {host}, que no es de este sitio',
  'carries a name or password': 'lleva usuario o contraseña',
  'is not an http or https address': 'no es una dirección http o https',
};
