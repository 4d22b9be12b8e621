/**
 * The nine municipalities of the catalogue, with real colonias and about where they lie (WGS 84, rounded to the
 * block): enough for coordinates that fall inside the right municipality.
 */
export interface Colonia {
  readonly name: string;
  readonly latitude: number;
  readonly longitude: number;
  /** Price level beside the municipality's own. */
  readonly level: number;
}

export interface Municipality {
  readonly name: string;
  /** What the portals' slugs begin with: `tonala`, `tonala-1`, `tonala-jalisco`. */
  readonly slugs: readonly string[];
  /** How many adverts it has beside Guadalajara. */
  readonly weight: number;
  /** Price level beside Guadalajara. */
  readonly level: number;
  readonly colonias: readonly Colonia[];
}

export const STATE = 'Jalisco';

const colonia = (name: string, latitude: number, longitude: number, level = 1): Colonia => ({
  name,
  latitude,
  longitude,
  level,
});

export const MUNICIPALITIES: readonly Municipality[] = [
  {
    name: 'Guadalajara',
    slugs: ['guadalajara'],
    weight: 1,
    level: 1,
    colonias: [
      colonia('Providencia 1a. Sección', 20.694, -103.384, 1.6),
      colonia('Providencia 4a. Sección', 20.7, -103.391, 1.6),
      colonia('Americana', 20.673, -103.366, 1.4),
      colonia('Lafayette', 20.67, -103.372, 1.5),
      colonia('Ladrón de Guevara', 20.685, -103.378, 1.3),
      colonia('Jardines del Bosque', 20.665, -103.389, 1.2),
      colonia('Santa Teresita', 20.683, -103.366),
      colonia('Oblatos', 20.695, -103.305, 0.6),
      colonia('Huentitán el Bajo', 20.729, -103.31, 0.6),
      colonia('Analco', 20.668, -103.341, 0.7),
      colonia('Colinas de la Normal', 20.702, -103.355),
      colonia('Independencia Oriente', 20.71, -103.332, 0.8),
      colonia('Colomos Providencia', 20.706, -103.392, 1.8),
      colonia('Monraz', 20.686, -103.393, 1.5),
      colonia('Vallarta Norte', 20.68, -103.385, 1.3),
      colonia('Arcos Vallarta', 20.673, -103.38, 1.3),
      colonia('Country Club', 20.71, -103.375, 1.9),
      colonia('Guadalajara Centro', 20.676, -103.347, 0.8),
      colonia('Mezquitán Country', 20.702, -103.363),
      colonia('Miravalle', 20.622, -103.352, 0.6),
      colonia('Lomas de Polanco', 20.639, -103.385, 0.6),
      colonia('Jardines de los Arcos', 20.664, -103.383, 1.1),
    ],
  },
  {
    name: 'Zapopan',
    slugs: ['zapopan'],
    weight: 1,
    level: 1.15,
    colonias: [
      colonia('Valle Real', 20.727, -103.432, 2.4),
      colonia('Puerta de Hierro', 20.712, -103.412, 2.6),
      colonia('Ciudad del Sol', 20.648, -103.402, 1.1),
      colonia('La Estancia', 20.668, -103.42),
      colonia('Ciudad Granja', 20.681, -103.449),
      colonia('Real Acueducto', 20.703, -103.42, 2.2),
      colonia('Solares', 20.731, -103.47, 1.2),
      colonia('Villa Verona', 20.7, -103.477, 1.6),
      colonia('Nuevo México', 20.745, -103.45, 0.7),
      colonia('Tesistán', 20.797, -103.478, 0.6),
      colonia('Jardines Universidad', 20.695, -103.415, 1.2),
      colonia('Ciudad Bugambilia', 20.602, -103.449, 1.1),
      colonia('Las Fuentes', 20.629, -103.404),
      colonia('El Colli Urbano', 20.643, -103.425, 0.7),
      colonia('Bosques de San Isidro', 20.802, -103.379, 0.9),
      colonia('Santa Margarita', 20.731, -103.42, 0.7),
      colonia('Valle de los Molinos', 20.79, -103.462, 0.6),
      colonia('Virreyes Residencial', 20.708, -103.437, 2),
      colonia('Colinas de San Javier', 20.699, -103.402, 2),
      colonia('San Juan de Ocotán', 20.706, -103.45, 0.8),
      colonia('Rancho El Zapote «Norte»', 20.752, -103.44, 0.8),
    ],
  },
  {
    name: 'San Pedro Tlaquepaque',
    slugs: ['san-pedro-tlaquepaque', 'tlaquepaque'],
    weight: 0.32,
    level: 0.75,
    colonias: [
      colonia('Centro', 20.64, -103.312, 1.1),
      colonia('San Martín de las Flores', 20.617, -103.27, 0.7),
      colonia('Las Juntas', 20.602, -103.343, 0.7),
      colonia('Lomas de San Agustín', 20.585, -103.41),
      colonia('Santa Anita', 20.56, -103.436, 1.1),
      colonia('Parques Santa Cruz del Valle', 20.576, -103.365, 0.7),
      colonia('Revolución', 20.632, -103.325),
      colonia('El Álamo', 20.622, -103.327, 0.9),
    ],
  },
  {
    name: 'Tonalá',
    slugs: ['tonala'],
    weight: 0.18,
    level: 0.6,
    colonias: [
      colonia('Tonalá Centro', 20.624, -103.242),
      colonia('Loma Dorada Ejidal', 20.633, -103.262),
      colonia('Puente Grande', 20.574, -103.152, 0.8),
      colonia('Coyula', 20.661, -103.228, 0.8),
      colonia('Jauja', 20.638, -103.25),
      colonia('Zalatitán', 20.663, -103.252),
    ],
  },
  {
    name: 'Tlajomulco de Zúñiga',
    slugs: ['tlajomulco-de-zuniga', 'tlajomulco'],
    weight: 0.45,
    level: 0.7,
    colonias: [
      colonia('El Palomar', 20.583, -103.46, 2),
      colonia('Santa Fe', 20.529, -103.378, 0.6),
      colonia('Hacienda Santa Fe', 20.521, -103.371, 0.5),
      colonia('Nueva Galicia Residencial', 20.548, -103.463, 1.4),
      colonia('San Agustín', 20.546, -103.468),
      colonia('Cajititlán', 20.424, -103.317, 0.8),
      colonia('Tlajomulco Centro', 20.473, -103.446),
      colonia('Los Gavilanes Poniente', 20.564, -103.462, 1.3),
      colonia('Senderos de Monteverde', 20.5, -103.47, 0.8),
    ],
  },
  {
    name: 'El Salto',
    slugs: ['el-salto'],
    weight: 0.1,
    level: 0.5,
    colonias: [
      colonia('El Salto Centro', 20.52, -103.178),
      colonia('Las Pintas', 20.575, -103.325),
      colonia('Las Pintitas', 20.561, -103.304),
      colonia('El Verde', 20.545, -103.25),
      colonia('San José del Quince', 20.55, -103.27),
    ],
  },
  {
    name: 'Zapotlanejo',
    slugs: ['zapotlanejo'],
    weight: 0.07,
    level: 0.5,
    colonias: [
      colonia('Zapotlanejo Centro', 20.623, -103.069),
      colonia('La Mezquitera', 20.632, -103.06),
      colonia('Santa Fe', 20.565, -103.08),
      colonia('Matatlán', 20.679, -103.18),
    ],
  },
  {
    name: 'Ixtlahuacán de los Membrillos',
    slugs: ['ixtlahuacan-de-los-membrillos'],
    weight: 0.08,
    level: 0.6,
    colonias: [
      colonia('Ixtlahuacán Centro', 20.348, -103.192),
      colonia('Atequiza', 20.396, -103.138),
      colonia('Buenavista', 20.375, -103.215),
      colonia('Cedros', 20.43, -103.22),
    ],
  },
  {
    name: 'Juanacatlán',
    slugs: ['juanacatlan'],
    weight: 0.05,
    level: 0.5,
    colonias: [
      colonia('Juanacatlán Centro', 20.508, -103.17),
      colonia('La Cofradía', 20.489, -103.16),
      colonia('Villas Andalucía', 20.5, -103.155),
    ],
  },
];

/** Place in MUNICIPALITIES of a portal's slug (`tonala-1`, `tonala-jalisco` and `tonala` are one); -1 = unknown. */
export function municipalityOf(citySlug: string): number {
  return MUNICIPALITIES.findIndex(({ slugs }) =>
    slugs.some((slug) => citySlug === slug || citySlug === `${slug}-1` || citySlug === `${slug}-jalisco`),
  );
}

export const STREETS: readonly string[] = [
  'Av. Providencia',
  'Av. Pablo Neruda',
  'Calle Manuel Acuña',
  'Av. López Mateos Sur',
  'Blvd. Puerta de Hierro',
  'Calle Justo Sierra',
  'Av. Patria',
  'Calle Hidalgo',
  'Calle Independencia',
  'Av. Vallarta',
  'Calle José Ma. Morelos y Pavón',
  'Av. Acueducto',
  'Calle 5 de Mayo',
  'Circuito Madrigal',
  'Privada de los Álamos',
  'Paseo de la Cañada',
  "Calle O'Horán",
  'Camino Real a Colima',
  'Carr. Guadalajara-Chapala',
  'Calle Río Nilo',
];
