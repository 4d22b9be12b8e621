/** What a person does with messages: try the channels, look at the outbox, have given-up ones tried again. */
import type { LoadedConfig } from '../../config/contract.ts';
import { randomUUID } from 'node:crypto';
import { systemClock } from '../../core/clock.ts';
import { Fault } from '../../core/errors.ts';
import type { Delivery } from '../../notifying/contract.ts';
import type { Notice } from '../../store/contract.ts';
import { openMailbox } from '../../store/sqlite/open-mailbox.ts';
import { channelNames } from './channel-names.ts';
import { composeFor, openChannels } from './open-channels.ts';
import { openReports } from '../parts/open-reports.ts';

export interface ChannelTrial {
  readonly channel: string;
  readonly delivery: Delivery;
}

/** Sends a test message on every channel, or on one, at once. @throws {Fault} E_CONFIG: none is configured, or a secret cannot be read */
export async function tryChannels(
  { config }: LoadedConfig,
  only: string | null,
  actor: string,
): Promise<readonly ChannelTrial[]> {
  const names = channelNames(config).map(({ name }) => name);
  if (names.length === 0)
    throw new Fault('E_CONFIG', 'no channel is configured', {
      cure: 'Set notifications.email.host, notifications.slack.address or notifications.webhook.urls (docs/notifications.md).',
    });
  if (only !== null && !names.includes(only))
    throw new Fault('E_USAGE', `there is no channel ${JSON.stringify(only)}`, {
      cure: `There is ${names.join(', ')}.`,
    });
  const channels = (await openChannels(config, systemClock, process.env)).filter(
    ({ name }) => only === null || name === only,
  );
  const message = await composeFor(config, `msg_${randomUUID()}`, { kind: 'test', at: systemClock.now(), actor });
  return Promise.all(
    channels.map(async (channel) => ({ channel: channel.name, delivery: await channel.send(message) })),
  );
}

/** Newest first. */
export async function listNotices({ config }: LoadedConfig, limit: number): Promise<readonly Notice[]> {
  const reader = await openReports(config);
  try {
    return await reader.notices.listNotices(limit);
  } finally {
    await reader.close();
  }
}

/** Beside a running service too, which takes them up with its next look. @param ids null = all that were given up */
export async function retryNotices(
  { config }: LoadedConfig,
  ids: readonly number[] | null,
  actor: string,
): Promise<number> {
  const mailbox = openMailbox(config.database.path);
  const at = systemClock.now();
  try {
    const notices = await mailbox.retryNotices(ids, at);
    await mailbox.recordAudit({ at, actor, action: 'notify-retry', details: { ids, notices }, outcome: 'done' });
    return notices;
  } finally {
    mailbox.close();
  }
}
