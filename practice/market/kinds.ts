/**
 * The portals' type words (the `typeSlug` of a search) and what kind of property each one shows. The order is part
 * of the adverts' serial numbers: append, never insert.
 */
export type PropertyClass =
  | 'house'
  | 'apartment'
  | 'land'
  | 'office'
  | 'retail'
  | 'warehouse'
  | 'building'
  | 'ranch'
  | 'room'
  | 'development'
  | 'hotel';

export interface Kind {
  readonly slug: string;
  readonly name: string;
  readonly plural: string;
  readonly class: PropertyClass;
  /** How many adverts such a search has beside houses. */
  readonly weight: number;
}

const kind = (slug: string, name: string, plural: string, of: PropertyClass, weight: number): Kind => ({
  slug,
  name,
  plural,
  class: of,
  weight,
});

export const KINDS: readonly Kind[] = [
  // Inmuebles24 (facts: the platform's own type filter), Casas y Terrenos, Propiedades
  kind('casas', 'Casa', 'Casas', 'house', 1),
  kind('departamentos', 'Departamento', 'Departamentos', 'apartment', 1),
  kind('terrenos', 'Terreno', 'Terrenos', 'land', 0.3),
  kind('oficinas', 'Oficina', 'Oficinas', 'office', 0.16),
  kind('locales-comerciales', 'Local comercial', 'Locales comerciales', 'retail', 0.16),
  kind('bodegas-comerciales', 'Bodega comercial', 'Bodegas comerciales', 'warehouse', 0.12),
  kind('casa-en-condominio', 'Casa en condominio', 'Casas en condominio', 'house', 0.3),
  kind('casa-uso-de-suelo', 'Casa uso de suelo', 'Casas uso de suelo', 'house', 0.06),
  kind('duplex', 'Dúplex', 'Dúplex', 'house', 0.04),
  kind('departamento-compartido', 'Departamento compartido', 'Departamentos compartidos', 'room', 0.03),
  kind('desarrollo-horizontal', 'Desarrollo horizontal', 'Desarrollos horizontales', 'development', 0.07),
  kind(
    'desarrollo-horizontal-vertical',
    'Desarrollo horizontal/vertical',
    'Desarrollos horizontales/verticales',
    'development',
    0.04,
  ),
  kind('desarrollo-vertical', 'Desarrollo vertical', 'Desarrollos verticales', 'development', 0.09),
  kind('edificio', 'Edificio', 'Edificios', 'building', 0.08),
  kind('huerta', 'Huerta', 'Huertas', 'ranch', 0.03),
  kind('inmueble-productivo-urbano', 'Inmueble productivo urbano', 'Inmuebles productivos urbanos', 'building', 0.03),
  kind('local-en-centro-comercial', 'Local en centro comercial', 'Locales en centro comercial', 'retail', 0.06),
  kind('nave-industrial', 'Nave industrial', 'Naves industriales', 'warehouse', 0.08),
  kind('quinta', 'Quinta', 'Quintas', 'ranch', 0.05),
  kind('terreno-comercial', 'Terreno comercial', 'Terrenos comerciales', 'land', 0.1),
  kind('terreno-industrial', 'Terreno industrial', 'Terrenos industriales', 'land', 0.06),
  kind('villa', 'Villa', 'Villas', 'house', 0.03),
  kind('rancho', 'Rancho', 'Ranchos', 'ranch', 0.05),
  kind('edificios', 'Edificio', 'Edificios', 'building', 0.08),
  kind('ranchos', 'Rancho', 'Ranchos', 'ranch', 0.06),
  kind('locales', 'Local', 'Locales', 'retail', 0.18),
  kind('consultorios', 'Consultorio', 'Consultorios', 'office', 0.06),
  kind('bodegas', 'Bodega', 'Bodegas', 'warehouse', 0.16),
  kind('desarrollos', 'Desarrollo', 'Desarrollos', 'development', 0.14),
  kind('bodegas-industriales', 'Bodega industrial', 'Bodegas industriales', 'warehouse', 0.08),
  kind('casas-en-condominio', 'Casa en condominio', 'Casas en condominio', 'house', 0.28),
  kind('cuartos', 'Cuarto', 'Cuartos', 'room', 0.05),
  kind('naves-industriales', 'Nave industrial', 'Naves industriales', 'warehouse', 0.08),
  kind('terrenos-comerciales', 'Terreno comercial', 'Terrenos comerciales', 'land', 0.1),
  kind('terrenos-habitacionales', 'Terreno habitacional', 'Terrenos habitacionales', 'land', 0.2),
  kind('terrenos-industriales', 'Terreno industrial', 'Terrenos industriales', 'land', 0.06),
  // Lamudi
  kind('casa', 'Casa', 'Casas', 'house', 1),
  kind('departamento', 'Departamento', 'Departamentos', 'apartment', 1),
  kind('terreno', 'Terreno', 'Terrenos', 'land', 0.3),
  kind('offices', 'Oficina', 'Oficinas', 'office', 0.16),
  kind('offices/medico-consulting', 'Consultorio', 'Consultorios', 'office', 0.06),
  kind('offices/edificio', 'Edificio', 'Edificios', 'building', 0.08),
  kind('comercial', 'Local comercial', 'Locales comerciales', 'retail', 0.16),
  kind('comercial/comercial-agricultura', 'Rancho', 'Ranchos', 'ranch', 0.06),
  kind('comercial/venta-al-por-menor', 'Local comercial', 'Locales comerciales', 'retail', 0.16),
  kind('comercial/industria-almacen', 'Bodega', 'Bodegas', 'warehouse', 0.14),
  // Mitula
  kind('doctor-office', 'Consultorio', 'Consultorios', 'office', 0.06),
  kind('aticos', 'Ático', 'Áticos', 'apartment', 0.05),
  kind('bungalows', 'Bungalow', 'Bungalows', 'house', 0.04),
  kind('casas-en-fraccionamiento', 'Casa en fraccionamiento', 'Casas en fraccionamiento', 'house', 0.25),
  kind('condominio-horizontal', 'Condominio horizontal', 'Condominios horizontales', 'house', 0.08),
  kind('desvanes', 'Desván', 'Desvanes', 'apartment', 0.03),
  kind('estudios', 'Estudio', 'Estudios', 'apartment', 0.06),
  kind('haciendas', 'Hacienda', 'Haciendas', 'ranch', 0.04),
  kind('hoteles', 'Hotel', 'Hoteles', 'hotel', 0.04),
  kind('locales-en-centro-comercial', 'Local en centro comercial', 'Locales en centro comercial', 'retail', 0.06),
  kind('parcelas', 'Parcela', 'Parcelas', 'land', 0.06),
  kind('penthouses', 'Penthouse', 'Penthouses', 'apartment', 0.08),
  kind('quintas', 'Quinta', 'Quintas', 'ranch', 0.05),
  kind('villas', 'Villa', 'Villas', 'house', 0.05),
  // Trovit: its URL has no word for houses
  kind('', 'Casa', 'Casas', 'house', 1),
];

const PLACE = new Map(KINDS.map(({ slug }, index) => [slug, index]));

/** Place in KINDS of a type word; -1 = unknown. */
export function kindOf(typeSlug: string): number {
  return PLACE.get(typeSlug) ?? -1;
}
