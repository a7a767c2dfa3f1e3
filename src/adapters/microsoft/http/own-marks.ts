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
