/** Line drawings of 16 × 16. Each outcome has a shape of its own: colour is never the only difference. */
import type { ReactNode } from 'react';
import type { Outcome } from './outcome.ts';

const OUTCOMES: Readonly<Record<Outcome, ReactNode>> = {
  ok: <path d="M3 8.5 6.5 12 13 4.5" />,
  empty: <circle cx="8" cy="8" r="4.8" />,
  cut: <path d="M3 8.5 6 11.5M8.2 9.6 13 4.5M3 14h2m2 0h2m2 0h2" />,
  blocked: (
    <>
      <path className="filled" d="M5.5 1.5h5l4 4v5l-4 4h-5l-4-4v-5z" />
      <path className="knocked" d="M5 8h6" />
    </>
  ),
  layout_changed: <path d="M8 1.8 14.2 8 8 14.2 1.8 8zM8 5v6" />,
  network: <path d="M2 6.5a8.5 8.5 0 0 1 12 0M4.6 9.3a4.8 4.8 0 0 1 6.8 0M8 12.4v.1M13.5 10.5l-3 3m0-3 3 3" />,
  forbidden: <path d="M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM3.8 3.8l8.4 8.4" />,
  gone: <path d="M3 3h10v10H3z" strokeDasharray="2.4 2.2" />,
  invalid: <path d="M3.5 3.5l9 9m0-9-9 9" />,
  timeout: <path d="M8 2.5a5.7 5.7 0 1 0 0 11.4A5.7 5.7 0 0 0 8 2.5zM8 5v3.2l2.2 1.6" />,
  resources: <path d="M8 2 14.5 13.5h-13zM8 6.5v3.2M8 11.6v.1" />,
  pending: <path d="M4 8h.1M8 8h.1M12 8h.1" />,
  running: <path className="filled" d="M5 3.2v9.6L13 8z" />,
  retrying: <path d="M13 8a5 5 0 1 1-1.6-3.7M13 2.2v3h-3" />,
  cancelled: <path d="M4 4h8v8H4zM4 12l8-8" />,
  unexplained: <path d="M5.4 5.6A2.7 2.7 0 1 1 8 8.6v1.6M8 13v.1" />,
};

const SIGNS = {
  pause: <path d="M5.5 3.5v9M10.5 3.5v9" />,
  play: <path className="filled" d="M5 3.2v9.6L13 8z" />,
  link: <path d="M9 3h4v4M13 3 7.5 8.5M11 9.5V13H3V5h3.5" />,
  up: <path d="M8 12.5v-9M4.5 7 8 3.5 11.5 7" />,
  down: <path d="M8 3.5v9M4.5 9 8 12.5 11.5 9" />,
  close: <path d="M4 4l8 8m0-8-8 8" />,
  copy: <path d="M6 6h7v7H6zM10 3.5V3H3v7h.5" />,
  info: <path d="M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 7.4v3.8M8 4.9v.1" />,
  warn: <path d="M8 2 14.5 13.5h-13zM8 6.5v3.2M8 11.6v.1" />,
  error: <path d="M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 4.6v4M8 11.2v.1" />,
  debug: <path d="M8 7.9v.2" />,
  menu: <path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11" />,
  right: <path d="M6 3.5 10.5 8 6 12.5" />,
  moon: <path d="M13 9.6A5.6 5.6 0 0 1 6.4 3 5.6 5.6 0 1 0 13 9.6z" />,
  sun: (
    <path d="M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM8 1.2v1.4M8 13.4v1.4M1.2 8h1.4M13.4 8h1.4M3.2 3.2l1 1M11.8 11.8l1 1M12.8 3.2l-1 1M4.2 11.8l-1 1" />
  ),
  auto: (
    <>
      <circle cx="8" cy="8" r="5.6" />
      <path className="filled" d="M8 2.4a5.6 5.6 0 0 1 0 11.2z" />
    </>
  ),
} as const;

function Drawing({ children, className }: { readonly children: ReactNode; readonly className: string }): ReactNode {
  return (
    <svg
      className={`icon ${className}`}
      viewBox="0 0 16 16"
      width="16"
      height="16"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

export function OutcomeIcon({ outcome }: { readonly outcome: Outcome }): ReactNode {
  return <Drawing className={`o-${outcome}`}>{OUTCOMES[outcome]}</Drawing>;
}

export function Sign({ of }: { readonly of: keyof typeof SIGNS }): ReactNode {
  return <Drawing className={`sign-${of}`}>{SIGNS[of]}</Drawing>;
}
