import { memo } from 'react';
import type { ReactNode } from 'react';
import type { Route } from '../../routing/address.ts';
import type { Page } from '../../routing/pages.ts';
import { AccessPage } from '../access/access-page.tsx';
import { CoveragePage } from '../coverage/coverage-page.tsx';
import { LogsPage } from '../logs/logs-page.tsx';
import { NowPage } from '../now/now-page.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { SitesPage } from '../sites/sites-page.tsx';
import { CausesPage } from '../tasks/causes-page.tsx';
import { TaskPage } from '../tasks/task-page.tsx';
import { TasksPage } from '../tasks/tasks-page.tsx';
import { TrendsPage } from '../trends/trends-page.tsx';
import { UpkeepPage } from '../upkeep/upkeep-page.tsx';

interface PageOfProps {
  readonly page: Page;
  readonly route: Route;
}

/** What surrounds the page changes with every event; the page only with what it shows itself. */
export const PageOf = memo(function PageOf({ page, route }: PageOfProps): ReactNode {
  const { query } = route;
  const part = route.path[1];
  switch (page) {
    case 'now':
      return <NowPage />;
    case 'coverage':
      return <CoveragePage query={query} />;
    case 'tasks':
      return part === undefined ? <TasksPage query={query} /> : <TaskPage key={part} id={part} />;
    case 'causes':
      return <CausesPage query={query} />;
    case 'sites':
      return <SitesPage site={part} />;
    case 'trends':
      return <TrendsPage query={query} />;
    case 'logs':
      return <LogsPage query={query} />;
    case 'upkeep':
      return <UpkeepPage />;
    case 'settings':
      return <SettingsPage query={query} />;
    case 'access':
      return <AccessPage />;
  }
});
