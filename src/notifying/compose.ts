/** Puts words to a message: subject, text and HTML in one language. What comes from the web is cut, cleaned and escaped. */
import { showInstant } from '../wording/show-time.ts';
import { noticeWords } from '../wording/troubles.ts';
import type { NoticeWords } from '../wording/troubles.ts';
import { composeBatch } from './compose-batch.ts';
import { composeHealth } from './compose-health.ts';
import { composeTroubles } from './compose-troubles.ts';
import type { Attachment, ComposedMessage, NoticeContent } from './contract.ts';
import { cleaned } from './message-body.ts';
import type { Body, ComposeSettings } from './message-body.ts';
import { html } from '../wording/html.ts';
import { messagePage } from './message-page.ts';
import { severityOf } from './severity.ts';

export function compose(
  id: string,
  content: NoticeContent,
  settings: ComposeSettings,
  attachments: readonly Attachment[] = [],
): ComposedMessage {
  const words = noticeWords(settings.language);
  const body = bodyOf(content, settings, words, attachments.length > 0);
  const { host, dashboard } = settings;
  const footer = [
    ...(dashboard === null ? [] : [`${words.dashboard}: ${dashboard}`]),
    `${words.footer} ${cleaned(host)} · ${showInstant(body.at, settings.timeZone)}`,
  ];
  return {
    id,
    severity: severityOf(content),
    at: body.at,
    subject: cleaned(body.subject),
    text: `${[...body.text, '', '--', ...footer].join('\n')}\n`,
    html: messagePage(cleaned(body.subject), body.html, footer, settings.language),
    content,
    attachments,
  };
}

function bodyOf(content: NoticeContent, settings: ComposeSettings, words: NoticeWords, hasReport: boolean): Body {
  switch (content.kind) {
    case 'troubles':
      return composeTroubles(content.items, settings, words);
    case 'batch':
      return composeBatch(content.batch, settings, words, hasReport);
    case 'health':
      return composeHealth(content.health, settings, words);
    case 'test':
      return composeTest(content, words);
  }
}

function composeTest({ at, actor }: Extract<NoticeContent, { kind: 'test' }>, words: NoticeWords): Body {
  const line = `${words.testText} ${cleaned(actor)}`;
  return { subject: `[Scraping] ${words.test}`, at, text: [line], html: html`<p>${line}</p>` };
}
