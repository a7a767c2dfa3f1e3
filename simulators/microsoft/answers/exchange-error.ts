import type { Call, Reaction, Reply } from './answer.ts';
import { fillText } from './fill.ts';

/** What Exchange's admin API refuses with; the message may hold placeholders (see `fillText`). */
export interface ExchangeRefusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly type: string;
  readonly headers?: Readonly<Record<string, string>>;
}

type Ids = Pick<Call, 'correlationId' | 'requestId'>;

/** The headers Exchange puts on every answer. */
export function exchangeHeaders(ids: Ids): Record<string, string> {
  return {
    'content-type': 'application/json; odata.metadata=minimal; odata.streaming=true; charset=utf-8',
    'cache-control': 'no-cache',
    'request-id': ids.requestId,
    'x-calculatedbetarget': 'AM8PR05MB7890.eurprd05.prod.outlook.com',
    'x-feserver': 'AM0PR02CA0042',
  };
}

/** An error answer of the admin API: the useful sentence is in `details` and in `innererror.internalexception`. */
export function exchangeErrorReply(refusal: ExchangeRefusal, ids: Ids, filled = refusal.message): Reply {
  const body = {
    error: {
      code: refusal.code,
      message: `Error executing request. ${filled}`,
      details: [{ code: 'Context', target: '', message: filled }],
      innererror: {
        message: filled,
        type: 'Microsoft.Exchange.Admin.OData.Core.ODataServiceException',
        stacktrace: '',
        internalexception: { message: filled, type: refusal.type, stacktrace: '' },
      },
    },
  };
  return {
    status: refusal.status,
    headers: { ...exchangeHeaders(ids), ...refusal.headers },
    body: JSON.stringify(body),
  };
}

/** A reaction that refuses every Exchange request in the same way. */
export function exchangeError(refusal: ExchangeRefusal): Reaction {
  return (call) => exchangeErrorReply(refusal, call, fillText(refusal.message, call));
}

/** The 401 that says nothing in its body: only its headers tell why. */
export function exchangeUnauthorized(ids: Ids, diagnostics?: string): Reply {
  const { 'content-type': _unsent, ...headers } = exchangeHeaders(ids);
  const bearer =
    'Bearer client_id="00000002-0000-0ff1-ce00-000000000000", trusted_issuers="00000001-0000-0000-c000-000000000000@*", token_types="app_asserted_user_v1 service_asserted_app_v1", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="invalid_token"';
  const reason = diagnostics === undefined ? {} : { 'x-ms-diagnostics': diagnostics };
  return { status: 401, headers: { ...headers, 'www-authenticate': bearer, ...reason }, body: '' };
}
