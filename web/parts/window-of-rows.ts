/** Of many rows of one height, those in sight: a list of thousands costs what a screenful costs. */
import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';

interface WindowOfRows {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly onScroll: () => void;
  readonly first: number;
  /** Exclusive. */
  readonly last: number;
}

/** Rows beyond the edge: Tab always finds the next one already there. */
const OVERSCAN = 12;

export function useWindowOfRows(count: number, rowHeight: number): WindowOfRows {
  const scroller = useRef<HTMLDivElement>(null);
  const [sight, setSight] = useState({ first: 0, last: 40 });
  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    const first = Math.max(0, Math.floor(element.scrollTop / rowHeight) - OVERSCAN);
    const last = Math.ceil((element.scrollTop + element.clientHeight) / rowHeight) + OVERSCAN;
    setSight((seen) => (seen.first === first && seen.last === last ? seen : { first, last }));
  }, [rowHeight]);
  useLayoutEffect(() => {
    onScroll();
    window.addEventListener('resize', onScroll);
    return () => window.removeEventListener('resize', onScroll);
  }, [onScroll, count]);
  const last = Math.min(count, sight.last);
  return { scroller, onScroll, first: Math.min(sight.first, last), last };
}
