import { z } from 'zod';
import type { Refusal } from '../../../core/model/cloud/microsoft-cloud.ts';
import { bearsOwnHeader, type HttpResponse, header, parseJson } from '../../http/http-response.ts';
import { beginningOf, refusalOf } from '../http/own-marks.ts';
import oauthErrors from './oauth-errors.json' with { type: 'json' };

/** What Entra's token endpoint answers when it refuses. Every field may be missing: proxies and edges strip them. */
const entraErrorSchema = z.object({
  error: z.string().optional().catch(undefined),
  error_description: z.string().optional().catch(undefined),
  error_codes: z
    .array(z.unknown())
    .transform((codes) => codes.flatMap(toCode))
    .optional()
    .catch(undefined),
  error_uri: z.string().optional().catch(undefined),
  suberror: z.string().optional().catch(undefined),
  timestamp: z.string().optional().catch(undefined),
  trace_id: z.string().optional().catch(undefined),
  correlation_id: z.string().optional().catch(undefined),
  claims: z
    .union([z.string(), z.record(z.string(), z.unknown()).transform((value) => JSON.stringify(value))])
    .optional()
    .catch(undefined),
});

const CODE = /AADSTS(\d{4,8})/g;
/** Where the description stops and the ids begin: CR LF in older answers, a blank in newer ones. */
const IDS = /\s+(?:Trace ID|Correlation ID|Timestamp):/i;

/**
 * Words of OAuth's `error` (RFC 6749, 5.2; RFC 8628 of a device code; and Entra's own): a stranger's JSON has an `error` too,
 * but not these.
 */
const OAUTH_ERRORS: ReadonlySet<string> = new Set(oauthErrors);

/** Reads Entra's refusal. Codes come from `error_codes`, from the description only where the array is missing. */
export function parseEntraRefusal(response: HttpResponse, clean: (text: string) => string): Refusal {
  const parsed = entraErrorSchema.safeParse(parseJson(response.body));
  const body: Partial<z.infer<typeof entraErrorSchema>> = parsed.success ? parsed.data : {};
  const description = body.error_description ?? '';
  const codes = body.error_codes?.length ? body.error_codes : codesIn(description);
  const [text] = description.split(IDS, 1);
  const isOwn = bearsOwnHeader(response) || codes.length > 0 || OAUTH_ERRORS.has(body.error ?? '');
  const texts = {
    error: body.error,
    suberror: body.suberror,
    message: text || (isOwn ? undefined : beginningOf(response)),
    traceId: body.trace_id ?? idIn(description, 'Trace ID'),
    correlationId: body.correlation_id ?? idIn(description, 'Correlation ID'),
    timestamp: body.timestamp ?? timeIn(description),
    claims: body.claims,
    errorUri: body.error_uri,
    requestId: header(response, 'x-ms-request-id'),
  };
  return refusalOf(response, { isOwn, codes, ...texts }, clean);
}

/** A number, or a string of digits as some proxies make it. */
function toCode(value: unknown): number[] {
  const code = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof code === 'number' && Number.isSafeInteger(code) && code > 0 ? [code] : [];
}

function codesIn(text: string): number[] {
  return [...new Set([...text.matchAll(CODE)].map((match) => Number(match[1])))];
}

function timeIn(text: string): string | undefined {
  return /Timestamp:\s*(\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ)/i.exec(text)?.[1];
}

function idIn(text: string, name: string): string | undefined {
  return new RegExp(`${name}:\\s*([0-9a-f-]{36})`, 'i').exec(text)?.[1];
}
