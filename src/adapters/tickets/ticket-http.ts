import { z } from 'zod';
import { DeliveryError } from '../../core/cards/messenger.ts';
import { toKeptText } from '../../core/model/text/cut-secrets.ts';
import type { Clock } from '../../core/model/time/clock.ts';
import type { SealedRoute } from '../../core/watch/notifications/route-book.ts';
import type { GuardedClient } from '../http/guarded-client.ts';
import type { HttpAnswer, HttpRequest } from '../http/http-client.ts';
import { parseJson } from '../http/http-response.ts';
import { parseRetryAfter } from '../http/retry-after.ts';

export interface DeskParts {
  client: GuardedClient;
  clock: Clock;
  /** Access tokens that are still good, by what they were got with. In memory alone. */
  tokens: Map<string, { value: string; until: number }>;
}

export interface DeskRequest {
  method: HttpRequest['method'];
  /** Below the installation's address, its query with it. */
  path: string;
  headers: Record<string, string>;
  json?: unknown;
  form?: Record<string, string>;
}

/** Requests to one installation. Answers are checked; a 404 is undefined, and every other refusal a `DeliveryError`. */
export class TicketHttp {
  readonly #parts: DeskParts;
  readonly #sealed: Pick<SealedRoute, 'url' | 'mayBePrivate'>;

  constructor(parts: DeskParts, sealed: Pick<SealedRoute, 'url' | 'mayBePrivate'>) {
    this.#parts = parts;
    this.#sealed = sealed;
  }

  async ask<T>(request: DeskRequest, schema: z.ZodType<T>): Promise<T | undefined> {
    const { url, mayBePrivate } = this.#sealed;
    const { method, path, headers, json, form } = request;
    const body = form ? new URLSearchParams(form).toString() : json === undefined ? undefined : JSON.stringify(json);
    const type = form ? 'application/x-www-form-urlencoded' : 'application/json';
    const whole = { accept: 'application/json', 'user-agent': 'Samaritan', ...headers };
    const answer = await this.#parts.client.send(
      {
        ...{ method, url: `${url}${path}`, body },
        headers: body === undefined ? whole : { 'content-type': type, ...whole },
      },
      mayBePrivate,
    );
    if (answer.status === 404) return undefined;
    if (answer.status < 200 || answer.status >= 300) throw this.#toError(answer, { ...headers, ...form });
    const parsed = schema.safeParse(parseJson(answer.body));
    if (parsed.success) return parsed.data;
    // What was asked for may have been done.
    throw new DeliveryError('busy', `${this.#host} answers in a form that is not known`, { uncertain: true });
  }

  get #host(): string {
    return new URL(this.#sealed.url).hostname;
  }

  #toError(answer: HttpAnswer, sent: Record<string, string>): DeliveryError {
    const { status } = answer;
    const words = reasonIn(answer.body, sent);
    const said = `${this.#host} answers with ${status}${words && `: ${words}`}`;
    if (status === 401 || status === 403) return new DeliveryError('forbidden', said);
    const retryAfterMs = parseRetryAfter(answer, this.#parts.clock.now());
    // Autotask says what is wrong with a ticket by a 500 that lists errors; asked again it would say so for ever.
    const isJudged = status === 500 && /"errors"\s*:\s*\[\s*"/.test(answer.body) && !/threshold|limit/i.test(words);
    if ((status === 429 || status >= 500) && !isJudged)
      return new DeliveryError('busy', said, {
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
        uncertain: status !== 429,
      });
    if (status >= 300 && status < 400) return new DeliveryError('forbidden', `${said}: no redirect is followed`);
    return new DeliveryError('refused', said);
  }
}

const SECRET_NAMES = ['authorization', 'secret', 'apiintegrationcode', 'client_secret'];
const MOST_READ = 10_000;

const reasonSchema = z.object({
  message: z.string().optional().catch(undefined),
  errors: z
    .array(z.union([z.string(), z.object({ message: z.string() }).transform(({ message }) => message)]))
    .catch([]),
});

/** What the other side says is wrong: `message` and `errors` of ConnectWise and Autotask, or plain words; never what we sent. */
function reasonIn(body: string, sent: Record<string, string>): string {
  const { success, data } = reasonSchema.safeParse(parseJson(body));
  const words = success ? [data.message ?? '', ...data.errors].join(' ') : body.replace(/<[^>]*>/g, ' ');
  const known = SECRET_NAMES.flatMap((name) => sent[name]?.split(' ').at(-1) || []);
  const silent = known.reduce((text, value) => text.replaceAll(value, '[secret]'), words.slice(0, MOST_READ));
  return toKeptText(silent, { maxLength: 200 });
}
