/** Bytes of a catalogue file to text: spreadsheets save UTF-8 with and without mark, UTF-16 and Windows-1252. */
export interface DecodedText {
  readonly text: string;
  readonly charset: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
}

/** Only the beginning is looked at for the pattern of UTF-16 without a mark. */
const SAMPLE = 1024;

export function decodeText(bytes: Uint8Array): DecodedText {
  const charset = markedCharset(bytes) ?? unmarkedUtf16(bytes);
  if (charset !== null) return { text: new TextDecoder(charset).decode(bytes), charset };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), charset: 'utf-8' };
  } catch {
    // Every byte is a character of Windows-1252: it never fails, so it is the last to be asked.
    return { text: new TextDecoder('windows-1252').decode(bytes), charset: 'windows-1252' };
  }
}

function markedCharset(bytes: Uint8Array): DecodedText['charset'] | null {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return null;
}

/** Latin text in UTF-16 has a zero in nearly every second byte; other text has next to none. */
function unmarkedUtf16(bytes: Uint8Array): DecodedText['charset'] | null {
  const sample = bytes.subarray(0, SAMPLE);
  if (sample.length < 4) return null;
  const zeros = [0, 0];
  sample.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  const most = sample.length * 0.35;
  if (odd > most && even === 0) return 'utf-16le';
  return even > most && odd === 0 ? 'utf-16be' : null;
}
