import type { GivenFile } from '../../../core/chat/calls/chat-request.ts';
import { toKeptText } from '../../../core/model/text/cut-secrets.ts';
import { decodeText } from '../../../core/model/text/decode-text.ts';
import type { AttachedFile } from '../inbound/inbound-event.ts';
import type { FileTransfer } from '../outbound/file-transfer.ts';
import { TeamsError, type TeamsErrorCode } from '../outbound/teams-error.ts';
import type { ChatLog } from './live-message.ts';

const MOST_FILE_BYTES = 1_000_000;

/** A file that was attached in a personal chat, read when it is wanted. What goes wrong is said without its address. */
export function toGivenFile(
  { name, url }: AttachedFile,
  { files, log }: { files: FileTransfer; log: ChatLog },
): GivenFile {
  const shownName = toKeptText(name, { maxLength: 80 }) || 'the file';
  return {
    name: shownName,
    // Teams doesn't tell: what is too large shows while it is read.
    sizeBytes: 0,
    readText: async () => {
      let bytes: Uint8Array;
      try {
        bytes = await files.download(url, MOST_FILE_BYTES);
      } catch (error) {
        const { code, status } = error instanceof TeamsError ? error : {};
        log.warn(code === undefined ? { err: error } : { code, status }, 'a file could not be read');
        throw new Error(toReason(shownName, code));
      }
      const text = decodeText(bytes);
      if (text === undefined)
        throw new Error(`${shownName} is not a text in UTF-8 or UTF-16. Attach a log or text file.`);
      return text;
    },
  };
}

function toReason(name: string, code: TeamsErrorCode | undefined): string {
  if (code === 'too-large') return `${name} is larger than 1 MB. Attach the part with the error, or paste it as text.`;
  if (code === 'foreign-host') return `${name} is not in OneDrive for work or school, so that it is not read.`;
  return `OneDrive didn’t hand over ${name}. Attach it again, or paste the text.`;
}
