/** Names of codes that people know by a word. A code that is not here is shown as it is: codes are open. */
type Names = Readonly<Record<string, readonly [english: string, spanish: string]>>;

const OPERATIONS: Names = {
  Ven: ['sale', 'venta'],
  Ren: ['rent', 'renta'],
  'Ven-d': ['sale of developments', 'venta de desarrollos'],
  'Ven-r': ['auction', 'remate'],
};

const SCHEDULES: Names = {
  batches: ['Batches', 'Lotes'],
  backup: ['Backup', 'Respaldo'],
  clean_up: ['Clean-up', 'Limpieza'],
  log_rotation: ['Log rotation', 'Rotación de registros'],
  health: ['Health check', 'Revisión de salud'],
  status: ['Status file', 'Archivo de estado'],
};

function named(names: Names, code: string, language: 'en' | 'es'): string | undefined {
  return (Object.hasOwn(names, code) ? names[code] : undefined)?.[language === 'en' ? 0 : 1];
}

export const operationName = (code: string, language: 'en' | 'es'): string => named(OPERATIONS, code, language) ?? '';
export const scheduleName = (code: string, language: 'en' | 'es'): string => named(SCHEDULES, code, language) ?? code;
