import type { Answer, Fault, Refusal } from '../../../core/model/cloud/microsoft-cloud.ts';
import { bearsOwnHeader, type HttpResponse, header } from '../../http/http-response.ts';

/** How a stranger's answer begins: evidence of who it may be. */
export function beginningOf({ body }: HttpResponse): string | undefined {
  return body.trim().slice(0, 200) || undefined;
}

/** Whether a 2xx says beside its result, or instead of it, that something went wrong. */
export function carriesError(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'error' in body && body.error !== null;
}

/**
 * A refusal of what an answer says of itself: texts are cleaned, and what is missing or empty is left out. `isOwn`: it is the
 * service that answers.
 */
export function refusalOf(
  { status, headers }: HttpResponse,
  { isOwn, codes = [], ...texts }: RefusalParts,
  clean: (text: string) => string,
): Refusal {
  const cleaned = Object.entries(texts).map(([name, text = '']) => [name, clean(text)] as const);
  const said = cleaned.filter(([, text]) => text !== '');
  const between = clean(header({ headers }, 'via') ?? '').slice(0, LONGEST_VIA);
  const stranger = { foreign: true, ...(between && { between }) };
  return { httpStatus: status, ...(isOwn ? {} : stranger), codes, ...Object.fromEntries(said) };
}

const LONGEST_VIA = 60;

type RefusalText = Exclude<keyof Refusal, 'httpStatus' | 'foreign' | 'codes'>;
type RefusalParts = { isOwn: boolean; codes?: number[] } & { [Field in RefusalText]?: string | undefined };

/** An answer that is not what was asked for. One without the service's own id may be anybody's. */
export function malformed(answer: Timed & { requestId?: string | undefined }, detail: string): Answer<never> {
  const { attempts, durationMs, requestId } = answer;
  const whose = requestId === undefined ? { foreign: true } : { requestId };
  return { ok: false, fault: { kind: 'malformed', detail, httpStatus: 200, ...whose }, attempts, durationMs };
}

/** The same of an answer whose headers are at hand. */
export function malformedAnswer(
  response: Pick<HttpResponse, 'status' | 'headers'>,
  detail: string,
  requestId: string | undefined,
): Fault {
  return {
    kind: 'malformed',
    detail,
    httpStatus: response.status,
    ...(bearsOwnHeader(response) ? {} : { foreign: true }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

type Timed = Pick<Answer<unknown>, 'attempts' | 'durationMs'>;
