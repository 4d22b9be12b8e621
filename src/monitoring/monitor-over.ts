import type { Monitor } from './contract.ts';
import { figuresReader } from './figures-reader.ts';
import { houseReader } from './house-reader.ts';
import type { MonitorSources } from './sources.ts';
import { workReader } from './work-reader.ts';

/** The monitor of this machine, over whatever gives its facts: a service in this process, or files beside one. */
export function monitorOver(sources: MonitorSources): Monitor {
  return {
    work: workReader(sources),
    figures: figuresReader(sources),
    house: houseReader(sources),
    tokens: sources.tokens,
    act: (action, actor) => sources.act(action, actor),
    close: () => sources.close(),
  };
}
