import type { Connection } from '../../core/model/cloud/connection.ts';
import type {
  Answer,
  AnswerTo,
  MicrosoftCloud,
  PaceReading,
  Question,
  QuestionId,
  Service,
  TokenDescription,
  TokenGrant,
} from '../../core/model/cloud/microsoft-cloud.ts';
import type { SentRequest } from '../../core/model/cloud/sent-request.ts';
import type { Tenant } from '../../core/model/tenants/tenant.ts';
import { Secret } from '../../core/model/text/secret.ts';

export interface CloudThreadSettings {
  sandboxUrl: string | undefined;
  useProxy: boolean;
}

type Hold = { service: Service; forMs: number };

/** To the thread, of one cloud. */
export type ToCloudThread = { cloud: number } & (
  | { open: { connection: Carried<Connection>; concurrency: number } }
  | { ask: number; question: Carried<Question> }
  | { extendDeadline: Parameters<MicrosoftCloud['extendDeadline']> }
  | { hold: Hold }
  | { abort: true }
  | { close: true }
);

/** From the thread: what a cloud answered and how it was paced then, a page before, that it is closed, or a request for the metrics. */
export type FromCloudThread =
  | { cloud: number; ask: number; answer: Carried<Answer<unknown>>; pace: PaceReading }
  | { cloud: number; ask: number; page: readonly Tenant[] }
  | { cloud: number; closed: true }
  | { cloud: number; held: Hold }
  | { sent: SentRequest };

/**
 * A value on its way between two threads of this process, which copy no class: its secrets are open in it, so it goes
 * nowhere else.
 */
export type Carried<T> = { readonly carried: T };

const OPEN = '\u0000secret';

/** Secrets stand in a value's own fields, or in those of a field; never in lists, which are as long as a fleet. */
export function carry<T>(value: T): Carried<T> {
  return mapFields(value, (one) => (one instanceof Secret ? { [OPEN]: one.reveal() } : one)) as Carried<T>;
}

/** The value again, with its secrets closed. */
export function take<T>(carried: Carried<T>): T {
  return mapFields(carried, (one) => {
    const open = (one as { [OPEN]?: unknown } | null)?.[OPEN];
    return typeof open === 'string' ? new Secret(open) : one;
  }) as T;
}

/** A grant as data: what it says of its token is read where it was got. */
export function carryAnswer<I extends QuestionId>(id: I, answer: AnswerTo<I>): Carried<Answer<unknown>> {
  if (id !== 'entra.token' || !answer.ok) return carry(answer);
  const { describe, ...grant } = answer.value as TokenGrant;
  return carry({ ...answer, value: { ...grant, description: describe() } });
}

export function takeAnswer<I extends QuestionId>(id: I, carried: Carried<Answer<unknown>>): AnswerTo<I> {
  const answer = take(carried);
  if (id !== 'entra.token' || !answer.ok) return answer as AnswerTo<I>;
  const { description, ...grant } = answer.value as Omit<TokenGrant, 'describe'> & { description: TokenDescription };
  return { ...answer, value: { ...grant, describe: () => description } } as AnswerTo<I>;
}

function mapFields(value: unknown, change: (one: unknown) => unknown): unknown {
  const changed = change(value);
  if (changed !== value || !isPlain(value)) return changed;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, mapFields(field, change)]));
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
