/** What the command line itself says: help, options of every command, and the complaints of the argument parser. */
import type { Language, Words } from '../wording/language.ts';

type Word =
  | 'version'
  | 'help'
  | 'helpCommand'
  | 'noColor'
  | 'seeHelp'
  | 'config'
  | 'json'
  | 'url'
  | 'tokenFile'
  | 'examples'
  | 'yes';

export const WORDS: Words<Word> = {
  en: {
    version: 'print the version',
    help: 'print this help',
    helpCommand: 'print the help of a command',
    noColor: 'no colours (NO_COLOR does the same)',
    seeHelp: '--help shows every option',
    config: 'configuration file (else SCRAPING_CONFIG, ./config.yaml, /etc/scraping/config.yaml)',
    json: 'print JSON for programs',
    url: 'ask the API of another machine, such as https://scraper.example:8080; its token in SCRAPING_TOKEN',
    tokenFile: 'read the token from this file',
    examples: 'Examples',
    yes: 'do not ask',
  },
  es: {
    version: 'muestra la versión',
    help: 'muestra esta ayuda',
    helpCommand: 'muestra la ayuda de un comando',
    noColor: 'sin colores (NO_COLOR hace lo mismo)',
    seeHelp: '--help muestra todas las opciones',
    config: 'archivo de configuración (si no: SCRAPING_CONFIG, ./config.yaml, /etc/scraping/config.yaml)',
    json: 'imprime JSON para programas',
    url: 'pregunta a la API de otra máquina, como https://scraper.example:8080; su token en SCRAPING_TOKEN',
    tokenFile: 'lee el token de este archivo',
    examples: 'Ejemplos',
    yes: 'sin preguntar',
  },
};

/** Commander speaks English: what it says, in Spanish. Names and values stand in quotes, and stay as they are. */
const SPANISH: readonly (readonly [RegExp, string])[] = [
  [/^Usage:/gm, 'Uso:'],
  [/^Arguments:/gm, 'Argumentos:'],
  [/^Options:/gm, 'Opciones:'],
  [/^Global Options:/gm, 'Opciones globales:'],
  [/^Commands:/gm, 'Comandos:'],
  [/^error: unknown option/gm, 'error: no existe la opción'],
  [/^error: unknown command/gm, 'error: no existe el comando'],
  [/^error: missing required argument/gm, 'error: falta el argumento'],
  [/^error: required option (.*) not specified/gm, 'error: falta la opción $1'],
  [/^error: option (.*) argument missing/gm, 'error: falta el valor de la opción $1'],
  [
    /^error: too many arguments for ('.*?')\. Expected (\d+) arguments? but got (\d+)/gm,
    'error: sobran argumentos de $1: se esperaban $2 y hay $3',
  ],
  [/\[options\]/g, '[opciones]'],
  [/\[command\]/g, '[comando]'],
  [/\(default: /g, '(por omisión: '],
  [/\(Did you mean one of (.*)\?\)/g, '(¿Quiso decir alguno de $1?)'],
  [/\(Did you mean (.*)\?\)/g, '(¿Quiso decir $1?)'],
];

export function inOwnWords(text: string, language: Language): string {
  if (language === 'en') return text;
  return SPANISH.reduce((told, [english, spanish]) => told.replaceAll(english, spanish), text);
}

export const DESCRIPTIONS: Words<'scraping-monitor' | 'scraping-orchestrator'> = {
  en: {
    'scraping-monitor': 'Shows what the scraping orchestrator does and did, and steers it, here or through its API.',
    'scraping-orchestrator': 'Collects property listings from the portals of the catalogue, batch by batch.',
  },
  es: {
    'scraping-monitor': 'Muestra lo que hace e hizo el orquestador de scraping y lo dirige, aquí o a través de su API.',
    'scraping-orchestrator': 'Recoge anuncios inmobiliarios de los portales del catálogo, lote por lote.',
  },
};
