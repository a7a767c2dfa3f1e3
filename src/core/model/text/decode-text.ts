/** Share of control characters above which something is no text. */
const MOST_CONTROLS = 0.02;
/** So much of it says whether it is text: all of a megabyte would keep others waiting. */
const SAMPLE = 50_000;
/** Control characters but for tabs, line and page breaks. */
const CONTROLS = /(?!\s)\p{Cc}/gu;
/** Begins a colour in the log of a terminal. */
const ESCAPE = '\u001b';

/**
 * The text of a file in UTF-8 or UTF-16, with or without a byte order mark, as Windows PowerShell writes both. Undefined
 * where the bytes are no text in either.
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  const text = decode(bytes, encodingOf(bytes));
  if (text === undefined) return undefined;
  const sample = text.slice(0, SAMPLE);
  const controls = sample.replaceAll(ESCAPE, '').match(CONTROLS)?.length ?? 0;
  return controls > sample.length * MOST_CONTROLS ? undefined : text;
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  // European text in UTF-16 has a byte of 0 to 4 in every other place; in UTF-8 there is none.
  const sample = bytes.subarray(0, 1000);
  const zeros = (from: 0 | 1): number => sample.filter((byte, index) => byte <= 4 && index % 2 === from).length;
  const most = sample.length * 0.3;
  if (bytes.length % 2 === 0 && zeros(1) > most && zeros(0) === 0) return 'utf-16le';
  if (bytes.length % 2 === 0 && zeros(0) > most && zeros(1) === 0) return 'utf-16be';
  return 'utf-8';
}

function decode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
