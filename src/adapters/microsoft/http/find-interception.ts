import type { Fault } from '../../../core/model/cloud/microsoft-cloud.ts';
import { bearsOwnHeader, type HttpResponse, header } from '../../http/http-response.ts';

/**
 * The fault of an answer that cannot come from the service: a redirect, a web page where JSON belongs, or a proxy that
 * wants a sign-in. A server error is the service's whatever it says.
 */
export function findInterception(response: HttpResponse): Fault | undefined {
  const { status } = response;
  if (status >= 500) return undefined;
  const fault = (detail: string): Fault => ({ kind: 'intercepted', detail, httpStatus: status });
  if (status >= 300 && status < 400)
    return fault(`a redirect${redirectTarget(response)} where the interface never redirects`);
  if (status === 407) return fault('a proxy demands a sign-in');
  if (!isHtml(response)) return undefined;
  if (status >= 200 && status < 300) return fault('a web page where JSON belongs');
  return bearsOwnHeader(response) ? undefined : fault('a web page where an error in JSON belongs');
}

function isHtml(response: HttpResponse): boolean {
  return (
    /\bhtml\b/i.test(header(response, 'content-type') ?? '') ||
    /^\s*<(?:!doctype|html|head|body)\b/i.test(response.body)
  );
}

function redirectTarget(response: HttpResponse): string {
  const location = header(response, 'location') ?? '';
  return URL.canParse(location) ? ` to ${new URL(location).host}` : '';
}
