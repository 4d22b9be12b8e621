/**
 * Length-prefixed frames on the pipe between agent and worker (D4). A frame is a 4-byte big-endian body length, one
 * flag byte (1 = the message goes on in the next frame) and the body; a message is the bodies joined, UTF-8 JSON.
 * Lengths are checked before a body is read, so a wild peer can never make us hold more than one message's limit.
 */
import type { Duplex } from 'node:stream';
import { Fault } from '../core/errors.ts';

export const LARGEST_FRAME = 1024 * 1024;
export const LARGEST_MESSAGE = 16 * 1024 * 1024;
const HEADER = 5;

/** Frames of one message. @throws {Fault} E_PROTOCOL when it is larger than a message may be. */
export function encodeMessage(message: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(message), 'utf8');
  if (body.length > LARGEST_MESSAGE) {
    throw new Fault('E_PROTOCOL', `a message of ${body.length} bytes is larger than ${LARGEST_MESSAGE}`);
  }
  const frames = Math.max(1, Math.ceil(body.length / LARGEST_FRAME));
  const out = Buffer.allocUnsafe(body.length + frames * HEADER);
  let at = 0;
  for (let frame = 0; frame < frames; frame += 1) {
    const part = body.subarray(frame * LARGEST_FRAME, (frame + 1) * LARGEST_FRAME);
    out.writeUInt32BE(part.length, at);
    out.writeUInt8(frame < frames - 1 ? 1 : 0, at + 4);
    part.copy(out, at + HEADER);
    at += HEADER + part.length;
  }
  return out;
}

/** Takes bytes as they come and gives whole messages. */
export class FrameReader {
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #parts: Buffer[] = [];
  #messageBytes = 0;

  /** @throws {Fault} E_PROTOCOL on a breach of the limits or a body that is no JSON: the peer must be ended. */
  *read(chunk: Buffer): Generator {
    this.#pending.push(chunk);
    this.#pendingBytes += chunk.length;
    for (;;) {
      const frame = this.#nextFrame();
      if (frame === null) return;
      this.#parts.push(frame.body);
      this.#messageBytes += frame.body.length;
      if (this.#messageBytes > LARGEST_MESSAGE) throw new Fault('E_PROTOCOL', 'a message is longer than 16 MB');
      if (frame.goesOn) continue;
      const text = (this.#parts.length === 1 ? frame.body : Buffer.concat(this.#parts)).toString('utf8');
      this.#parts = [];
      this.#messageBytes = 0;
      yield parse(text);
    }
  }

  #nextFrame(): { readonly body: Buffer; readonly goesOn: boolean } | null {
    if (this.#pendingBytes < HEADER) return null;
    const head = this.#join();
    const length = head.readUInt32BE(0);
    if (length > LARGEST_FRAME)
      throw new Fault('E_PROTOCOL', `a frame announces ${length} bytes; ${LARGEST_FRAME} is the most`);
    if (head.length < HEADER + length) return null;
    const body = head.subarray(HEADER, HEADER + length);
    const rest = head.subarray(HEADER + length);
    this.#pending = rest.length === 0 ? [] : [rest];
    this.#pendingBytes = rest.length;
    return { body, goesOn: head.readUInt8(4) === 1 };
  }

  #join(): Buffer {
    if (this.#pending.length > 1) this.#pending = [Buffer.concat(this.#pending)];
    return this.#pending[0] ?? Buffer.alloc(0);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Fault('E_PROTOCOL', `a message is no JSON: ${text.slice(0, 80)}`, { cause });
  }
}

/** One end of the pipe: sends messages, gives each received one to `receive`; a breach goes to `breach`. */
export function openChannel(
  pipe: Duplex,
  receive: (message: unknown) => void,
  breach: (fault: unknown) => void,
): { send(message: unknown): void } {
  const reader = new FrameReader();
  pipe.on('data', (chunk: Buffer) => {
    try {
      for (const message of reader.read(chunk)) receive(message);
    } catch (error) {
      breach(error);
    }
  });
  // The peer's death is told by its exit and by 'close'; a write that meets it must not throw on its own.
  pipe.on('error', () => undefined);
  return {
    send: (message) => {
      if (pipe.writable) pipe.write(encodeMessage(message));
    },
  };
}
