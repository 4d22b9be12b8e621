import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { tell } from '../data/request.ts';
import { Refusal } from '../parts/answered.tsx';
import { Command } from '../parts/command.tsx';
import { useWords } from '../words/language.tsx';
import { Choices } from './shell/choices.tsx';

/** The token goes into a cookie that no script can read; it is kept nowhere here. */
export function LoginPage(): ReactNode {
  const words = useWords();
  const client = useQueryClient();
  const [token, setToken] = useState('');
  const login = useMutation({
    mutationFn: () => tell('POST', 'session', { token: token.trim() }),
    onSuccess: () => {
      setToken('');
      return client.resetQueries();
    },
  });
  return (
    <main className="login">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          login.mutate();
        }}
      >
        <h1>Scraping Orchestrator</h1>
        <p>{words.login.lead}</p>
        <label>
          <span>{words.login.token}</span>
          <input
            type="password"
            autoComplete="current-password"
            required
            value={token}
            onChange={(event) => setToken(event.target.value)}
          />
        </label>
        {login.error !== null && <Refusal error={login.error} />}
        <button type="submit" className="primary" disabled={login.isPending}>
          {words.login.enter}
        </button>
        <p className="quiet small">{words.login.where}</p>
        <Command text="scraping-monitor token create NAME --role operator" />
      </form>
      <Choices />
    </main>
  );
}
