import type { ServerResponse } from 'node:http';
import type { LoopbackRequest } from './adapters/http/loopback.ts';
import { tenantId } from './core/fixtures.ts';

/** The tokens that the service gives; neither looks like one of Microsoft's. */
export const ACCESS = 'opaque-canary-access-token-0123456789';
export const ROTATED = 'the-next-canary-refresh-token-9876543210';

/** Every way a value could be written into a file or a line. */
export function writingsOf(value: string): string[] {
  const form = new URLSearchParams({ value }).toString().slice('value='.length);
  const base64 = Buffer.from(value).toString('base64').replace(/=+$/, '');
  const html = value.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const json = JSON.stringify(value).slice(1, -1);
  const csv = value.replaceAll('"', '""');
  const base64url = Buffer.from(value).toString('base64url');
  return [
    value,
    encodeURIComponent(value),
    form,
    base64,
    base64url,
    html,
    json,
    JSON.stringify(json).slice(1, -1),
    csv,
  ];
}

/** A service that repeats to its client all that it was sent, in every encoding, wherever an answer has room. */
export function echo({ url, headers, body }: LoopbackRequest, response: ServerResponse): void {
  const answer = (status: number, value: object, more = {}) =>
    response.writeHead(status, { 'content-type': 'application/json', ...more }).end(JSON.stringify(value));
  const form = new URLSearchParams(body);
  const values = [...form.values(), headers.authorization ?? ''];
  const everything = [body, decodeURIComponent(body), ...values.flatMap(writingsOf)].join(' | ');
  const number = Number(/-0{10,}(\d+)\b/.exec(url)?.[1] ?? 0);
  if (url.includes('/oauth2/')) {
    if (number % 2 === 1) {
      const ids = { trace_id: everything, correlation_id: everything, timestamp: everything, error_uri: everything };
      const words = { error: everything, suberror: everything, claims: everything };
      answer(
        400,
        { ...words, ...ids, error_description: `AADSTS9999: ${everything}`, error_codes: [9999] },
        { 'x-ms-request-id': 'r' },
      );
    } else answer(200, { access_token: ACCESS, refresh_token: ROTATED, token_type: 'Bearer' });
  } else if (url.startsWith('/v1.0/contracts')) {
    const value = [1, 2, 4].map((one) => ({
      customerId: tenantId(one),
      displayName: `T${one}`,
      defaultDomainName: `t${one}.example`,
    }));
    answer(200, { value });
  } else {
    const error = {
      code: everything,
      message: everything,
      details: [{ message: everything }],
      innererror: { message: everything, 'request-id': everything },
    };
    answer(
      url.startsWith('/adminapi') ? 401 : 403,
      { error },
      {
        'www-authenticate': `Bearer error="${ACCESS}", claims="${ACCESS}"`,
        'x-ms-diagnostics': `1;reason="${ACCESS}"`,
      },
    );
  }
}
