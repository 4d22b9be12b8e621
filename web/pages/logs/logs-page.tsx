/** The log, live: what fits the filter, the newest at the end. */
import { useCallback } from 'react';
import type { ReactNode } from 'react';
import type { LogFilter } from '../../../src/monitoring/house-shape.ts';
import { useSites } from '../../data/queries.ts';
import { ChooseOne } from '../../parts/choose.tsx';
import { FilterText } from '../../parts/filter-text.tsx';
import { hrefOf } from '../../routing/address.ts';
import { navigate } from '../../routing/hash-route.ts';
import type { Query } from '../../routing/address.ts';
import { useWords } from '../../words/language.tsx';
import { PageHead } from '../page-head.tsx';
import { LogLines } from './log-lines.tsx';
import { useLogStream } from './log-stream.ts';

const LOGS = ['orchestrator', 'backup', 'cleanup'] as const satisfies readonly NonNullable<LogFilter['log']>[];
const LEVELS = ['debug', 'info', 'warn', 'error'] as const satisfies readonly NonNullable<LogFilter['level']>[];

export function LogsPage({ query }: { readonly query: Query }): ReactNode {
  const words = useWords();
  const go = useCallback(
    (changed: Readonly<Record<string, string | undefined>>) =>
      navigate(hrefOf(['logs'], { ...query, ...changed }), 'replace'),
    [query],
  );
  const stream = useLogStream(query);
  return (
    <>
      <PageHead title={words.pageNames.logs}>
        <ChooseOne
          name={words.logs.log}
          choices={[
            { value: '', label: words.logs.allLogs },
            ...LOGS.map((value) => ({ value, label: words.logs.logs[value] })),
          ]}
          chosen={query['log'] ?? ''}
          choose={(log) => go({ log })}
        />
        <ChooseOne
          name={words.logs.level}
          choices={[
            { value: '', label: words.logs.allLevels },
            ...LEVELS.map((value) => ({ value, label: words.logs.levels[value] })),
          ]}
          chosen={query['level'] ?? ''}
          choose={(level) => go({ level })}
        />
        <SiteFilter chosen={query['site'] ?? ''} choose={(site) => go({ site })} />
        <TextFilter query={query} go={go} />
      </PageHead>
      <LogLines stream={stream} />
    </>
  );
}

interface FilterProps {
  readonly query: Query;
  readonly go: (changed: Readonly<Record<string, string>>) => void;
}

function TextFilter({ query, go }: FilterProps): ReactNode {
  const words = useWords();
  const setText = useCallback((text: string) => go({ text }), [go]);
  return <FilterText label={words.logs.text} value={query['text'] ?? ''} onChange={setText} />;
}

interface SiteFilterProps {
  readonly chosen: string;
  readonly choose: (site: string) => void;
}

function SiteFilter({ chosen, choose }: SiteFilterProps): ReactNode {
  const words = useWords();
  const sites = useSites().data ?? [];
  return (
    <ChooseOne
      name={words.site}
      choices={[{ value: '', label: words.logs.allSites }, ...sites.map(({ site }) => ({ value: site, label: site }))]}
      chosen={chosen}
      choose={choose}
    />
  );
}
