import type { Answer, Refusal } from '../../../core/model/cloud/microsoft-cloud.ts';
import { type HttpResponse, header } from '../../http/http-response.ts';

/** Headers that only Microsoft's services send, beside all that begin with `x-ms-`. */
const OWN_HEADERS = ['request-id', 'x-feserver', 'x-calculatedbetarget'];
/** A challenge that says who gives tokens for this very service. */
const OWN_CHALLENGE = /^Bearer\b.*\b(?:authorization_uri|client_id|token_types)="/i;

/** Whether an answer bears a header of the service's own. Whoever else answers at its address does not send them. */
export function bearsOwnHeader(response: HttpResponse): boolean {
  return (
    Object.keys(response.headers).some((name) => name.startsWith('x-ms-')) ||
    OWN_HEADERS.some((name) => header(response, name) !== undefined) ||
    OWN_CHALLENGE.test(header(response, 'www-authenticate') ?? '')
  );
}

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
  { status }: HttpResponse,
  { isOwn, codes = [], ...texts }: RefusalParts,
  clean: (text: string) => string,
): Refusal {
  const cleaned = Object.entries(texts).map(([name, text = '']) => [name, clean(text)] as const);
  const said = cleaned.filter(([, text]) => text !== '');
  return { httpStatus: status, ...(isOwn ? {} : { foreign: true }), codes, ...Object.fromEntries(said) };
}

type RefusalText = Exclude<keyof Refusal, 'httpStatus' | 'foreign' | 'codes'>;
type RefusalParts = { isOwn: boolean; codes?: number[] } & { [Field in RefusalText]?: string | undefined };

/** An answer that is not what was asked for. */
export function malformed(
  { attempts, durationMs }: Pick<Answer<unknown>, 'attempts' | 'durationMs'>,
  detail: string,
): Answer<never> {
  return { ok: false, fault: { kind: 'malformed', detail, httpStatus: 200 }, attempts, durationMs };
}
