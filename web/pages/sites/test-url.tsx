import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { SiteTestView } from '../../../src/monitoring/site-test-shape.ts';
import { tell } from '../../data/request.ts';
import { Refusal } from '../../parts/answered.tsx';
import { useWords } from '../../words/language.tsx';
import { TestResult } from './test-result.tsx';

/** One page of the portal, asked for politely (through its governor), and what the definition gets out of it. */
export function TestUrl({ site }: { readonly site: string }): ReactNode {
  const words = useWords();
  const [url, setUrl] = useState('');
  const [isDetail, setDetail] = useState(false);
  const test = useMutation({
    mutationFn: () =>
      tell<SiteTestView>('POST', `sites/${encodeURIComponent(site)}/test`, {
        ...(url === '' ? {} : { url }),
        ...(isDetail ? { detail: true } : {}),
      }),
  });
  return (
    <details className="test-url">
      <summary>{words.sites.test}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          test.mutate();
        }}
      >
        <label>
          <span>{words.sites.testUrl}</span>
          <input
            type="url"
            value={url}
            placeholder={words.sites.testFirst}
            maxLength={2000}
            onChange={(event) => setUrl(event.target.value)}
          />
        </label>
        <label className="tick">
          <input type="checkbox" checked={isDetail} onChange={(event) => setDetail(event.target.checked)} />
          {words.sites.testDetail}
        </label>
        <button type="submit" disabled={test.isPending}>
          {test.isPending ? words.sites.testing : words.sites.testGo}
        </button>
      </form>
      {test.error !== null && <Refusal error={test.error} />}
      {test.data != null && <TestResult result={test.data} />}
    </details>
  );
}
