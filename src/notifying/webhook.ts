/** A webhook for programs: signed JSON with the message's facts and its words. */
import type { Clock } from '../core/clock.ts';
import type { Channel, Severity } from './contract.ts';
import { postMessage } from './http-post.ts';
import type { PostDeps } from './http-post.ts';
import { signedHeaders } from './webhook-signature.ts';

export interface WebhookSettings {
  readonly name: string;
  readonly least: Severity;
  readonly address: string;
  /** One, or two while it is rotated. */
  readonly secrets: readonly string[];
}

export function createWebhook(settings: WebhookSettings, deps: PostDeps & { readonly clock: Clock }): Channel {
  const { name, least, address, secrets } = settings;
  return {
    name,
    least,
    send: (message) => {
      const body = JSON.stringify({
        type: `scraping.${message.content.kind}`,
        timestamp: new Date(message.at).toISOString(),
        severity: message.severity,
        subject: message.subject,
        text: message.text,
        data: message.content,
      });
      return postMessage(
        { address, body, headers: { ...signedHeaders(secrets, message.id, deps.clock.now(), body) } },
        deps,
      );
    },
  };
}
