import { z } from 'zod';
import type { Refusal } from '../../../core/model/cloud/microsoft-cloud.ts';
import { type HttpResponse, header, parseJson } from '../../http/http-response.ts';
import { bearsOwnHeader, isOwnError } from '../../http/own-header.ts';
import { beginningOf, refusalOf } from '../http/own-marks.ts';

const text = z.string().optional().catch(undefined);
const internalSchema = z.object({ message: text, type: text }).optional().catch(undefined);
const innerSchema = z
  .object({ message: text, type: text, internalexception: internalSchema, internalException: internalSchema })
  .optional()
  .catch(undefined);

/** Exchange's error body, an OData error whose real text may lie several levels down. */
const exchangeErrorSchema = z.object({
  error: z.object({
    code: text,
    message: text,
    details: z
      .union([z.array(z.object({ message: text })), z.object({ message: text }).transform((one) => [one])])
      .optional()
      .catch(undefined),
    innererror: innerSchema,
    innerError: innerSchema,
  }),
});

/** Reads Exchange's refusal: every text it holds, the most telling first, or the headers of an empty 401. */
export function parseExchangeRefusal(response: HttpResponse, clean: (text: string) => string): Refusal {
  const parsed = exchangeErrorSchema.safeParse(parseJson(response.body));
  const error = parsed.success ? parsed.data.error : undefined;
  const inner = error?.innererror ?? error?.innerError;
  const internal = inner?.internalexception ?? inner?.internalException;
  const texts = [
    ...(error?.details ?? []).map((detail) => detail.message),
    internal?.message,
    inner?.message,
    error?.message,
  ];
  const distinct = [...new Set(texts.filter((one) => one !== undefined && one !== ''))];
  const isOwn = bearsOwnHeader(response) || isOwnError(error ?? {});
  const message =
    distinct.length > 0
      ? distinct.join(' · ')
      : (diagnosticsOf(response) ?? (isOwn ? undefined : beginningOf(response)));
  const authenticate = header(response, 'www-authenticate') ?? '';
  const said = {
    error: error?.code || /\berror="([^"]+)"/.exec(authenticate)?.[1],
    message,
    requestId: header(response, 'request-id') ?? header(response, 'x-ms-request-id'),
    correlationId: header(response, 'client-request-id'),
    timestamp: header(response, 'date'),
  };
  return refusalOf(response, { isOwn, ...said }, clean);
}

/** `x-ms-diagnostics: 2000003;reason="…";error_category="invalid_resource"` */
function diagnosticsOf(response: HttpResponse): string | undefined {
  const diagnostics = header(response, 'x-ms-diagnostics');
  return diagnostics && (/reason="([^"]*)"/.exec(diagnostics)?.[1] ?? diagnostics);
}
