/** Lo que dice el tablero, en español. Misma forma que `english.ts`. */
import type { ENGLISH } from './english.ts';
import { SPANISH_HOUSE } from './spanish-house.ts';
import { SPANISH_WORK } from './spanish-work.ts';
import { operationName } from './names.ts';

type Words = typeof ENGLISH;

const general = {
  loading: 'Cargando …',
  unreachable: 'No se puede llegar al servicio.',
  tryAgain: 'Intentar de nuevo',
  close: 'Cerrar',
  notNow: 'Ahora no',
  undo: 'Deshacer',
  copy: 'Copiar',
  copied: 'Copiado',
  opensPortal: 'Abre el portal en otra pestaña',
  noMessage: 'Sin mensaje.',
  whatToDo: 'Qué hacer',
  yes: 'sí',
  no: 'no',
  isNew: 'nueva',
  newestBatch: 'el más nuevo',
  total: 'total',
  batch: 'Lote',
  site: 'Portal',
  product: 'Producto',
  status: 'Estado',
  rows: 'filas',
  pages: 'páginas',
  attempts: 'intentos',
  duration: 'Duración',
  started: 'Inicio',
  finished: 'Fin',
  failed: 'Fallidas',
  change: 'Cambio',
  place: 'Lugar',
  kind: 'Tipo',
  reason: 'Motivo',
  tasksWord: 'tareas',
  operationNames: (code: string): string => operationName(code, 'es'),
  fields: {
    batch: 'Lote',
    site: 'Portal',
    city: 'Ciudad',
    operation: 'Operación',
    product: 'Producto',
    phase: 'Fase',
    status: 'Estado',
    verdict: 'Veredicto',
    error: 'Error',
    text: 'Texto',
  },
};

const pageNames: Words['pageNames'] = {
  now: 'Ahora',
  coverage: 'Cobertura',
  tasks: 'Tareas',
  causes: 'Causas',
  sites: 'Portales',
  trends: 'Tendencias',
  logs: 'Registros',
  upkeep: 'Respaldos y calendario',
  settings: 'Configuración',
  access: 'Acceso',
};

const shell: Words['shell'] = {
  skip: 'Ir al contenido',
  menu: 'Menú',
  pages: 'Páginas',
  keys: 'Teclas',
  keyFilter: 'Filtrar',
  keyHelp: 'Esta ayuda',
  keyClose: 'Cerrar un diálogo, o no hacer nada',
  themes: { system: 'los del sistema', light: 'claros', dark: 'oscuros' },
  themeIs: (now, next) => `Colores: ${now}. Cambiar a ${next}`,
  live: { connecting: 'conectando …', live: 'en vivo', lost: 'sin conexión' },
  lost: 'Se perdió la conexión.',
  lostSince: (time) => `Lo que ve es de las ${time}. Intentando de nuevo …`,
  neverHeard: 'Aún no se ha recibido nada. Intentando de nuevo …',
};

const login: Words['login'] = {
  lead: 'Este tablero pide un token.',
  token: 'Token',
  enter: 'Entrar',
  leave: 'Salir',
  where: 'Lo crea un administrador en la página de Acceso, o en la terminal del servidor:',
};

export const SPANISH: Words = {
  ...general,
  pageNames,
  shell,
  login,
  ...SPANISH_WORK,
  ...SPANISH_HOUSE,
};
