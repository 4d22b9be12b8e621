/** E-mail through an SMTP server (nodemailer, loaded with the first message). */
import type { SendMailOptions } from 'nodemailer';
import { messageOf } from '../core/errors.ts';
import type { Channel, ComposedMessage, Delivery, Severity } from './contract.ts';

export interface EmailSettings {
  readonly least: Severity;
  readonly host: string;
  readonly port: number;
  /** `starttls`: refused when the server does not offer it; `tls`: from the first byte; `none`: for a server on this machine. */
  readonly security: 'starttls' | 'tls' | 'none';
  readonly user: string | null;
  readonly password: string | null;
  readonly from: string;
  readonly to: readonly string[];
  /** Certificate of the server's authority (PEM), besides the usual ones; null = none. */
  readonly authority: string | null;
}

export interface EmailDeps {
  /** Takes secrets out of an error's words. */
  readonly hide: (text: string) => string;
}

/** A server that answers slowly is waited for; one that says nothing is not. */
const CONNECT_MS = 10_000;
const SILENCE_MS = 20_000;
const LONGEST_REASON = 300;
/** nodemailer's codes for what was refused of the message itself. */
const REFUSALS: ReadonlySet<string> = new Set(['EENVELOPE', 'EMESSAGE']);

export function createEmail(settings: EmailSettings, { hide }: EmailDeps): Channel {
  return {
    name: 'email',
    least: settings.least,
    send: async (message) => {
      try {
        await sendMail(settings, message);
        return { kind: 'sent' };
      } catch (error) {
        return deliveryOf(error, hide);
      }
    },
  };
}

async function sendMail(settings: EmailSettings, message: ComposedMessage): Promise<void> {
  const { createTransport } = await import('nodemailer');
  const { host, port, security, user, password, authority } = settings;
  const transport = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    // Nothing of a message is fetched from anywhere.
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(authority === null ? {} : { tls: { ca: authority } }),
    ...(user === null ? {} : { auth: { user, pass: password ?? '' } }),
  });
  try {
    await transport.sendMail(mailOf(settings, message));
  } finally {
    transport.close();
  }
}

/** The id is the same at each try: a mail program shows one that came twice once. */
function mailOf({ from, to }: EmailSettings, message: ComposedMessage): SendMailOptions {
  const { id, subject, text, html, severity, at, attachments } = message;
  return {
    from,
    to: [...to],
    subject,
    text,
    html,
    date: new Date(at),
    messageId: `<${id}@scraping-orchestrator>`,
    priority: severity === 'critical' ? 'high' : 'normal',
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Scraping-Severity': severity },
    attachments: attachments.map(({ name, type, content }) => ({
      filename: name,
      contentType: type,
      content: Buffer.from(content),
    })),
  };
}

/**
 * 4xx means "not now" (greylisting). A refused password, or encryption that is not offered, is tried again, since a
 * person may be at it; a refused address or message is not: it would be refused again.
 */
function deliveryOf(error: unknown, hide: (text: string) => string): Delivery {
  const { responseCode, code } = error as { readonly responseCode?: number; readonly code?: string };
  const reason = hide(messageOf(error)).replaceAll(/\s+/g, ' ').slice(0, LONGEST_REASON);
  const isForGood = responseCode !== undefined && responseCode >= 500 && REFUSALS.has(code ?? '');
  return isForGood ? { kind: 'never', reason } : { kind: 'later', reason, afterMs: null };
}
