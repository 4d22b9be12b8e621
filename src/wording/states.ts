/** How things stand, as people read it: one word or two. The codes themselves are the same everywhere (GLOSSARY.md). */
import type { BatchStatus } from '../core/batch.ts';
import type { Phase } from '../core/codes.ts';
import type { TaskStatus, TaskStep } from '../core/task.ts';
import type { Truncation, Verdict } from '../core/verdict.ts';
import type { Language, Words } from './language.ts';

const TASK: Words<TaskStatus> = {
  en: {
    pending: 'pending',
    running: 'running',
    retrying: 'to be retried',
    completed: 'completed',
    failed: 'failed',
    permanently_failed: 'given up',
    cancelled: 'cancelled',
  },
  es: {
    pending: 'pendiente',
    running: 'en curso',
    retrying: 'por reintentar',
    completed: 'completada',
    failed: 'fallida',
    permanently_failed: 'abandonada',
    cancelled: 'cancelada',
  },
};

const BATCH: Words<BatchStatus> = {
  en: { running: 'running', completed: 'completed', failed: 'failed', cancelled: 'cancelled' },
  es: { running: 'en curso', completed: 'completado', failed: 'fallido', cancelled: 'cancelado' },
};

const VERDICT: Words<Verdict> = {
  en: {
    ok: 'ok',
    empty: 'no listings',
    blocked: 'blocked',
    layout_changed: 'layout changed',
    network: 'network',
    forbidden: 'forbidden',
    gone: 'gone',
    invalid: 'not valid',
    timeout: 'too slow',
    resources: 'resources',
  },
  es: {
    ok: 'bien',
    empty: 'sin anuncios',
    blocked: 'bloqueada',
    layout_changed: 'cambió el diseño',
    network: 'red',
    forbidden: 'prohibida',
    gone: 'ya no existe',
    invalid: 'no válida',
    timeout: 'muy lenta',
    resources: 'recursos',
  },
};

const MEANING: Words<Verdict> = {
  en: {
    ok: 'the listings were collected',
    empty: 'the portal says that it has no such listings',
    blocked: 'the portal refuses us or asks for a CAPTCHA',
    layout_changed: 'the page is not built as the definition expects',
    network: 'the portal could not be reached or answered badly',
    forbidden: 'robots.txt or our own safety rules do not allow the address',
    gone: 'the search is not there any more',
    invalid: 'what came back is not what was asked for',
    timeout: 'no answer, or no end, within the time allowed',
    resources: 'memory, disk or another resource ran out',
  },
  es: {
    ok: 'se recogieron los anuncios',
    empty: 'el portal dice que no tiene anuncios de ese tipo',
    blocked: 'el portal nos rechaza o pide un CAPTCHA',
    layout_changed: 'la página no está hecha como la definición espera',
    network: 'no se pudo llegar al portal o respondió mal',
    forbidden: 'robots.txt o nuestras reglas de seguridad no permiten la dirección',
    gone: 'la búsqueda ya no existe',
    invalid: 'lo que llegó no es lo que se pidió',
    timeout: 'no respondió o no terminó en el tiempo permitido',
    resources: 'faltó memoria, disco u otro recurso',
  },
};

const TRUNCATION: Words<Truncation> = {
  en: { robots: 'cut short by robots.txt', cap: 'cut short by our page limit' },
  es: { robots: 'cortada por robots.txt', cap: 'cortada por nuestro límite de páginas' },
};

const PHASE: Words<Phase> = {
  en: { main: 'lists', detail: 'details' },
  es: { main: 'listas', detail: 'detalles' },
};

/** What else is told of a task beside its steps. */
type Happening = 'plan' | 'lease_lost' | 'takeover' | 'page' | 'rebuild' | 'reparse';

const STEP: Words<TaskStep | Happening> = {
  en: {
    lease: 'started',
    complete: 'completed',
    retry: 'to be retried',
    defer: 'put off, free of charge',
    fail: 'failed',
    exhaust: 'given up',
    release: 'released',
    cancel: 'cancelled',
    reopen: 'reopened by a person',
    plan: 'planned',
    lease_lost: 'taken by another',
    takeover: 'taken over',
    page: 'page stored',
    rebuild: 'rebuilt',
    reparse: 'read again',
  },
  es: {
    lease: 'iniciada',
    complete: 'completada',
    retry: 'por reintentar',
    defer: 'aplazada, sin costo',
    fail: 'fallida',
    exhaust: 'abandonada',
    release: 'liberada',
    cancel: 'cancelada',
    reopen: 'reabierta por una persona',
    plan: 'planeada',
    lease_lost: 'la tomó otro',
    takeover: 'adoptada',
    page: 'página guardada',
    rebuild: 'rehecha',
    reparse: 'leída de nuevo',
  },
};

export const statusWord = (status: TaskStatus, language: Language): string => TASK[language][status];
export const batchStatusWord = (status: BatchStatus, language: Language): string => BATCH[language][status];
export const verdictWord = (verdict: Verdict, language: Language): string => VERDICT[language][verdict];
/** What a verdict means, as the rest of a sentence. */
export const verdictMeaning = (verdict: Verdict, language: Language): string => MEANING[language][verdict];
export const truncationWord = (truncation: Truncation, language: Language): string => TRUNCATION[language][truncation];
export const phaseWord = (phase: Phase, language: Language): string => PHASE[language][phase];
/** What happened to a task; a word that another version stored stays as it is. */
export const stepWord = (step: string, language: Language): string =>
  Object.hasOwn(STEP[language], step) ? STEP[language][step as TaskStep] : step;
