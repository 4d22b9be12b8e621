/** The child process of the sweeps: lives as often as its parent asks, so that a life costs no start of a program. */
import { liveOnce } from './life.ts';
import type { Deed, Installation, LifeEnd } from './life.ts';

export interface ToChild {
  readonly installation: Installation;
  readonly deed: Deed;
  readonly patience: number;
}
export type FromChild = { readonly trouble: number } | { readonly end: LifeEnd };

function say(message: FromChild): void {
  process.send?.(message);
}

process.on('message', ({ installation, deed, patience }: ToChild) => {
  const onTrouble = (trouble: number): void => say({ trouble });
  void liveOnce(installation, { deed, patience, onTrouble }).then((end) => say({ end }));
});
