import type { ReactNode } from 'react';
import { Sign } from '../marks/icons.tsx';
import { useWords } from '../words/language.tsx';

/** An address from the web: a link only when it is http or https, else plain text (T7). */
export function WebLink({ url }: { readonly url: string }): ReactNode {
  const words = useWords();
  if (!isWebAddress(url)) return <span className="url">{url}</span>;
  return (
    <a className="url" href={url} target="_blank" rel="noopener noreferrer nofollow" title={words.opensPortal}>
      {url}
      <Sign of="link" />
    </a>
  );
}

function isWebAddress(url: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(url).protocol);
  } catch {
    return false;
  }
}
