import type { GivenFile } from '../../../core/chat/calls/chat-request.ts';
import { toKeptText } from '../../../core/model/text/cut-secrets.ts';
import { decodeText } from '../../../core/model/text/decode-text.ts';
import { nextTurn } from '../../../core/model/time/next-turn.ts';
import { HttpClient } from '../../http/http-client.ts';
import { NoAnswer } from '../../http/no-answer.ts';

const MOST_FILE_BYTES = 1_000_000;
const DOWNLOAD_TIMEOUT_MS = 10_000;
const ATTACHMENT_HOSTS = ['cdn.discordapp.com', 'media.discordapp.net'];

interface AttachmentFacts {
  name: string;
  url: string;
  size: number;
}

/**
 * A file that was attached in Discord. It is read only from Discord's own hosts, without a redirect, up to 1 MB.
 * `standIn` is the one origin allowed in place of them, where Discord itself is a stand-in.
 */
export function toGivenFile({ name, url, size }: AttachmentFacts, standIn: string | undefined): GivenFile {
  const shownName = toKeptText(name, { maxLength: 80 }) || 'the file';
  return {
    name: shownName,
    sizeBytes: size,
    async readText() {
      if (size > MOST_FILE_BYTES) throw new Error(tooLarge(shownName));
      if (!isOwnAddress(url, standIn))
        throw new Error(`${shownName} is not on Discord's own servers, so that it is not read.`);
      const bytes = await download(url, shownName);
      // Several may arrive at once, and each is up to a megabyte.
      await nextTurn();
      const text = decodeText(bytes);
      if (text === undefined)
        throw new Error(`${shownName} is not a text in UTF-8 or UTF-16. Attach a log or text file.`);
      return text;
    },
  };
}

function isOwnAddress(url: string, standIn: string | undefined): boolean {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.username !== '' || parsed.password !== '') return false;
  if (standIn !== undefined) return parsed.origin === standIn;
  return parsed.protocol === 'https:' && parsed.port === '' && ATTACHMENT_HOSTS.includes(parsed.hostname);
}

async function download(url: string, name: string): Promise<Uint8Array> {
  const http = new HttpClient({ timeoutMs: DOWNLOAD_TIMEOUT_MS, mostBytes: MOST_FILE_BYTES, useProxy: false });
  try {
    const answer = await http.send({ method: 'GET', url });
    if (!(answer instanceof NoAnswer) && answer.status === 200) return answer.bytes;
    throw new Error(answer instanceof NoAnswer && answer.kind === 'too-large' ? tooLarge(name) : unreadable(name));
  } finally {
    await http.close();
  }
}

function tooLarge(name: string): string {
  return `${name} is larger than 1 MB. Attach the part with the error, or paste it as text.`;
}

function unreadable(name: string): string {
  return `Discord didn't hand over ${name}. Attach it again, or paste the text.`;
}
