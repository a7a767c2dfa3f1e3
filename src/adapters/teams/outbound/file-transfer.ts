import type { Clock } from '../../../core/model/time/clock.ts';
import type { HttpAnswer, HttpClient, HttpRequest } from '../../http/http-client.ts';
import { NoAnswer } from '../../http/no-answer.ts';
import { ConnectorRefusal } from './connector-refusal.ts';
import { type RetryParts, withRetries } from './retry.ts';
import { assertFileUrl } from './service-url.ts';
import { TeamsError } from './teams-error.ts';

/**
 * Files of personal chats, which lie in the person's OneDrive. Both addresses bear their own permission, so no token
 * goes there; redirects are not followed. Both methods throw `TeamsError`.
 */
export interface FileTransfer {
  /** Puts a whole file to where Teams said when its owner agreed. `too-large` beyond `MOST_UPLOAD_BYTES`. */
  upload(place: { uploadUrl: string; contentUrl: string }, content: Uint8Array): Promise<void>;
  /** Reads a file that a person attached. `too-large` where it has more bytes than `mostBytes`. */
  download(url: string, mostBytes: number): Promise<Uint8Array>;
}

export interface FileTransferParts extends Omit<RetryParts, 'mostTries'> {
  http: HttpClient;
  sandbox: boolean;
  clock: Clock;
}

/**
 * OneDrive takes less than 60 MiB in one request (learn.microsoft.com: driveItem createUploadSession, 2026). A report of
 * thousands of tenants has a few.
 */
export const MOST_UPLOAD_BYTES = 50_000_000;

const UPLOAD_TIMEOUT_MS = 60_000;
const DOWNLOAD_TIMEOUT_MS = 10_000;
const MOST_TRIES = 3;

export function createFileTransfer({ http, sandbox, clock, ...pauses }: FileTransferParts): FileTransfer {
  const request = (wanted: HttpRequest, isDone: (status: number) => boolean): Promise<HttpAnswer> => {
    assertFileUrl(wanted.url, { sandbox });
    const attempt = async (): Promise<HttpAnswer> => {
      const answer = await http.send(wanted);
      if (answer instanceof NoAnswer) throw answer.kind === 'too-large' ? new TeamsError('too-large') : answer;
      if (!isDone(answer.status)) throw new ConnectorRefusal(answer, clock.now());
      return answer;
    };
    return withRetries(attempt, { aims: 'conversation', repeatable: true }, { ...pauses, mostTries: MOST_TRIES });
  };
  return {
    upload: async ({ uploadUrl: url, contentUrl }, content) => {
      // It will be shown as a link.
      assertFileUrl(contentUrl, { sandbox });
      const size = content.byteLength;
      if (size === 0) throw new RangeError('an empty file has no range of bytes');
      if (size > MOST_UPLOAD_BYTES) throw new TeamsError('too-large');
      const headers = {
        'content-type': 'application/octet-stream',
        'content-range': `bytes 0-${size - 1}/${size}`,
      };
      const wanted = { method: 'PUT', url, headers, body: content, timeoutMs: UPLOAD_TIMEOUT_MS } as const;
      // 202 would mean that OneDrive waits for more of the file.
      await request(wanted, (status) => status === 200 || status === 201);
    },
    download: async (url, mostBytes) => {
      const wanted = { method: 'GET', url, mostBytes, timeoutMs: DOWNLOAD_TIMEOUT_MS } as const;
      return (await request(wanted, (status) => status === 200)).bytes;
    },
  };
}
