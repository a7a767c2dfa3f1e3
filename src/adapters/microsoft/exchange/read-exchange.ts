import { z } from 'zod';
import type { AnswerTo, Fault, Question, Refusal } from '../../../core/model/cloud/microsoft-cloud.ts';
import { bearsOwnHeader, type HttpResponse, header, isOwnError, parseJson } from '../../http/http-response.ts';
import { cleanOf } from '../clean-text.ts';
import { beginningOf, carriesError, malformedAnswer, refusalOf } from '../http/own-marks.ts';
import { MOST_BYTES_OF_ONE, type Requester } from '../http/requester.ts';

export interface ExchangeParts {
  requester: Requester;
  host: string;
  clean: (text: string) => string;
}

/** Every tenant with Exchange has a configuration: an empty list says that nothing was read. */
const resultSchema = z.object({ value: z.array(z.looseObject({})).min(1) });
/** The system mailbox that routes a call to the tenant's own servers, as the EXO module does it. */
const ANCHOR = 'APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}';

/** Runs a cmdlet through the admin API that the Exchange Online PowerShell module uses. */
export async function readExchange(
  { token, tenantId, cmdlet }: Question<'exchange.read'>,
  { requester, host, clean }: ExchangeParts,
): Promise<AnswerTo<'exchange.read'>> {
  const answer = await requester.send({
    lane: 'exchange',
    tenant: tenantId,
    method: 'POST',
    mostBytes: MOST_BYTES_OF_ONE,
    url: `https://${host}/adminapi/beta/${encodeURIComponent(tenantId)}/InvokeCommand`,
    headers: {
      authorization: `Bearer ${token.reveal()}`,
      'content-type': 'application/json; charset=utf-8',
      accept: 'application/json',
      // A refusal comes as a body of zero bytes labelled gzip, which would read as a broken connection.
      'accept-encoding': 'identity',
      'x-anchormailbox': `${ANCHOR}@${tenantId}`,
      'x-cmdletname': cmdlet,
      'client-request-id': crypto.randomUUID(),
    },
    body: JSON.stringify({ CmdletInput: { CmdletName: cmdlet, Parameters: {} } }),
    toRefusal: (response) => parseExchangeRefusal(response, cleanOf(token, clean)),
  });
  if (!answer.ok) return answer;
  const { attempts, durationMs, value: response } = answer;
  const body = parseJson(response.body);
  if (carriesError(body)) {
    const fault: Fault = { kind: 'refused', ...parseExchangeRefusal(response, cleanOf(token, clean)) };
    return { ok: false, fault, attempts, durationMs };
  }
  if (resultSchema.safeParse(body).success) return { ok: true, value: undefined, attempts, durationMs };
  const requestId = header(response, 'request-id');
  const fault = malformedAnswer(response, 'Exchange answered 2xx with something that is no result', requestId);
  return { ok: false, fault, attempts, durationMs };
}

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
