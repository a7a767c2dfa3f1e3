import { z } from 'zod';
import { type HttpResponse, parseJson } from '../../http/http-response.ts';
import { parseRetryAfter } from '../../http/retry-after.ts';
import { TeamsError, type TeamsErrorCode } from './teams-error.ts';

/** An answer of the connector other than 2xx. Internal to this folder: callers get `TeamsError`. */
export class ConnectorRefusal extends Error {
  override readonly name = 'ConnectorRefusal';
  readonly status: number;
  readonly serviceCode: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(answer: HttpResponse, nowMs: number) {
    super(`the connector answered ${answer.status}`);
    this.status = answer.status;
    this.serviceCode = readServiceCode(answer.body);
    this.retryAfterMs = parseRetryAfter(answer, nowMs);
  }
}

const code = z.string().regex(/^[\w .-]{1,80}$/);
const bodySchema = z.object({ error: z.union([z.object({ code }), code]) });
const subCodeSchema = z.object({ subCode: code });

/** The code in an error body, or the finer one below it (`subCode`), which tells who blocked the bot. */
function readServiceCode(body: string): string | undefined {
  const json = parseJson(body);
  const subCode = subCodeSchema.safeParse(json).data?.subCode;
  const error = bodySchema.safeParse(json).data?.error;
  return subCode ?? (typeof error === 'object' ? error.code : error);
}

/** Codes of learn.microsoft.com "Status codes from agent conversational APIs", 2026. */
const GONE: ReadonlySet<string> = new Set(['BotNotInConversationRoster', 'ConversationNotFound']);
const MESSAGE_GONE: ReadonlySet<string> = new Set(['ActivityNotFoundInConversation', 'MessageNotFound']);

/** The refusal as what the caller can act on. `aims` is what was asked about: a conversation, or one message in it. */
export function toTeamsError(refusal: ConnectorRefusal, aims: 'conversation' | 'message'): TeamsError {
  const { status, serviceCode, retryAfterMs } = refusal;
  return new TeamsError(toCode(refusal, aims), { status, serviceCode, retryAfterMs });
}

function toCode({ status, serviceCode = '' }: ConnectorRefusal, aims: 'conversation' | 'message'): TeamsErrorCode {
  if (status === 401) return 'unauthorized';
  if (status === 403) return GONE.has(serviceCode) ? 'gone' : 'blocked';
  if (status === 404) {
    if (GONE.has(serviceCode)) return 'gone';
    return aims === 'message' || MESSAGE_GONE.has(serviceCode) ? 'message-gone' : 'gone';
  }
  if (status === 413 || serviceCode === 'MessageSizeTooBig') return 'too-large';
  if (status === 429) return 'throttled';
  return status === 412 || status >= 500 ? 'unavailable' : 'rejected';
}
