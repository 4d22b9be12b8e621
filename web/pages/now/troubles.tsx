import type { ReactNode } from 'react';
import type { Status } from '../../../src/monitoring/status-shape.ts';
import { Sign } from '../../marks/icons.tsx';
import { Prose } from '../../parts/prose.tsx';
import { useWords } from '../../words/language.tsx';

/** What is wrong with the service itself, before all else. Silent when all is well. */
export function Troubles({ status }: { readonly status: Status }): ReactNode {
  const words = useWords();
  const { service } = status;
  const said = [
    ...(service.state === 'off' ? [words.now.serviceOff] : []),
    ...(service.state === 'stopping' ? [words.now.serviceStopping] : []),
    ...service.troubles,
    ...(service.slots?.reason == null
      ? []
      : [words.now.fewerSlots(service.slots.now, service.slots.configured, service.slots.reason)]),
  ];
  if (said.length === 0) return null;
  return (
    <div className="troubles" role="alert">
      <Sign of="warn" />
      <ul>
        {said.map((one) => (
          <li key={one}>
            <Prose text={one} />
          </li>
        ))}
      </ul>
    </div>
  );
}
