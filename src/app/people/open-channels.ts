/** The channels of the configuration, with their secrets: read anew for each run, so that a changed secret counts at once. */
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { Config } from '../../config/contract.ts';
import type { Clock } from '../../core/clock.ts';
import { createGuard } from '../../fetching/guard.ts';
import { compose } from '../../notifying/compose.ts';
import type { Attachment, Channel, ComposedMessage, NoticeContent } from '../../notifying/contract.ts';
import { createEmail } from '../../notifying/email.ts';
import { createSlack } from '../../notifying/slack.ts';
import { createWebhook } from '../../notifying/webhook.ts';
import { sentencesIn } from '../../wording/sentences.ts';
import { hidingValues } from '../../telemetry/redact.ts';
import { webhookName } from './channel-names.ts';
import { readSecret } from '../parts/read-secret.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws {Fault} E_CONFIG when a secret or the authority's certificate cannot be read */
export async function openChannels(
  config: Config,
  clock: Clock,
  environment: Environment,
): Promise<readonly Channel[]> {
  const { email, slack, webhook } = config.notifications;
  const at = 'notifications.';
  const channels: Channel[] = [];
  if (email.host !== null) {
    const password =
      email.password === null ? null : await readSecret(email.password, `${at}email.password`, environment);
    const authority = email.authority === null ? null : await readFile(email.authority, 'utf8');
    channels.push(
      createEmail(
        { ...email, host: email.host, password, authority },
        { hide: hidingValues(password === null ? [] : [password]) },
      ),
    );
  }
  const guard = createGuard(webhook.allowed_hosts);
  if (slack.address !== null) {
    const address = await readSecret(slack.address, `${at}slack.address`, environment);
    channels.push(createSlack({ least: slack.least, address }, { guard, hide: hidingValues(partsOf(address)) }));
  }
  const secrets = await Promise.all(
    webhook.secrets.map((place) => readSecret(place, `${at}webhook.secrets`, environment)),
  );
  const deps = { guard, hide: hidingValues(secrets), clock };
  for (const [index, address] of webhook.urls.entries())
    channels.push(createWebhook({ name: webhookName(index), least: webhook.least, address, secrets }, deps));
  return channels;
}

/** What must not be told of a secret address: all of it, and its path alone. */
function partsOf(address: string): readonly string[] {
  return URL.canParse(address) ? [address, new URL(address).pathname.slice(1)] : [address];
}

/** Words for a message, by the configuration of now. */
export async function composeFor(
  { notifications, data }: Config,
  id: string,
  content: NoticeContent,
  attachments: readonly Attachment[] = [],
): Promise<ComposedMessage> {
  const { language, dashboard } = notifications;
  const tell = await sentencesIn(language);
  return compose(id, content, { language, tell, timeZone: data.time_zone, host: hostname(), dashboard }, attachments);
}
