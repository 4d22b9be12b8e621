import type { ReactNode } from 'react';
import { useFormat } from '../words/language.tsx';

export interface Choice {
  readonly value: string;
  readonly label: ReactNode;
  readonly count?: number;
}

interface ChooseManyProps {
  readonly name: string;
  readonly choices: readonly Choice[];
  readonly chosen: readonly string[];
  readonly toggle: (value: string) => void;
}

/** "One of these", for one field of the selector: a list to tick, behind its name. */
export function ChooseMany({ name, choices, chosen, toggle }: ChooseManyProps): ReactNode {
  const format = useFormat();
  return (
    <details className={chosen.length > 0 ? 'choose chosen' : 'choose'} name="choose">
      <summary>
        {name}
        {chosen.length > 0 && <b>{chosen.length === 1 ? chosen[0] : chosen.length}</b>}
      </summary>
      <fieldset>
        <legend className="unseen">{name}</legend>
        {choices.map(({ value, label, count }) => (
          <label key={value}>
            <input type="checkbox" checked={chosen.includes(value)} onChange={() => toggle(value)} />
            <span>{label}</span>
            {count !== undefined && <span className="choice-count">{format.count(count)}</span>}
          </label>
        ))}
      </fieldset>
    </details>
  );
}

interface ChooseOneProps {
  readonly name: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly chosen: string;
  readonly choose: (value: string) => void;
}

export function ChooseOne({ name, choices, chosen, choose }: ChooseOneProps): ReactNode {
  return (
    <label className="choose-one">
      <span>{name}</span>
      <select value={chosen} onChange={(event) => choose(event.target.value)}>
        {choices.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
