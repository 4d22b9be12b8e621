import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Role, TokenView } from '../../../src/monitoring/house-shape.ts';
import { tell } from '../../data/request.ts';
import { Refusal } from '../../parts/answered.tsx';
import { ChooseOne } from '../../parts/choose.tsx';
import { Command } from '../../parts/command.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { useWords } from '../../words/language.tsx';

const ROLES = ['viewer', 'operator', 'admin'] as const satisfies readonly Role[];
const LASTS = ['30', '90', '365', ''] as const;
const DAY_MS = 86_400_000;

interface Made {
  readonly token: TokenView;
  readonly secret: string;
}

export function NewToken(): ReactNode {
  const words = useWords();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [days, setDays] = useState<string>('365');
  const make = useMutation({
    mutationFn: () => {
      const expiresAt = days === '' ? null : new Date(Date.now() + Number(days) * DAY_MS).toISOString();
      return tell<Made>('POST', 'tokens', { name, role, expiresAt });
    },
    onSuccess: () => {
      setName('');
      return client.invalidateQueries();
    },
  });
  return (
    <form
      className="new-token"
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <label>
        <span>{words.access.newName}</span>
        <input value={name} required maxLength={80} onChange={(event) => setName(event.target.value)} />
      </label>
      <ChooseOne
        name={words.access.role}
        choices={ROLES.map((value) => ({ value, label: words.access.roles[value] }))}
        chosen={role}
        choose={(value) => setRole(ROLES.find((one) => one === value) ?? 'viewer')}
      />
      <ChooseOne
        name={words.access.lasts}
        choices={LASTS.map((value) => ({
          value,
          label: value === '' ? words.access.noEnd : words.access.days(Number(value)),
        }))}
        chosen={days}
        choose={setDays}
      />
      <button type="submit" className="primary" disabled={make.isPending}>
        {words.access.make}
      </button>
      {make.error !== null && <Refusal error={make.error} />}
      {make.data != null && <Secret made={make.data} close={make.reset} />}
    </form>
  );
}

/** Shown this once: nobody can read it again. */
function Secret({ made, close }: { readonly made: Made; readonly close: () => void }): ReactNode {
  const words = useWords();
  return (
    <Dialog title={words.access.secretOf(made.token.name)} onClose={close}>
      <div className="dialog-body">
        <p>{words.access.secretOnce}</p>
        <Command text={made.secret} />
      </div>
      <footer className="dialog-foot">
        <button type="button" className="primary" onClick={close}>
          {words.access.kept}
        </button>
      </footer>
    </Dialog>
  );
}
