import type { ReactNode } from 'react';
import type { Status } from '../../../src/monitoring/status-shape.ts';
import { Meter } from '../../parts/figures.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useFormat, useWords } from '../../words/language.tsx';

type Disk = Status['system']['disks'][number];

/** Folders of one file system are one line: it fills for all of them. */
function disksOf(disks: readonly Disk[]): readonly (Omit<Disk, 'folder'> & { readonly folders: readonly string[] })[] {
  const groups = Map.groupBy(disks, ({ bytes, freeBytes }) => `${bytes} ${freeBytes}`);
  return [...groups.values()].flatMap((same) =>
    same[0] === undefined
      ? []
      : [{ ...same[0], low: same.some(({ low }) => low), folders: same.map(({ folder }) => folder) }],
  );
}

function lastPart(folder: string): string {
  return folder.split('/').findLast((part) => part !== '') ?? folder;
}

/** Above these a machine of 8 GB begins to suffer. */
const HIGH_CPU = 0.95;
const LITTLE_MEMORY = 0.05;

export function System({ status }: { readonly status: Status }): ReactNode {
  const words = useWords();
  const format = useFormat();
  const { system, service } = status;
  const disks = disksOf(system.disks);
  const used = system.memoryBytes - system.memoryFreeBytes;
  return (
    <Panel title={words.now.system} note={words.now.states[service.state]}>
      <div className="meters">
        <Meter
          label={words.now.cpu}
          share={system.cpuShare ?? system.load1 / Math.max(1, system.cores)}
          text={
            system.cpuShare === null
              ? words.now.load(format.decimal(system.load1, 1), system.cores)
              : format.share(system.cpuShare)
          }
          alarm={(system.cpuShare ?? 0) > HIGH_CPU}
        />
        <Meter
          label={words.now.memory}
          share={used / Math.max(1, system.memoryBytes)}
          text={words.now.freeOf(format.bytes(system.memoryFreeBytes), format.bytes(system.memoryBytes))}
          alarm={system.memoryFreeBytes < system.memoryBytes * LITTLE_MEMORY}
        />
        {disks.map((disk) => (
          <Meter
            key={disk.folders[0]}
            label={disks.length === 1 ? words.now.disk : disk.folders.map(lastPart).join(', ')}
            about={disk.folders.join('\n')}
            share={1 - disk.freeBytes / Math.max(1, disk.bytes)}
            text={words.now.freeOf(format.bytes(disk.freeBytes), format.bytes(disk.bytes))}
            alarm={disk.low}
          />
        ))}
      </div>
      <p className="quiet small">
        {system.ownMemoryBytes !== null && `${words.now.own(format.bytes(system.ownMemoryBytes))} · `}
        {service.startedAt !== null && `${words.now.since(format.time(service.startedAt))} · `}
        {service.version}
      </p>
    </Panel>
  );
}
