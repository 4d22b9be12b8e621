/**
 * SQLite 3.7.0 to 3.51.2 can corrupt a WAL database when two connections write and checkpoint at the same instant; fixed
 * in 3.51.3, and in 3.50.7 and 3.44.6 of the older lines (sqlite.org, "WAL-reset bug"). Node's own builds have the fix
 * from 24.15.0 on; a distribution's may not.
 */
const FIXED_LINES: Readonly<Record<string, number>> = { '3.44': 6, '3.50': 7, '3.51': 3 };

/** Whether a SQLite of this version (`3.53.4`) may write a WAL database. */
export function mayWriteWal(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (major !== 3) return major > 3;
  const fixedFrom = FIXED_LINES[`${major}.${minor}`];
  return fixedFrom === undefined ? minor > 51 : patch >= fixedFrom;
}
