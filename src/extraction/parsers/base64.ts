/** Base64 that portals put around addresses and coordinates. */

const BASE64 = /^[A-Za-z0-9+/_-]{4,}={0,2}$/;

/** The decoded text (both alphabets, padding optional); null when it is not base64 of UTF-8 text. */
export function decodeBase64(text: string): string | null {
  const packed = text.trim();
  if (packed.length % 4 === 1 || !BASE64.test(packed)) return null;
  const decoded = Buffer.from(packed, 'base64').toString('utf8');
  return decoded === '' || decoded.includes('\ufffd') ? null : decoded;
}
