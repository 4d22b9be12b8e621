import type { ReactNode } from 'react';

/** The name of the page, and what chooses what it shows. */
export function PageHead({ title, children }: { readonly title: ReactNode; readonly children?: ReactNode }): ReactNode {
  return (
    <header className="page-head">
      <h1>{title}</h1>
      {children !== undefined && <div className="page-tools">{children}</div>}
    </header>
  );
}
