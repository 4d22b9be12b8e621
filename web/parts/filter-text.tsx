import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';

interface FilterTextProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Typing is not asking: the question goes out when the fingers rest. */
const REST_MS = 250;

/** The field that `/` reaches. */
export function FilterText({ label, value, onChange }: FilterTextProps): ReactNode {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return undefined;
    const timer = window.setTimeout(() => onChange(typed), REST_MS);
    return () => window.clearTimeout(timer);
  }, [typed, value, onChange]);
  return (
    <input
      type="search"
      className="filter-text"
      data-filter
      aria-label={label}
      placeholder={label}
      maxLength={200}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}
