import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { ApiFault } from './data/request.ts';
import { showTheme } from './pages/shell/theme.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/parts.css';
import './styles/lists.css';
import './styles/pages.css';
import { Tongued } from './words/language.tsx';

/** A refusal is an answer; only a broken connection or a busy server is worth asking again. */
function isWorthRetrying(failures: number, error: Error): boolean {
  return failures < 2 && error instanceof ApiFault && (error.status === 0 || error.status >= 502);
}

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      // The session has ended: asking who one is brings the login page.
      if (error instanceof ApiFault && error.status === 401 && query.queryKey[0] !== 'session')
        void client.invalidateQueries({ queryKey: ['session'] });
    },
  }),
  defaultOptions: { queries: { retry: isWorthRetrying, staleTime: 5000 } },
});

showTheme();
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <Tongued>
        <App />
      </Tongued>
    </QueryClientProvider>
  </StrictMode>,
);
