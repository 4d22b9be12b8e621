import type { Site } from './contract.ts';
import type { ProgramSiteDefinition } from './program-shape.ts';

/** What every definition says of how its site is treated, whether its pages are ours to read or a program's. */
export function compileDefaults(
  defaults: Pick<ProgramSiteDefinition['defaults'], 'priority' | 'lanes' | 'always_on' | 'delay_seconds' | 'robots'>,
): Omit<Site['defaults'], 'fetch' | 'waitFor'> {
  const { priority, lanes, always_on: alwaysOn, delay_seconds: delaySeconds, robots } = defaults;
  return { priority, lanes, alwaysOn, delaySeconds, robots };
}
