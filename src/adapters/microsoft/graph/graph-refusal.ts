import { z } from 'zod';
import type { Refusal } from '../../../core/model/cloud/microsoft-cloud.ts';
import { bearsOwnHeader, type HttpResponse, header, isOwnError, parseJson } from '../../http/http-response.ts';
import { beginningOf, refusalOf } from '../http/own-marks.ts';

const text = z.string().optional().catch(undefined);
const innerSchema = z
  .object({ code: text, message: text, date: text, 'request-id': text, 'client-request-id': text })
  .optional()
  .catch(undefined);

/** Graph's error body. v1.0 writes `innerError`, the documentation `innererror`. */
const graphErrorSchema = z.object({
  error: z.object({ code: text, message: text, innerError: innerSchema, innererror: innerSchema }),
});

/** Reads Graph's refusal. Some workloads hide the real text as JSON inside `message`; it is unwrapped once. */
export function parseGraphRefusal(response: HttpResponse, clean: (text: string) => string): Refusal {
  const parsed = graphErrorSchema.safeParse(parseJson(response.body));
  const error = parsed.success ? parsed.data.error : undefined;
  const inner = error?.innerError ?? error?.innererror;
  const nested = graphErrorSchema.safeParse(parseJson(error?.message ?? ''));
  const code = error?.code && error.code !== 'UnknownError' ? error.code : (nested.data?.error.code ?? error?.code);
  const message = nested.data?.error.message ?? error?.message;
  const authenticate = header(response, 'www-authenticate') ?? '';
  const isOwn = bearsOwnHeader(response) || isOwnError({ code: error?.code || inner?.code, message: error?.message });
  const texts = {
    error: code || inner?.code || /\berror="([^"]+)"/.exec(authenticate)?.[1],
    message: message || (isOwn ? undefined : beginningOf(response)),
    requestId: header(response, 'request-id') ?? inner?.['request-id'],
    correlationId: header(response, 'client-request-id') ?? inner?.['client-request-id'],
    timestamp: inner?.date ?? header(response, 'date'),
    claims: decodeClaims(/\bclaims="([^"]+)"/.exec(authenticate)?.[1]),
  };
  const codes = [...new Set([...(message ?? '').matchAll(/AADSTS(\d{4,8})/g)].map((match) => Number(match[1])))];
  return refusalOf(response, { isOwn, codes, ...texts }, clean);
}

/** The challenge as the token endpoint wants it: the header carries the JSON in base64, which would pass for a token. */
function decodeClaims(encoded: string | undefined): string | undefined {
  const decoded = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8');
  return decoded.startsWith('{') && parseJson(decoded) !== undefined ? decoded : encoded;
}
