import type { Call, Reaction, Reply } from './answer.ts';
import { fillText } from './fill.ts';

/** What Entra's token endpoint refuses with; the text may hold placeholders (see `fillText`). */
export interface EntraRefusal {
  /** 0 where Microsoft gives no number. */
  readonly code: number;
  readonly error: string;
  readonly text: string;
  readonly suberror?: string;
  /** Ids of the Conditional Access policies that a client would have to satisfy. */
  readonly policies?: readonly string[];
  /** Default 400; invalid_client comes with 401. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

type Ids = Pick<Call, 'correlationId' | 'requestId'>;

/** The headers Entra puts on every answer of its token endpoint. */
export function entraHeaders(ids: Ids): Record<string, string> {
  return {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store, no-cache',
    pragma: 'no-cache',
    expires: '-1',
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    'x-ms-request-id': ids.requestId,
    'x-ms-ests-server': '2.1.24801.7 - WEULR1 ProdSlices',
    'client-request-id': ids.correlationId,
  };
}

/**
 * An error answer in the shape Microsoft documents: number and ids inside `error_description`, the ids again beside it
 * (learn.microsoft.com/entra/identity-platform/reference-error-codes, 2025-02).
 */
export function entraErrorReply(refusal: EntraRefusal, filledText: string, ids: Ids): Reply {
  const timestamp = `${new Date().toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const body: Record<string, unknown> = {
    error: refusal.error,
    error_description: `${refusal.code === 0 ? '' : `AADSTS${refusal.code}: `}${filledText} Trace ID: ${ids.requestId} Correlation ID: ${ids.correlationId} Timestamp: ${timestamp}`,
    error_codes: refusal.code === 0 ? [] : [refusal.code],
    timestamp,
    trace_id: ids.requestId,
    correlation_id: ids.correlationId,
    error_uri: `https://login.microsoftonline.com/error?code=${refusal.code}`,
  };
  if (refusal.suberror !== undefined) body.suberror = refusal.suberror;
  if (refusal.policies !== undefined) body.claims = claimsOf(refusal.policies);
  const status = refusal.status ?? (refusal.error === 'invalid_client' ? 401 : 400);
  return { status, headers: { ...entraHeaders(ids), ...refusal.headers }, body: JSON.stringify(body) };
}

/** A reaction that refuses every token request in the same way. */
export function entraError(refusal: EntraRefusal): Reaction {
  return (call) => entraErrorReply(refusal, fillText(refusal.text, call), call);
}

function claimsOf(policies: readonly string[]): string {
  return JSON.stringify({ access_token: { capolids: { essential: true, values: policies } } });
}
