export interface HttpResponse {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string | string[] | undefined>;
  /** Read as UTF-8. */
  body: string;
}

/** A header's value; of a repeated one the first. The name in lower case. */
export function header({ headers }: Pick<HttpResponse, 'headers'>, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** The text as JSON, undefined where it is none. What is in it is for a schema to say. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Headers that only Microsoft's services and the edges before them (Azure Front Door) send, beside all that begin with `x-ms-`. */
const OWN_HEADERS = ['request-id', 'x-feserver', 'x-calculatedbetarget', 'x-azure-ref', 'x-msedge-ref'];
/** A challenge that says who gives tokens for this very service. */
const OWN_CHALLENGE = /^Bearer\b.*\b(?:authorization|authorization_uri|client_id|token_types)="/i;

/** Whether an answer bears a header of the service's own. Whoever else answers at its address does not send them. */
export function bearsOwnHeader(response: Pick<HttpResponse, 'headers'>): boolean {
  return (
    Object.keys(response.headers).some((name) => name.startsWith('x-ms-')) ||
    OWN_HEADERS.some((name) => header(response, name) !== undefined) ||
    OWN_CHALLENGE.test(header(response, 'www-authenticate') ?? '')
  );
}

/** Whether an error is said as Microsoft's services say one: by a word, where others repeat the status. */
export function isOwnError({ code, message }: { code?: string | undefined; message?: string | undefined }): boolean {
  return Boolean(code) && !/^\d{3}$/.test(code ?? '') && message !== undefined;
}

/** Whether one thing shows that the service answered: a header, or its way of saying an error. */
export function bearsOwnMark(response: HttpResponse): boolean {
  const body = parseJson(response.body);
  const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined;
  const said = typeof error === 'object' && error !== null ? (error as { code?: unknown; message?: unknown }) : {};
  const [code, message] = [said.code, said.message].map((one) => (typeof one === 'string' ? one : undefined));
  return bearsOwnHeader(response) || isOwnError({ code, message });
}
