/** What the commands refuse, and the words of what they did. */
export const COMMANDS: Readonly<Record<string, string>> = {
  '{option} {given} is none of {allowed}': '{option} {given} no es ninguno de {allowed}',
  '{given} is none of {allowed}': '{given} no es ninguno de {allowed}',
  '{option} {given} is not a whole number': '{option} {given} no es un número entero',
  '{option} {given} is not between {least} and {most}': '{option} {given} no está entre {least} y {most}',
  '--since {given} is neither a duration (90m, 2h, 3d) nor a time (2026-11-22T10:00)':
    '--since {given} no es una duración (90m, 2h, 3d) ni una hora (2026-11-22T10:00)',
  'the report cannot be written to {file}: {reason}': 'no se puede escribir el informe en {file}: {reason}',
  '{name} is no name for a token': '{name} no sirve como nombre de un token',
  'Use 1 to 80 characters.': 'Use de 1 a 80 caracteres.',
  '--expires {given} is neither a time from now nor a date': '--expires {given} no es un plazo ni una fecha',
  'Write 30d, 12h, 2027-01-31, or never.': 'Escriba 30d, 12h, 2027-01-31 o never.',

  'Initial schema creation': 'Creación del primer esquema',
  'Performance indexes': 'Índices de rendimiento',
  'Additional metrics fields': 'Campos adicionales de métricas',
  'Constraints, task keys and the columns of the orchestrator':
    'Restricciones, claves de tareas y columnas del orquestador',
  'Pages, lanes, detail lists, hosts, instances and workers':
    'Páginas, carriles, listas de detalle, servidores, instancias y trabajadores',
  'Schedule, commands and audit': 'Horario, órdenes y bitácora',
  'Summaries of batches and of what they collected; notes of upkeep':
    'Resúmenes de lotes y de lo que recogieron; notas de mantenimiento',
  'Tokens of the API and requests with an Idempotency-Key': 'Tokens de la API y solicitudes con Idempotency-Key',
  'Troubles people are told of, and messages on their way': 'Problemas que se avisan, y mensajes en camino',
  'Indexes of waiting commands and occurrences': 'Índices de órdenes y ocurrencias en espera',
  'Counts of closed batches by scraper, status and verdict':
    'Cuentas de lotes cerrados por scraper, estado y veredicto',
  'Request latencies of tasks; figures of closed batches by site, city, operation, product, day and batch':
    'Tiempos de solicitud de las tareas; cifras de lotes cerrados por sitio, ciudad, operación, producto, día y lote',

  removed: 'quitados',
  failed: 'fallidos',
  files: 'archivos',
  problems: 'problemas',
  batches: 'lotes',
  compressed: 'comprimidos',
  kept: 'conservados',
  done: 'hecho',
  check: 'revisión',
  reindexed: 'reindexado',
  vacuum: 'compactado',
  why: 'por qué',
  events: 'eventos',
  'left as they were': 'sin cambio',
  'not worth it': 'no vale la pena',
  'too little free disk': 'poco disco libre',
  '{before} MB to {after} MB': 'de {before} MB a {after} MB',
  true: 'sí',
  false: 'no',
};
