/** What can be wrong with a row of the catalogue, in a few words. */
import type { CatalogueFaultKind } from '../core/target.ts';
import type { Language, Words } from './language.ts';

const KINDS: Words<CatalogueFaultKind> = {
  en: {
    'repeated-row': 'repeated row',
    alias: 'alias',
    'site-case': 'other letters',
    'wrong-site': 'wrong site',
    'operation-contradicts-url': 'operation contradicts the URL',
    'product-contradicts-url': 'product contradicts the URL',
    'city-contradicts-url': 'city contradicts the URL',
    'unknown-code': 'unknown code',
    'bad-url': 'bad URL',
    'missing-field': 'missing field',
    'unsafe-code': 'unsafe code',
    'no-definition': 'no definition',
    'mis-encoded': 'encoded twice',
    header: 'header',
    syntax: 'syntax',
    file: 'file',
  },
  es: {
    'repeated-row': 'fila repetida',
    alias: 'alias',
    'site-case': 'otras letras',
    'wrong-site': 'sitio equivocado',
    'operation-contradicts-url': 'la operación contradice la URL',
    'product-contradicts-url': 'el producto contradice la URL',
    'city-contradicts-url': 'la ciudad contradice la URL',
    'unknown-code': 'código desconocido',
    'bad-url': 'URL no válida',
    'missing-field': 'falta un campo',
    'unsafe-code': 'código inseguro',
    'no-definition': 'sin definición',
    'mis-encoded': 'codificado dos veces',
    header: 'encabezado',
    syntax: 'sintaxis',
    file: 'archivo',
  },
};

/** Another version may know more kinds: their code is shown then. */
export function faultKindWord(kind: string, language: Language): string {
  return Object.hasOwn(KINDS[language], kind) ? KINDS[language][kind as CatalogueFaultKind] : kind;
}
