import type { ReactNode } from 'react';

/** A sentence of the service: what stands between backticks is a command, an option or a marker. */
export function Prose({ text }: { readonly text: string }): ReactNode {
  const parts = text.split('`');
  // An odd backtick is one that means nothing.
  if (parts.length % 2 === 0) return text;
  return parts.map((part, index) => (index % 2 === 0 ? part : <code key={index}>{part}</code>));
}
