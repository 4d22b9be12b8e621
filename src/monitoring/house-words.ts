/** Words that filters of the house know; apart from the shapes, so that a command needs no schema to name them. */
export const LOGS = ['orchestrator', 'backup', 'cleanup'] as const;
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export const ROLES = ['viewer', 'operator', 'admin'] as const;
