import type { RequestRecord } from '../journal.ts';
import { apiError } from './api-error.ts';
import { type Answer, matchPath } from './route.ts';

/** How the next matching requests fail. */
export interface FaultInput {
  /** Any method unless told. */
  readonly method?: string;
  /** A path with `:name` for any segment, or an expression; of the decoded path without `/api/v10`. Any unless told. */
  readonly pathPattern?: string | RegExp;
  /** `reset` cuts the connection without an answer. */
  readonly status: number | 'reset';
  /** Discord's error code; the body follows from it unless told. */
  readonly code?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** For 429; half a tenth of a second unless told. */
  readonly retryAfterSeconds?: number;
  /** How often; once unless told. */
  readonly times?: number;
  /** The request takes effect and only its answer is lost. */
  readonly afterEffect?: boolean;
}

export interface PlannedFault {
  readonly afterEffect: boolean;
  readonly answer: Answer | 'reset';
}

export interface Faults {
  plan(fault: FaultInput): void;
  /** Takes the fault planned for a request, one time of it. */
  take(record: RequestRecord): PlannedFault | undefined;
  clear(): void;
}

export function createFaults(): Faults {
  let planned: { readonly fault: FaultInput; left: number }[] = [];
  return {
    plan(fault) {
      planned.push({ fault, left: fault.times ?? 1 });
    },
    take(record) {
      const found = planned.find(({ fault }) => concerns(fault, record));
      if (found === undefined) return undefined;
      found.left -= 1;
      planned = planned.filter(({ left }) => left > 0);
      return { afterEffect: found.fault.afterEffect ?? false, answer: toAnswer(found.fault) };
    },
    clear() {
      planned = [];
    },
  };
}

function concerns({ method, pathPattern }: FaultInput, record: RequestRecord): boolean {
  if (method !== undefined && method !== record.method) return false;
  if (pathPattern === undefined) return true;
  if (typeof pathPattern === 'string') return matchPath(pathPattern, record.path) !== undefined;
  return pathPattern.test(record.path);
}

function toAnswer({ status, code, body, headers, retryAfterSeconds = 0.05 }: FaultInput): Answer | 'reset' {
  if (status === 'reset') return 'reset';
  if (status === 429) {
    const seconds = String(retryAfterSeconds);
    return {
      status,
      body: body ?? { message: 'You are being rate limited.', retry_after: retryAfterSeconds, global: false },
      headers: {
        'retry-after': seconds,
        'x-ratelimit-limit': '5',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset-after': seconds,
        'x-ratelimit-bucket': 'stand-in',
        'x-ratelimit-scope': 'user',
        ...headers,
      },
    };
  }
  const answer = body === undefined ? apiError(status, code ?? 0) : { status, body };
  return headers === undefined ? answer : { ...answer, headers };
}
