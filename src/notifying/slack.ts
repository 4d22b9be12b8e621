/** An incoming webhook of Slack, or of whatever takes the same JSON (Mattermost, Rocket.Chat, Discord's /slack). */
import type { Channel, Severity } from './contract.ts';
import { postMessage } from './http-post.ts';
import type { PostDeps } from './http-post.ts';

export interface SlackSettings {
  readonly least: Severity;
  /** The address is the secret. */
  readonly address: string;
}

const SIGNS: Readonly<Record<Severity, string>> = { info: 'ℹ️', warning: '⚠️', critical: '🚨' };
/** Slack cuts at 40,000 characters, and people read far less. */
const LONGEST = 3000;

/** The three characters that Slack gives a meaning to. */
export function slackText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export function createSlack({ least, address }: SlackSettings, deps: PostDeps): Channel {
  return {
    name: 'slack',
    least,
    send: ({ severity, subject, text }) => {
      const [body = ''] = text.split('\n--\n');
      const short = body.length > LONGEST ? `${body.slice(0, LONGEST)}…` : body.trimEnd();
      const words = `${SIGNS[severity]} *${slackText(subject.replaceAll('*', '∗'))}*\n${slackText(short)}`;
      return postMessage({ address, body: JSON.stringify({ text: words }), headers: {} }, deps);
    },
  };
}
