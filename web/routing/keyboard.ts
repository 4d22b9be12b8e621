/** `g n` goes places, `/` filters, `?` helps. Keys typed into a field, or with a modifier, are left alone. */
import { useEffect } from 'react';
import { hrefOf } from './address.ts';
import { navigate } from './hash-route.ts';
import { PAGES } from './pages.ts';

/** How long `g` waits for its second key. */
const SECOND_KEY_MS = 1500;

export function useKeyboard(onHelp: () => void): void {
  useEffect(() => {
    let goPressedAt = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isDialogOpen()) return;
      const going = event.timeStamp - goPressedAt < SECOND_KEY_MS;
      goPressedAt = Number.NEGATIVE_INFINITY;
      const page = going ? PAGES.find(({ key }) => key === event.key) : undefined;
      if (page !== undefined) navigate(hrefOf([page.page]));
      else if (event.key === 'g') goPressedAt = event.timeStamp;
      else if (event.key === '/') focusFilter();
      else if (event.key === '?') onHelp();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [onHelp]);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select') !== null;
}

function isDialogOpen(): boolean {
  return document.querySelector('dialog[open]') !== null;
}

function focusFilter(): void {
  const field = document.querySelector<HTMLInputElement>('[data-filter]');
  field?.focus();
  field?.select();
}
