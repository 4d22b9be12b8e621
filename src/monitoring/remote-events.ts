/** Server-sent events, as far as our API sends them: `event:` and `data:` lines, parted by an empty line. */

export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/** What never ends a line must not fill the memory. */
const LONGEST = 4 * 2 ** 20;

/** Until the stream ends or the signal aborts; neither is an error. */
export async function* readEvents(stream: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder();
  let open = '';
  try {
    for await (const chunk of stream) {
      open = (open + decoder.decode(chunk, { stream: true })).replaceAll('\r\n', '\n');
      const blocks = open.split('\n\n');
      open = (blocks.pop() ?? '').slice(0, LONGEST);
      for (const block of blocks) {
        const event = readBlock(block);
        if (event !== null) yield event;
      }
    }
  } catch (error) {
    // A connection that broke is opened again by whoever follows.
    if (!signal.aborted && !(error instanceof Error)) throw error;
  }
}

function readBlock(block: string): ServerEvent | null {
  const lines = block.split('\n');
  const valueOf = (field: string): readonly string[] =>
    lines.filter((line) => line.startsWith(`${field}:`)).map((line) => line.slice(field.length + 1).replace(/^ /, ''));
  const data = valueOf('data');
  return data.length === 0 ? null : { event: valueOf('event')[0] ?? 'message', data: data.join('\n') };
}
