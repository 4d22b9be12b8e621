/** Rows of the team's own catalogue, chosen by what the practice portals hold for them. */

/** Six sites, 14 searches of one to three pages, and details of two sites: about 100 pages. */
export const SEVERAL_PAGES: readonly string[] = [
  'Inm24,Gdl,Ven,BodC,https://www.inmuebles24.com/bodegas-comerciales-en-venta-en-guadalajara.html',
  'Inm24,Jnctl,Ven,BodC,https://www.inmuebles24.com/bodegas-comerciales-en-venta-en-juanacatlan.html',
  'CyT,Tlaj,Ven,Terr,https://www.casasyterrenos.com/jalisco/tlajomulco-de-zuniga/terrenos/venta',
  'CyT,Gdl,Ven,Terr,https://www.casasyterrenos.com/jalisco/guadalajara/terrenos/venta',
  'CyT,Zptl,Ren,Edf,https://www.casasyterrenos.com/jalisco/zapotlanejo/edificios/renta',
  'Lam,Gdl,Ven,Edf,https://www.lamudi.com.mx/jalisco/guadalajara/offices/edificio/for-sale/',
  'Lam,Salt,Ven,Cons,https://www.lamudi.com.mx/jalisco/el-salto/offices/medico-consulting/for-sale/',
  'Mit,Tlaj,Ren,Cas,https://casas.mitula.mx/casas/renta-casas-tlajomulco-de-zuniga',
  'Mit,Zptl,Ven,Cas,https://casas.mitula.mx/casas/venta-casas-zapotlanejo',
  'Mit,Ton,Ren,OfcD,https://casas.mitula.mx/casas/renta-doctor-office-tonala',
  'Prop,Ton,Ven,Dep,https://propiedades.com/tonala-jalisco/departamentos-venta',
  'Prop,Zap,Ven,TerrI,https://propiedades.com/zapopan/terrenos-industriales-venta',
  'Tro,Zap,Ven,Bod,https://casas.trovit.com.mx/venta-bodegas-zapopan',
  'Tro,Gdl,Ven,Terr,https://casas.trovit.com.mx/venta-terrenos-guadalajara',
];

/** Three searches of one page for each site. */
export const SHORT_LANES: readonly string[] = [
  'Inm24,Jnctl,Ven,BodC,https://www.inmuebles24.com/bodegas-comerciales-en-venta-en-juanacatlan.html',
  'Inm24,IMem,Ven,BodC,https://www.inmuebles24.com/bodegas-comerciales-en-venta-en-ixtlahuacan-de-los-membrillos.html',
  'Inm24,Zptl,Ven,BodC,https://www.inmuebles24.com/bodegas-comerciales-en-venta-en-zapotlanejo.html',
  'CyT,Salt,Ren,Edf,https://www.casasyterrenos.com/jalisco/el-salto/edificios/renta',
  'CyT,IMem,Ren,Edf,https://www.casasyterrenos.com/jalisco/ixtlahuacan-de-los-membrillos/edificios/renta',
  'CyT,Jnctl,Ren,Edf,https://www.casasyterrenos.com/jalisco/juanacatlan/edificios/renta',
  'Lam,Salt,Ven,Cons,https://www.lamudi.com.mx/jalisco/el-salto/offices/medico-consulting/for-sale/',
  'Lam,Gdl,Ren,LocCP,https://www.lamudi.com.mx/jalisco/guadalajara/comercial/comercial-agricultura/for-rent/',
  'Lam,Gdl,Ren,NavB,https://www.lamudi.com.mx/jalisco/guadalajara/comercial/industria-almacen/for-rent/',
  'Mit,IMem,Ren,OfcD,https://casas.mitula.mx/casas/renta-doctor-office-ixtlahuacan-de-los-membrillos',
  'Mit,Jnctl,Ren,OfcD,https://casas.mitula.mx/casas/renta-doctor-office-juanacatlan',
  'Mit,Ton,Ren,OfcD,https://casas.mitula.mx/casas/renta-doctor-office-tonala',
  'Prop,Zap,Ven,TerrI,https://propiedades.com/zapopan/terrenos-industriales-venta',
  'Prop,Gdl,Ren,TerrI,https://propiedades.com/guadalajara/terrenos-industriales-renta',
  'Prop,Ton,Ren,TerrI,https://propiedades.com/tonala-jalisco/terrenos-industriales-renta',
  'Tro,Jnctl,Ren,Bod,https://casas.trovit.com.mx/renta-bodegas-juanacatlan',
  'Tro,IMem,Ren,Bod,https://casas.trovit.com.mx/renta-bodegas-ixtlahuacan-de-los-membrillos',
  'Tro,Salt,Ren,Bod,https://casas.trovit.com.mx/renta-bodegas-el-salto',
];
