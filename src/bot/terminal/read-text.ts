import type { ProcessIo } from '../process-io.ts';
import { programName } from './program-name.ts';

/** Most that `explain` reads, in bytes: 1 MB. */
export const MOST_TEXT_BYTES = 1024 * 1024;

export type TextRead = { ok: true; text: string } | { ok: false; problem: string };

/** Put together where it is said: how numbers are written takes long to load. */
const tooLong = (): string =>
  `The text is longer than 1 MB (${MOST_TEXT_BYTES.toLocaleString('en-GB')} bytes). Give the part around the error.`;
const NOTHING = 'There is no text to explain. Give it in quotes, or pipe it in:';

/** The text to work on: the words given, or standard input where none are given or `-` is. */
export async function readText(
  words: readonly string[],
  { stdin, env }: Pick<ProcessIo, 'stdin' | 'env'>,
): Promise<TextRead> {
  const nothing: TextRead = { ok: false, problem: `${NOTHING} ${programName(env)} explain - < error.log` };
  const given = words.length === 1 && words[0] === '-' ? '' : words.join(' ');
  if (given.trim() !== '')
    return Buffer.byteLength(given) > MOST_TEXT_BYTES ? { ok: false, problem: tooLong() } : { ok: true, text: given };
  if (!stdin || stdin.isTTY) return nothing;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stdin) {
    const part = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    bytes += part.byteLength;
    if (bytes > MOST_TEXT_BYTES) return { ok: false, problem: tooLong() };
    chunks.push(part);
  }
  const text = decode(Buffer.concat(chunks));
  return text.trim() === '' ? nothing : { ok: true, text };
}

/** Windows PowerShell writes files as UTF-16, with a mark that says so. */
function decode(bytes: Buffer): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}
