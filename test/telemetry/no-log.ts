/** A log that keeps its lines, for tests. */
import type { Log, LogFields } from '../../src/telemetry/contract.ts';

export interface KeptLog extends Log {
  readonly lines: readonly Readonly<Record<string, unknown>>[];
}

export function noLog(): KeptLog {
  const lines: Readonly<Record<string, unknown>>[] = [];
  const at =
    (level: string) =>
    (event: string, fields: LogFields = {}): void => {
      lines.push({ level, event, ...fields });
    };
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
