/** What `scraping-orchestrator backup` says. */
import type { Language } from '../wording/language.ts';

export const BACKUP_WORDS = {
  en: {
    group: 'Makes, lists, proves and restores backups.',
    at: 'a backup by its name, or the newest not after a moment: 2026-11-22, "2026-11-22 02:00"',
    create: 'Make a backup now, also beside a running service. It counts only after it was opened and compared.',
    made: (name: string, tasks: string, files: string): string =>
      `Made and verified ${name}: ${tasks} tasks, ${files} files`,
    list: 'List the backups, newest first.',
    none: 'No backup yet. `scraping-orchestrator backup create` makes one.',
    backup: 'backup',
    bytes: 'bytes',
    batches: 'batches',
    tasks: 'tasks',
    files: 'files',
    state: 'state',
    damaged: 'damaged',
    verified: 'verified',
    verify: 'Restore a backup into a temporary folder and compare everything in it.',
    proven: (name: string, rows: string, files: string): string =>
      `${name} can be restored: ${rows} rows, ${files} files compared`,
    trust: 'do not check the seal',
    trustOther: 'do not check the seal: for backups of another machine',
    restore:
      'Put the database of a backup in the place of the present one, which is kept in quarantine/. Stop the service first.',
    into: 'unpack the other files into this new folder instead: configuration, definitions, catalogue, recent results',
    yes: 'really do it',
    unpacked: (files: string, name: string, folder: string): string => `${files} files of ${name} are in ${folder}`,
    restored: (name: string, at: string): string => `Restored ${name}, as of ${at}.`,
    noFormer: 'There was no database before.',
    former: (folder: string): string => `The former database is kept in ${folder}.`,
    next: 'The next start adds what the output tree has and this backup has not.',
    would: (name: string, at: string): string =>
      `This would restore ${name}, as of ${at}. Nothing was changed; say --yes to do it.`,
  },
  es: {
    group: 'Hace, muestra, comprueba y restaura respaldos.',
    at: 'un respaldo por su nombre, o el más nuevo no posterior a un momento: 2026-11-22, "2026-11-22 02:00"',
    create:
      'Hace un respaldo ahora, también junto a un servicio en marcha. Solo cuenta después de abrirlo y compararlo.',
    made: (name: string, tasks: string, files: string): string =>
      `Hecho y verificado ${name}: ${tasks} tareas, ${files} archivos`,
    list: 'Muestra los respaldos, el más nuevo primero.',
    none: 'Todavía no hay respaldos. `scraping-orchestrator backup create` hace uno.',
    backup: 'respaldo',
    bytes: 'bytes',
    batches: 'lotes',
    tasks: 'tareas',
    files: 'archivos',
    state: 'estado',
    damaged: 'dañado',
    verified: 'verificado',
    verify: 'Restaura un respaldo en una carpeta temporal y compara todo lo que contiene.',
    proven: (name: string, rows: string, files: string): string =>
      `${name} se puede restaurar: se compararon ${rows} filas y ${files} archivos`,
    trust: 'no revisa el sello',
    trustOther: 'no revisa el sello: para respaldos de otra máquina',
    restore:
      'Pone la base de datos de un respaldo en lugar de la actual, que se guarda en quarantine/. Detenga antes el servicio.',
    into: 'en su lugar, descomprime los otros archivos en esta carpeta nueva: configuración, definiciones, catálogo, resultados recientes',
    yes: 'hacerlo de verdad',
    unpacked: (files: string, name: string, folder: string): string =>
      `${files} archivos de ${name} están en ${folder}`,
    restored: (name: string, at: string): string => `Restaurado ${name}, del ${at}.`,
    noFormer: 'Antes no había base de datos.',
    former: (folder: string): string => `La base de datos anterior se guarda en ${folder}.`,
    next: 'El próximo inicio agrega lo que el árbol de salida tiene y este respaldo no.',
    would: (name: string, at: string): string =>
      `Esto restauraría ${name}, del ${at}. No se cambió nada; diga --yes para hacerlo.`,
  },
} as const;

export type BackupWords = (typeof BACKUP_WORDS)[Language];
