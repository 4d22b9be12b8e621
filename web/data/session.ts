/** Who the reader is to the API, and what that allows. */
import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import type { Role } from '../../src/monitoring/house-shape.ts';
import { ask } from './request.ts';

export interface Session {
  /** null = nobody yet: a token is needed. `local`: this machine's own user, who needs none. */
  readonly user: { readonly name: string; readonly role: Role; readonly by: 'token' | 'session' | 'local' } | null;
  readonly version: string;
}

/** A session may end while the page is open: this notices within a minute, and at the first refused question. */
const LOOK_EVERY_MS = 60_000;

export function useSession(): UseQueryResult<Session> {
  return useQuery({
    queryKey: ['session'],
    queryFn: ({ signal }) => ask<Session>('session', signal),
    refetchInterval: LOOK_EVERY_MS,
  });
}

const RANK: Readonly<Record<Role, number>> = { viewer: 0, operator: 1, admin: 2 };

export function useMay(role: Role): boolean {
  const user = useSession().data?.user ?? null;
  return user !== null && RANK[user.role] >= RANK[role];
}
