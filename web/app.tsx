import type { ReactNode } from 'react';
import { useSession } from './data/session.ts';
import { Answered } from './parts/answered.tsx';
import { Confirming } from './parts/confirm.tsx';
import { Noticing } from './parts/notices.tsx';
import { LoginPage } from './pages/login-page.tsx';
import { Shell } from './pages/shell/shell.tsx';

/** Who asks comes first: whoever needs a token is asked for it before anything else is. */
export function App(): ReactNode {
  const session = useSession();
  return (
    <Noticing>
      <Confirming>
        <Answered to={session}>{({ user }) => (user === null ? <LoginPage /> : <Shell />)}</Answered>
      </Confirming>
    </Noticing>
  );
}
