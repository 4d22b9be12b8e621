/** The URL lists and the file of codes. */
export const URL_LISTS: Readonly<Record<string, string>> = {
  '{title} says {seen}, which is text encoded twice; read as {repaired}':
    '{title} dice {seen}, que es texto codificado dos veces; se leyó como {repaired}',
  'Write {repaired} and save the file as UTF-8.': 'Escriba {repaired} y guarde el archivo como UTF-8.',
  'Copy the address of the search from the browser.': 'Copie la dirección de la búsqueda desde el navegador.',
  'the URL is empty': 'la URL está vacía',
  'the URL has {length} characters, more than {most}': 'la URL tiene {length} caracteres, más de {most}',
  'the URL {url} holds blanks or control characters': 'la URL {url} tiene espacios o caracteres de control',
  '{url} is not an http or https address': '{url} no es una dirección http o https',
  'the URL for {host} carries a user name or password': 'la URL de {host} lleva usuario o contraseña',
  'definitions exist for {sites}': 'hay definiciones de {sites}',
  'no site definition names the host {host}; {known}': 'ninguna definición de sitio nombra el servidor {host}; {known}',
  'Write a definition for this portal (docs/sites.md), or take the row out.':
    'Escriba una definición para este portal (docs/sites.md), o quite la fila.',
  'Write {word}.': 'Escriba {word}.',
  '{title} is empty; {host} belongs to {site}': '{title} está vacío; {host} es de {site}',
  '{title} says {label}, which is no known site; {host} belongs to {site}':
    '{title} dice {label}, que no es un sitio conocido; {host} es de {site}',
  '{title} says {label}, but {host} belongs to {site}; the row runs as {site2}':
    '{title} dice {label}, pero {host} es de {site}; la fila corre como {site2}',
  '{title} says {label}, read as {code}': '{title} dice {label}, se leyó como {code}',
  '{title} is empty': '{title} está vacío',
  'Write the code of the {column}.': 'Escriba el código de {column}.',
  '{title} says {word}, which is not among the codes; taken as it is{hint}':
    '{title} dice {word}, que no está entre los códigos; se tomó tal cual{hint}',
  'Correct it, or add {word} to the file of codes.': 'Corríjalo, o agregue {word} al archivo de códigos.',
  '{title} says {word}, which is no known word and not safe in a path{hint}':
    '{title} dice {word}, que no es una palabra conocida ni es segura en una ruta{hint}',
  'Use letters, digits, _ and - only, beginning with a letter or a digit.':
    'Use solo letras, dígitos, _ y -, empezando con una letra o un dígito.',
  '{title} says {label}, but the URL says {codes}; the label counts':
    '{title} dice {label}, pero la URL dice {codes}; cuenta la etiqueta',
  'Correct the label or the URL.': 'Corrija la etiqueta o la URL.',

  'the file of codes {file} cannot be read: {reason}': 'no se puede leer el archivo de códigos {file}: {reason}',
  '{word} also means {code}': '{word} también significa {code}',
  '{code} is not among the {name}': '{code} no está entre {name}',

  'Let the first line be {columns}.': 'Ponga como primera línea {columns}.',
  'the first line is no header; its columns were taken as {columns}':
    'la primera línea no es un encabezado; sus columnas se tomaron como {columns}',
  'the column {column} is encoded twice; read as {repaired}':
    'la columna {column} está codificada dos veces; se leyó como {repaired}',
  'Save the file as UTF-8.': 'Guarde el archivo como UTF-8.',
  'the column {column} is not known and was left out': 'no se conoce la columna {column} y se dejó fuera',
  'Take it out, or correct its name.': 'Quítela, o corrija su nombre.',
  'the column {column} occurs twice; the first one was taken': 'la columna {column} está dos veces; se tomó la primera',
  'Take the second one out.': 'Quite la segunda.',
  'the column {column} is missing': 'falta la columna {column}',

  'the folder holds no CSV file': 'la carpeta no tiene ningún archivo CSV',
  'the file has {size} bytes, more than {most}': 'el archivo tiene {size} bytes, más de {most}',
  'the file cannot be read: {reason}': 'no se puede leer el archivo: {reason}',
  'the folder of the catalogue {folder} cannot be read: {reason}':
    'no se puede leer la carpeta del catálogo {folder}: {reason}',
  'Create it and put the URL lists (<scraper>_urls.csv) there, or correct `data.urls`.':
    'Créela y ponga ahí las listas de URLs (<scraper>_urls.csv), o corrija `data.urls`.',
  'the file is not UTF-8; read as Windows-1252': 'el archivo no es UTF-8; se leyó como Windows-1252',
  'Correct the quotes of this line.': 'Corrija las comillas de esta línea.',
  'the file is empty': 'el archivo está vacío',
  'the row has {cells} cells, not {width}; {how}': 'la fila tiene {cells} celdas, no {width}; {how}',
  'the last ones were read as one URL': 'las últimas se leyeron como una sola URL',
  'the last ones were left out': 'las últimas se dejaron fuera',
  'Put the URL in quotes.': 'Ponga la URL entre comillas.',
  'Put a readable CSV file there, or take it away.': 'Ponga ahí un archivo CSV legible, o quítelo.',
  'the row repeats {place} in all five columns; it runs once':
    'la fila repite {place} en las cinco columnas; corre una sola vez',
  'Take the row out.': 'Quite la fila.',
  'the line holds NUL bytes; they were left out': 'la línea tiene bytes NUL; se dejaron fuera',
  'a quote is opened here and not closed; the line was read without it':
    'aquí se abre una comilla que no se cierra; la línea se leyó sin ella',
  '{code} (did you mean {meant}?)': '{code} (¿quiso decir {meant}?)',
};
