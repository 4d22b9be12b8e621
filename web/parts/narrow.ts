import { useSyncExternalStore } from 'react';

/** The width below which lists are stacked; styles/ uses the same. */
const NARROW = '(max-width: 46rem)';

export function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = window.matchMedia(NARROW);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => window.matchMedia(NARROW).matches,
  );
}
