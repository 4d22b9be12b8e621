/** Actions: asked for with confirmation, reported with what came of them, and taken back where that is possible. */
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Action, ActionAnswer } from '../../src/monitoring/action-shape.ts';
import { ApiFault, tell } from '../data/request.ts';
import { useConfirm } from './confirm.tsx';
import { useSay } from './notices.tsx';

interface Asked {
  readonly title: string;
  readonly body: ReactNode;
  readonly verb: string;
  readonly destroys?: boolean;
  /** What takes it back: pausing is undone by resuming. */
  readonly undo?: Action;
}

export type Act = (action: Action, asked: Asked | null) => Promise<void>;

/** `asked` null: the action is harmless (resume) and done at once. */
export function useAct(): Act {
  const client = useQueryClient();
  const confirm = useConfirm();
  const say = useSay();
  const run = async (action: Action, undo: Action | undefined): Promise<void> => {
    try {
      const answer = await tell<ActionAnswer>('POST', 'actions', action);
      say({
        text: answer?.message ?? '',
        kind: 'done',
        ...(undo === undefined ? {} : { undo: () => void run(undo, undefined) }),
      });
    } catch (error) {
      say({ text: refusalText(error), kind: 'refused' });
    }
    await client.invalidateQueries();
  };
  return async (action, asked) => {
    if (asked !== null && !(await confirm(asked))) return;
    await run(action, asked?.undo);
  };
}

/** What was refused, with the advice that came along. */
export function refusalText(error: unknown): string {
  if (error instanceof ApiFault) return [error.message, error.advice].filter((part) => part !== null).join(' — ');
  return error instanceof Error ? error.message : String(error);
}
