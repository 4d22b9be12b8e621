/** Messages that the tests of channels and words begin with. */
import { compose } from '../../src/notifying/compose.ts';
import type { ComposedMessage, NoticeContent, TroubleItem } from '../../src/notifying/contract.ts';
import type { ComposeSettings } from '../../src/notifying/message-body.ts';

/** 2026-11-22 10:00:00 UTC */
export const T0 = Date.UTC(2026, 10, 22, 10);
export const MINUTE = 60_000;

export const SETTINGS: ComposeSettings = {
  language: 'en',
  tell: (sentence) => sentence,
  timeZone: 'America/Mexico_City',
  host: 'scraper-1',
  dashboard: null,
};

export function trouble(changes: Partial<TroubleItem> = {}): TroubleItem {
  return {
    stage: 'first',
    cause: 'blocked',
    site: 'Inm24',
    since: T0,
    at: T0 + MINUTE,
    occurrences: 1,
    untold: 0,
    facts: {
      code: 'E_BLOCKED',
      message: 'the page is a challenge of DataDome',
      task: 17,
      batch: 'Nov26_01',
      url: 'https://www.inmuebles24.com/departamentos-en-venta-en-guadalajara.html',
    },
    ...changes,
  };
}

export const TEST_CONTENT: NoticeContent = { kind: 'test', at: T0, actor: 'cli:ana' };

export function message(content: NoticeContent = TEST_CONTENT, id = 'msg_1'): ComposedMessage {
  return compose(id, content, SETTINGS);
}
