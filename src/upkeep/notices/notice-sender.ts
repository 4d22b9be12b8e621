/**
 * Takes messages from the outbox to their channels, one after the other. A channel that does not answer is left alone
 * until its next try; a message is given up after two days, and kept for a person to look at.
 */
import { messageOf } from '../../core/errors.ts';
import type { Clock, Random } from '../../core/clock.ts';
import type { Channel, ComposedMessage, Delivery, NoticeContent } from '../../notifying/contract.ts';
import type { Notice, NoticeStore } from '../../store/contract.ts';
import type { Log } from '../../telemetry/contract.ts';
import type { Service } from '../service.ts';

export interface NoticeSenderDeps {
  readonly store: { readonly notices: Pick<NoticeStore, 'dueNotices' | 'noticeSent' | 'noticeFailed'> };
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** The channels of now. @throws {Fault} when a secret cannot be read: then every message waits */
  readonly channels: () => Promise<readonly Channel[]>;
  readonly compose: (id: string, content: NoticeContent) => Promise<ComposedMessage>;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Pauses before the second, third … try: two days and a half in all. */
const PAUSES_MS: readonly number[] = [
  MINUTE_MS,
  5 * MINUTE_MS,
  15 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  4 * HOUR_MS,
  8 * HOUR_MS,
  12 * HOUR_MS,
  24 * HOUR_MS,
];
/** Up to so much longer, by chance: what failed together is not tried together. */
const JITTER = 0.1;
const MOST_A_RUN = 50;

export function createNoticeSender(deps: NoticeSenderDeps): Service {
  return { name: 'notice-sender', runOnce: () => sendDue(deps) };
}

async function sendDue({ store: { notices }, clock, random, log, channels, compose }: NoticeSenderDeps) {
  const due = await notices.dueNotices(clock.now(), MOST_A_RUN);
  const counts = { sent: 0, later: 0, given_up: 0 };
  if (due.length === 0) return counts;
  const byName = new Map((await channels()).map((channel) => [channel.name, channel]));
  const inTrouble = new Set<string>();
  for (const notice of due) {
    if (inTrouble.has(notice.channel)) continue;
    const delivery = await deliver(notice, byName.get(notice.channel), compose);
    const told = { notice: notice.id, channel: notice.channel, kind: notice.kind, tries: notice.tries + 1 };
    if (delivery.kind === 'sent') {
      await notices.noticeSent(notice.id, clock.now());
      log.info('notice_sent', told);
      counts.sent += 1;
      continue;
    }
    const pause = delivery.kind === 'never' ? null : pauseAfter(notice.tries, delivery.afterMs, random);
    const nextTryAt = pause === null ? null : clock.now() + pause;
    await notices.noticeFailed(notice.id, { error: delivery.reason, nextTryAt, at: clock.now() });
    if (delivery.kind === 'later') inTrouble.add(notice.channel);
    counts[nextTryAt === null ? 'given_up' : 'later'] += 1;
    log[nextTryAt === null ? 'error' : 'warn'](nextTryAt === null ? 'notice_given_up' : 'notice_postponed', {
      ...told,
      error: delivery.reason,
      ...(pause === null
        ? { advice: 'scraping-monitor notify list; notify retry sends it again' }
        : { again_in_s: Math.round(pause / 1000) }),
    });
  }
  return counts;
}

async function deliver(
  notice: Notice,
  channel: Channel | undefined,
  compose: NoticeSenderDeps['compose'],
): Promise<Delivery> {
  if (channel === undefined) return { kind: 'never', reason: 'the channel is not configured any more' };
  try {
    return await channel.send(await compose(notice.messageId, notice.message as NoticeContent));
  } catch (error) {
    // A message of another version, say: it would fail again, and must not keep others from going out.
    return { kind: 'never', reason: `the message could not be put into words: ${messageOf(error)}` };
  }
}

/** null = it was tried often enough. What a receiver asks for is kept to when it is longer. */
function pauseAfter(tries: number, askedMs: number | null, random: Random): number | null {
  const pause = PAUSES_MS[tries];
  if (pause === undefined) return null;
  return Math.round(Math.max(pause, askedMs ?? 0) * (1 + JITTER * random.next()));
}
