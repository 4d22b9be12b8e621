import type { Config } from '../../config/contract.ts';
import type { Severity } from '../../notifying/contract.ts';

/** Names and thresholds of what is configured; no secret is read for it. */
export function channelNames({
  notifications,
}: Config): readonly { readonly name: string; readonly least: Severity }[] {
  const { email, slack, webhook } = notifications;
  return [
    ...(email.host === null ? [] : [{ name: 'email', least: email.least }]),
    ...(slack.address === null ? [] : [{ name: 'slack', least: slack.least }]),
    ...webhook.urls.map((_, index) => ({ name: webhookName(index), least: webhook.least })),
  ];
}

export const webhookName = (index: number): string => (index === 0 ? 'webhook' : `webhook-${index + 1}`);
