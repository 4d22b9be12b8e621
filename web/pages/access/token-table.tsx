import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { TokenView } from '../../../src/monitoring/house-shape.ts';
import { tell } from '../../data/request.ts';
import { refusalText } from '../../parts/acting.ts';
import { useConfirm } from '../../parts/confirm.tsx';
import { useSay } from '../../parts/notices.tsx';
import { Nothing, Scroller } from '../../parts/panel.tsx';
import { useFormat, useWords } from '../../words/language.tsx';

export function TokenTable({ tokens }: { readonly tokens: readonly TokenView[] }): ReactNode {
  const words = useWords();
  if (tokens.length === 0) return <Nothing>{words.access.noTokens}</Nothing>;
  return (
    <Scroller label={words.access.tokens}>
      <table className="plain-table">
        <caption className="unseen">{words.access.tokens}</caption>
        <thead>
          <tr>
            <th scope="col">{words.access.name}</th>
            <th scope="col">{words.access.role}</th>
            <th scope="col">{words.access.made}</th>
            <th scope="col">{words.access.lastUsed}</th>
            <th scope="col">{words.access.ends}</th>
            <th scope="col">
              <span className="unseen">{words.access.revoke}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => (
            <Token key={token.id} token={token} />
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}

function Token({ token }: { readonly token: TokenView }): ReactNode {
  const words = useWords();
  const format = useFormat();
  const isOver = token.revokedAt !== null || (token.expiresAt !== null && Date.parse(token.expiresAt) < Date.now());
  return (
    <tr className={isOver ? 'over' : undefined}>
      <th scope="row">
        {token.name} <span className="quiet code">{token.id}</span>
      </th>
      <td>{words.access.roles[token.role]}</td>
      <td>
        {format.instant(token.createdAt)} <span className="quiet">{token.createdBy}</span>
      </td>
      <td>{token.lastUsedAt === null ? words.access.never : format.instant(token.lastUsedAt)}</td>
      <td>
        {token.revokedAt !== null
          ? words.access.revokedAt(format.instant(token.revokedAt))
          : token.expiresAt === null
            ? words.access.noEnd
            : format.instant(token.expiresAt)}
      </td>
      <td>{!isOver && <Revoke token={token} />}</td>
    </tr>
  );
}

function Revoke({ token }: { readonly token: TokenView }): ReactNode {
  const words = useWords();
  const confirm = useConfirm();
  const say = useSay();
  const client = useQueryClient();
  const revoke = async (): Promise<void> => {
    const asked = {
      title: words.access.revokeTitle(token.name),
      body: words.access.revokeBody,
      verb: words.access.revoke,
      destroys: true,
    };
    if (!(await confirm(asked))) return;
    try {
      await tell('DELETE', `tokens/${encodeURIComponent(token.id)}`);
      say({ text: words.access.revoked(token.name), kind: 'done' });
    } catch (error) {
      say({ text: refusalText(error), kind: 'refused' });
    }
    await client.invalidateQueries();
  };
  return (
    <button type="button" onClick={() => void revoke()} aria-label={`${words.access.revoke}: ${token.name}`}>
      {words.access.revoke}
    </button>
  );
}
