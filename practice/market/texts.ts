/** What advertisers write: titles, descriptions, feature lists. Accents, quotes, ampersands and the odd "<" on purpose. */
import type { Dice } from '../chance.ts';
import type { PropertyClass } from './kinds.ts';

export const AGENCIES: readonly string[] = [
  'Coldwell Banker Providencia',
  'CENTURY 21 Núcleo & Asociados',
  'RE/MAX Ciudadela',
  'Tu Casa GDL',
  'Bienes Raíces Del Valle S.A. de C.V.',
  'Inmobiliaria "La Perla"',
  'Grupo Guía Inmobiliario',
  'Keller Williams Occidente',
  'Habitat & Co.',
  'Ñandú Propiedades',
  'Desarrolladora Tierra y Armonía',
  "O'Farrill Real Estate",
  'MiCasa <Jalisco>',
  'Realty World Plus',
  'Soluciones Inmobiliarias Tapatías',
  'Consultores Inmobiliarios GDL',
  'Vértice Patrimonial',
  'Living Group México',
];

const HOUSE_CHARMS = [
  'con roof garden',
  'con jardín amplio',
  'a dos cuadras del parque',
  'en esquina, con doble altura',
  '¡excelente ubicación!',
  'lista para habitar',
  'con alberca & terraza',
  'en coto privado',
  'recién remodelada',
  'con recámara en planta baja',
];
const WORK_CHARMS = [
  'sobre avenida principal',
  'con andén de carga',
  'en plaza "Los Arcos"',
  'ideal p/franquicia',
  'con uso de suelo H2/CS',
  'frente a Plaza del Sol',
  '¡gran oportunidad!',
  'con bodega & mezzanine',
];
const LAND_CHARMS = [
  'plano, con escrituras',
  'a pie de carretera',
  'con todos los servicios',
  '< 10 min. del aeropuerto',
  'uso mixto & densidad alta',
  'ideal para inversión',
  'en esquina',
];
const CHARMS: Readonly<Record<PropertyClass, readonly string[]>> = {
  house: HOUSE_CHARMS,
  apartment: HOUSE_CHARMS.slice(0, 8),
  room: HOUSE_CHARMS.slice(4, 8),
  development: ['en preventa', 'entrega inmediata', 'con amenidades de lujo', 'desde la planta baja & penthouse'],
  land: LAND_CHARMS,
  ranch: LAND_CHARMS,
  office: WORK_CHARMS,
  retail: WORK_CHARMS,
  warehouse: WORK_CHARMS,
  building: WORK_CHARMS,
  hotel: WORK_CHARMS,
};

const NAMES = [
  'Zafiro',
  'Los Cedros',
  'Adamar',
  'Alto Vallarta',
  'Dubái Tower',
  'La Rioja',
  'Punta Norte',
  'Ébano',
  'Trento',
];

export interface TitleParts {
  readonly typeName: string;
  readonly class: PropertyClass;
  readonly operation: 'sale' | 'rent' | 'auction';
  readonly place: string;
}

/** The advertiser's headline, in one line. */
export function titleOf(parts: TitleParts, dice: Dice): string {
  const verb = { sale: 'en venta', rent: 'en renta', auction: 'en remate' }[parts.operation];
  if (parts.class === 'development') {
    return `${dice.chance(0.5) ? 'Desarrollo' : 'Residencial'} ${dice.pick(NAMES)} ${dice.pick(CHARMS.development)}`;
  }
  const base = `${parts.typeName} ${verb} en ${parts.place}`;
  const charm = dice.pick(CHARMS[parts.class]);
  const style = dice.whole(0, 5);
  if (style === 0) return base;
  if (style === 1) return `${base} | ${charm}`;
  if (style === 2) return base.toUpperCase();
  if (style === 3) return `${parts.typeName} "${dice.pick(NAMES)}" ${verb}, ${charm}`;
  return `${base} ${charm}`;
}

const OPENINGS = [
  'Hermosa propiedad ubicada en una de las mejores zonas de la ciudad, cerca de escuelas, supermercados y vías rápidas.',
  '¡Oportunidad única! Se entrega libre de gravamen y con escrituras en regla; se aceptan créditos bancarios, Infonavit & Cofinavit.',
  'A unos pasos de avenida principal: parada de camión, Mi Macro y línea 3 del tren ligero a menos de 10 min.',
  'Propiedad con excelente iluminación y ventilación natural; acabados de primera ("mármol, granito y encino").',
  'Espacio funcional, distribuido en dos plantas. Superficie < 1 ha, topografía plana.',
];
const MIDDLES = [
  'PLANTA BAJA: cochera techada, sala – comedor, cocina integral con barra de granito, medio baño de visitas, patio de servicio.',
  'PLANTA ALTA: recámara principal con vestidor y baño completo; dos recámaras secundarias que comparten baño.',
  'Cuenta con cisterna de 10,000 L, tinaco, calentador solar, cámaras CCTV e interfón.',
  'El fraccionamiento ofrece vigilancia 24/7, casa club, alberca semi-olímpica, gimnasio & cancha de pádel.',
  'Uso de suelo: mixto (H4-V / CS). Frente de 12.50 m x 28.00 m de fondo.',
  'A 5 minutos de Plaza Andares, Hospital Puerta de Hierro y Liceo de Monterrey.',
  'Incluye: persianas, minisplits, estufa e "isla" de cocina; no incluye mobiliario.',
  'Altura libre de 8.5 m, andén con rampa, oficinas en mezzanine y patio de maniobras p/tráiler.',
];
const ENDINGS = [
  'Requisitos: póliza jurídica o fianza, un mes de depósito y comprobar ingresos > 3 veces la renta.',
  'El precio no incluye impuestos, gastos notariales ni avalúo. Precios y disponibilidad sujetos a cambio sin previo aviso.',
  'Aviso de privacidad en nuestras oficinas. Agenda tu cita, ¡te va a encantar!',
  'No se aceptan mascotas (ni "negociables"). Contrato mínimo: 12 meses.',
];

/** Paragraphs parted by one line feed; no line begins or ends in a space. */
export function descriptionOf(dice: Dice, advertiserCode: string | null): string {
  const lines = [dice.pick(OPENINGS), ...dice.some(MIDDLES, dice.whole(1, 4)), dice.pick(ENDINGS)];
  if (advertiserCode !== null && dice.chance(0.6)) lines.push(`EasyBroker ID: ${advertiserCode}`);
  return lines.join('\n');
}

const GENERAL = [
  'Aire acondicionado',
  'Amueblado',
  'Bodega(s) : 1',
  'Calefacción',
  'Cisterna',
  'Cocina equipada',
  'Conmutador',
  'Elevador : 2',
  'Estado de conservación : Excelente',
  'Frente (mts) : 12',
  'Fondo (mts) : 28',
  'Niveles construidos : 2',
  'Orientación : Norte',
  'Portero',
  'Uso de suelo : H4-V & CS',
  'Acceso para personas con discapacidad',
];
const SERVICES = [
  'Agua potable',
  'Drenaje',
  'Gas natural',
  'Internet / Wi-Fi',
  'Luz eléctrica',
  'Teléfono',
  'Vigilancia 24 h',
];
const AMENITIES = [
  'Alberca',
  'Área de juegos infantiles',
  'Cancha de pádel',
  'Gimnasio',
  'Salón de usos múltiples',
  'Pet park',
  'Business center',
  'Sky lounge',
];
const EXTERIORS = ['Asador', 'Balcón', 'Jardín', 'Patio', 'Roof garden', 'Terraza techada', 'Cochera techada'];

export interface FeatureLists {
  readonly features: readonly string[];
  readonly services: readonly string[];
  readonly amenities: readonly string[];
  readonly exteriors: readonly string[];
}

/** Offices and the like have no amenities; land has neither amenities nor exteriors (sites.md, 2.6). */
export function featuresOf(of: PropertyClass, dice: Dice): FeatureLists {
  const isHome = of === 'house' || of === 'apartment' || of === 'development' || of === 'room';
  const isLand = of === 'land';
  return {
    features: dice.some(GENERAL, dice.whole(isLand ? 0 : 1, isLand ? 3 : 7)),
    services: dice.chance(0.8) ? dice.some(SERVICES, dice.whole(1, 5)) : [],
    amenities: isHome && dice.chance(0.6) ? dice.some(AMENITIES, dice.whole(1, 6)) : [],
    exteriors: !isLand && dice.chance(0.5) ? dice.some(EXTERIORS, dice.whole(1, 4)) : [],
  };
}
