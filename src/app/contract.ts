/** What the programs may use of the assembled product, and the shapes that come back. */
export type { ReportStore, ScraperProgress, SchemaInfo } from '../store/contract.ts';
export type { Extraction, FieldReport } from '../extraction/contract.ts';
export type { FaultGroup } from '../catalogue/group-faults.ts';
