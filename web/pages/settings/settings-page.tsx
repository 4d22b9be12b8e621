/** The configuration in use, and where each value comes from. To be read: it is changed in its file. */
import { useCallback } from 'react';
import type { ReactNode } from 'react';
import type { SettingView } from '../../../src/monitoring/house-shape.ts';
import { useSettings } from '../../data/queries.ts';
import { ActionButton } from '../../parts/action-buttons.tsx';
import { Answered } from '../../parts/answered.tsx';
import { FilterText } from '../../parts/filter-text.tsx';
import { Nothing, Panel } from '../../parts/panel.tsx';
import { hrefOf } from '../../routing/address.ts';
import { navigate } from '../../routing/hash-route.ts';
import type { Query } from '../../routing/address.ts';
import { useWords } from '../../words/language.tsx';
import { PageHead } from '../page-head.tsx';

export function SettingsPage({ query }: { readonly query: Query }): ReactNode {
  const words = useWords();
  const text = query['text'] ?? '';
  const onlyChanged = query['changed'] === 'true';
  const setText = useCallback(
    (wanted: string) => navigate(hrefOf(['settings'], { ...query, text: wanted }), 'replace'),
    [query],
  );
  return (
    <>
      <PageHead title={words.pageNames.settings}>
        <label className="tick">
          <input
            type="checkbox"
            checked={onlyChanged}
            onChange={(event) =>
              navigate(
                hrefOf(['settings'], { ...query, changed: event.target.checked ? 'true' : undefined }),
                'replace',
              )
            }
          />
          {words.settings.onlyChanged}
        </label>
        <FilterText label={words.settings.text} value={text} onChange={setText} />
        <Reload />
      </PageHead>
      <p className="lead">{words.settings.lead}</p>
      <Answered to={useSettings()}>
        {(settings) => <Groups settings={settings.filter((one) => fits(one, text, onlyChanged))} />}
      </Answered>
    </>
  );
}

function fits(setting: SettingView, text: string, onlyChanged: boolean): boolean {
  if (onlyChanged && setting.source === 'default') return false;
  const wanted = text.toLowerCase();
  return `${setting.key} ${setting.description} ${setting.source}`.toLowerCase().includes(wanted);
}

function Groups({ settings }: { readonly settings: readonly SettingView[] }): ReactNode {
  const words = useWords();
  const groups = Map.groupBy(settings, ({ key }) => key.split('.')[0] ?? key);
  if (settings.length === 0) return <Nothing>{words.settings.none}</Nothing>;
  return [...groups].map(([group, members]) => (
    <Panel key={group} title={group}>
      <dl className="settings">
        {members.map((setting) => (
          <Setting key={setting.key} setting={setting} />
        ))}
      </dl>
    </Panel>
  ));
}

function Setting({ setting }: { readonly setting: SettingView }): ReactNode {
  const words = useWords();
  const isChanged = setting.source !== 'default';
  return (
    <div className={isChanged ? 'setting changed' : 'setting'}>
      <dt>
        <span className="code">{setting.key}</span>
        <span className="setting-about">{setting.description}</span>
      </dt>
      <dd>
        <b className="code">{shown(setting.value)}</b>
        {setting.unit !== null && <span className="quiet"> {setting.unit}</span>}
        <span className="setting-source">{isChanged ? setting.source : words.settings.initial}</span>
      </dd>
    </div>
  );
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function Reload(): ReactNode {
  const { reload, reloadTitle, reloadBody } = useWords().settings;
  return <ActionButton action={{ action: 'reload' }} title={reloadTitle} body={reloadBody} verb={reload} />;
}
