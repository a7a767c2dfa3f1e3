import type { Call, Reaction, Reply } from './answer.ts';
import { fillText } from './fill.ts';

/** What Graph refuses with; the message may hold placeholders (see `fillText`). */
export interface GraphRefusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

type Ids = Pick<Call, 'correlationId' | 'requestId'>;

const DIAGNOSTIC = JSON.stringify({
  ServerInfo: { DataCenter: 'West Europe', Slice: 'E', Ring: '5', ScaleUnit: '004', RoleInstance: 'AM4PEPF0002780F' },
});
const WWW_AUTHENTICATE =
  'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"';

/** The headers Graph puts on every answer. */
export function graphHeaders(ids: Ids): Record<string, string> {
  return {
    'content-type':
      'application/json; odata.metadata=minimal; odata.streaming=true; IEEE754Compatible=false; charset=utf-8',
    'cache-control': 'no-cache',
    'strict-transport-security': 'max-age=31536000',
    'request-id': ids.requestId,
    'client-request-id': ids.correlationId,
    'x-ms-ags-diagnostic': DIAGNOSTIC,
  };
}

/** An error answer in Graph's shape (learn.microsoft.com/graph/errors); v1.0 spells it `innerError`. */
export function graphErrorReply(refusal: GraphRefusal, ids: Ids, filledMessage = refusal.message): Reply {
  const body = {
    error: {
      code: refusal.code,
      message: filledMessage,
      innerError: {
        date: new Date().toISOString().slice(0, 19),
        'request-id': ids.requestId,
        'client-request-id': ids.correlationId,
      },
    },
  };
  const challenge = refusal.status === 401 ? { 'www-authenticate': WWW_AUTHENTICATE } : {};
  const headers = { ...graphHeaders(ids), ...challenge, ...refusal.headers };
  return { status: refusal.status, headers, body: JSON.stringify(body) };
}

/** A reaction that refuses every Graph request in the same way. */
export function graphError(refusal: GraphRefusal): Reaction {
  return (call) => graphErrorReply(refusal, call, fillText(refusal.message, call));
}

/** The header of a 401 that asks for a new token with more claims (Continuous Access Evaluation). */
export function claimsChallenge(): string {
  const claims = Buffer.from(JSON.stringify({ access_token: { nbf: { essential: true, value: '1767225600' } } }));
  return `${WWW_AUTHENTICATE}, error="insufficient_claims", error_description="Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp", claims="${claims.toString('base64')}"`;
}
