import {
  type Fault,
  type QuestionId,
  type Refusal,
  SERVICE_NAMES,
  type Service,
  serviceOf,
} from '../cloud/microsoft-cloud.ts';
import { internalReason } from '../text/reference.ts';
import { aadstsEntry, aadstsVerdict, formatAadsts, leadingCode } from './aadsts.ts';
import { type CauseId, causeDefinition, type Owner, ownerOf, type RefusingTenant } from './cause.ts';
import type { CheckStatus, Confidence, Evidence } from './evidence.ts';
import oauthCauses from './oauth-causes.json' with { type: 'json' };
import { matchText } from './texts.ts';

export interface FaultContext {
  request: QuestionId;
  place: RefusingTenant;
  /** The request was made with Microsoft's retired Exchange client. */
  legacyClient?: boolean;
}

/** What a fault means. `exact` only where the evidence admits no other cause. */
export interface Verdict {
  status: Extract<CheckStatus, 'fail' | 'unknown'>;
  cause: CauseId;
  owner: Owner;
  confidence: Confidence;
  reason: string;
  evidence?: Evidence;
}

export interface NamedCause {
  cause: CauseId;
  confidence: Confidence;
  owner?: Owner;
}

const found = (cause: CauseId, confidence: Confidence = 'exact', owner?: Owner): NamedCause => ({
  cause,
  confidence,
  ...(owner === undefined ? {} : { owner }),
});

const THROTTLE: Record<Service, CauseId> = {
  entra: 'throttle.entra',
  graph: 'throttle.graph',
  exchange: 'throttle.exchange',
};

/** The verdict on a request that gave no usable answer. Decided by fields and by which request it was; text comes last. */
export function classifyFault(fault: Fault, context: FaultContext): Verdict {
  const finding = findCause(fault, context);
  const evidence = evidenceOf(fault);
  return {
    status: statusOf(fault, finding),
    cause: finding.cause,
    owner: ownerHere(finding, context.place),
    confidence: finding.confidence,
    reason: reasonOf(fault, finding, context.request),
    ...(evidence === undefined ? {} : { evidence }),
  };
}

/** A code may name the side that acts; what the partner's own tenant refuses stays the partner's. */
function ownerHere({ cause, owner }: NamedCause, place: RefusingTenant): Owner {
  return owner === undefined || (owner === 'customer' && place === 'partner') ? ownerOf(cause, place) : owner;
}

function findCause(fault: Fault, context: FaultContext): NamedCause {
  if (isForeign(fault)) return findStranger(fault, context);
  switch (fault.kind) {
    case 'timeout':
      return found('network.timeout');
    case 'unreachable':
      return found('network.unreachable');
    case 'intercepted':
      // This machine's clock may be what is wrong.
      return found('network.intercepted', /^CERT_(?:HAS|NOT)_/.test(fault.code ?? '') ? 'likely' : 'exact');
    case 'malformed':
      return found('service.unavailable', 'likely');
    case 'aborted':
      return found('internal', 'none');
    case 'internal':
      return found('internal');
    case 'throttled':
      return fault.codes.includes(50196) ? found('throttle.loop') : found(THROTTLE[serviceOf(context.request)]);
    case 'refused':
      return findRefusal(fault, context);
  }
}

/** RFC 6585: the network itself demands a sign-in. */
const NETWORK_SIGN_IN = 511;

/**
 * Whoever stands in the way can answer anything: no cause rests on the words of a stranger. What says only that it does not
 * work now may be the edge before the service, unless who answers is named or a success was promised.
 */
function findStranger(fault: ForeignFault, { request }: FaultContext): NamedCause {
  const { kind, httpStatus = 200 } = fault;
  if (kind === 'malformed' || fault.between || httpStatus === NETWORK_SIGN_IN)
    return found('network.intercepted', 'likely');
  if (httpStatus === 408) return found('network.timeout', 'likely');
  if (kind === 'throttled') return found(THROTTLE[serviceOf(request)], 'likely');
  return httpStatus >= 500 ? found('service.unavailable', 'likely') : found('unknown', 'none');
}

function findRefusal(refusal: Refusal, context: FaultContext): NamedCause {
  if (refusal.httpStatus >= 500) return found('service.unavailable');
  if (refusal.httpStatus === 408) return found('network.timeout', 'likely');
  switch (serviceOf(context.request)) {
    case 'entra':
      return findEntraCause(refusal, context);
    case 'exchange':
      return findExchangeCause(refusal);
    case 'graph':
      return findGraphCause(refusal);
  }
}

/** What OAuth's fields mean where no code decides. */
const BY_FIELD = oauthCauses as Readonly<Record<'suberror' | 'error', Readonly<Record<string, NamedCause>>>>;

/** Our own word: Azure gave this machine no token to sign in with. */
const NO_IDENTITY = 'managed_identity_unavailable';
/** Of a federated credential, whose meaning says which part of it does not match. */
const FEDERATED: ReadonlySet<number> = new Set([70021, 700211, 700212, 700213, 7002138]);

function findEntraCause(refusal: Refusal, context: FaultContext): NamedCause {
  const wrongClient = refusal.suberror === 'client_mismatch' || refusal.codes.includes(700007);
  if (wrongClient) return found('credential.wrong-client');
  // Microsoft never said what the retired client is answered with, so its id decides and not the code.
  if (context.legacyClient) return found('exchange.legacy-client-retired');
  return findByCodes(refusal) ?? findByOauthFields(refusal);
}

/** The cause of a set of AADSTS codes, as far as codes decide it. */
export function findByCodes({ codes, message }: Pick<Refusal, 'codes' | 'message'>): NamedCause | undefined {
  const leading = leadingCode(codes);
  if (leading === undefined) return undefined;
  // 50012 is old and says "secret" or "certificate" only in words.
  if (leading === 50012 && message && /client secret/i.test(message))
    return found('credential.secret-invalid', 'likely');
  // 50177 is documented for external challenges, 50178 for session controls, and both are also sent for an account that has
  // no way into the tenant. Where Microsoft's own text says both, what counts is the challenge.
  if (
    (leading === 50177 || leading === 50178) &&
    /does not exist in tenant/i.test(message ?? '') &&
    !/external challenge/i.test(message ?? '')
  )
    return found('account.no-path', 'likely');
  // 70001 was sent for a missing app too, before 700016 was there for it.
  if (leading === 70001 && /not found in the directory/i.test(message ?? ''))
    return found('app.not-in-tenant', 'likely');
  const verdict = aadstsVerdict(leading);
  return verdict ? found(verdict.cause, verdict.confidence, verdict.owner) : found('unknown', 'none');
}

/** The cause by `suberror`, then `error`. An answer with a code nobody knows never gets here. */
export function findByOauthFields({ error, suberror }: Pick<Refusal, 'error' | 'suberror'>): NamedCause {
  return lookUp(BY_FIELD.suberror, suberror) ?? lookUp(BY_FIELD.error, error) ?? found('unknown', 'none');
}

/** Words come from outside, and every object has a `constructor`. */
function lookUp(findings: Readonly<Record<string, NamedCause>>, word: string | undefined): NamedCause | undefined {
  return word !== undefined && Object.hasOwn(findings, word) ? findings[word] : undefined;
}

/** The cause of Graph's refusal: fields first, then its wording. `unknown` with confidence `none` when nothing decides. */
export function findGraphCause(
  refusal: Pick<Refusal, 'httpStatus' | 'error' | 'message' | 'codes' | 'claims'>,
): NamedCause {
  const code = refusal.error ?? '';
  const message = refusal.message ?? '';
  const byText = matchText(`${code} ${message}`);
  if (/^Authorization_IdentityNotFound$/i.test(code)) return found('permission.identity-unknown');
  if (refusal.httpStatus === 401) {
    const known = /^InvalidAuthenticationToken$/i.test(code) || refusal.claims !== undefined;
    const other = byText && byText.cause !== 'access.conditional-access' ? byText : undefined;
    if (other && (other.confidence === 'exact' || !known)) return found(other.cause, other.confidence);
    return found('graph.refused', known ? 'exact' : 'likely');
  }
  if (byText && byText.confidence === 'exact') return found(byText.cause);
  if (/^Authorization_RequestDenied$/i.test(code)) return found('permission.insufficient');
  if (byText) return found(byText.cause, byText.confidence);
  if (refusal.httpStatus === 403) return found('permission.insufficient', 'likely');
  return findByCodes(refusal) ?? found('unknown', 'none');
}

/** The cause of Exchange's refusal, decided as `findGraphCause` does. */
export function findExchangeCause(refusal: Pick<Refusal, 'httpStatus' | 'error' | 'message'>): NamedCause {
  const byText = matchText(`${refusal.error ?? ''} ${refusal.message ?? ''}`);
  const speaksOfExchange = byText && /^(exchange|license|resource)\./.test(byText.cause);
  if (byText && speaksOfExchange) return found(byText.cause, byText.confidence);
  if (refusal.httpStatus === 401) return found('exchange.refused');
  if (refusal.httpStatus === 403) return found('exchange.role-missing', 'likely');
  if (refusal.httpStatus === 404) return found('resource.not-in-tenant', 'likely');
  return found('unknown', 'none');
}

/** Only what the service itself says, and is understood, has failed. Of all else nothing was learnt about the tenant. */
function statusOf(fault: Fault, { cause }: NamedCause): Verdict['status'] {
  const isSaid = fault.kind === 'refused' && !isForeign(fault) && cause !== 'unknown' && cause !== 'network.timeout';
  return isSaid ? 'fail' : 'unknown';
}

function reasonOf(fault: Fault, finding: NamedCause, request: QuestionId): string {
  const { meaning } = causeDefinition(finding.cause);
  switch (fault.kind) {
    case 'timeout':
    case 'unreachable':
    case 'intercepted':
    case 'malformed':
      return `${isForeign(fault) ? strangersAnswer(fault.httpStatus, request) : meaning} (${fault.detail})`;
    case 'internal':
      return [fault.detail, fault.reference === undefined ? meaning : internalReason(fault.reference)]
        .filter((part) => part !== undefined)
        .join(' ');
    case 'refused':
    case 'throttled': {
      if (finding.cause === 'network.timeout') return `${meaning} (HTTP ${fault.httpStatus})`;
      if (isForeign(fault)) return strangersAnswer(fault.httpStatus, request, fault.between);
      const code = leadingCode(fault.codes);
      const entry = code === undefined ? undefined : aadstsEntry(code);
      if (fault.error === NO_IDENTITY) return fault.message ?? meaning;
      const isInCode = finding.cause === 'unknown.documented' || (code !== undefined && FEDERATED.has(code));
      return isInCode && entry ? `${entry.code}: ${entry.meaning}` : meaning;
    }
    default:
      return meaning;
  }
}

type ForeignFault = Extract<Fault, { foreign?: boolean }> & { foreign: true };

/** Nothing shows that it is the service's own: something between may have made it, and the tenant be fine. */
function isForeign(fault: Fault): fault is ForeignFault {
  return 'foreign' in fault && fault.foreign === true;
}

function strangersAnswer(httpStatus: number | undefined, request: QuestionId, between?: string): string {
  const who = between ? `“${between}” passed it on` : 'something between may have answered';
  return `HTTP ${httpStatus ?? 200} came back, and nothing in it shows that ${SERVICE_NAMES[serviceOf(request)]} sent it: ${who}.`;
}

/** The facts of a fault as a report shows them. Messages lose the ids that have fields of their own. */
export function evidenceOf(fault: Fault): Evidence | undefined {
  if (fault.kind === 'malformed' || fault.kind === 'intercepted') {
    return {
      ...(fault.httpStatus === undefined ? {} : { httpStatus: fault.httpStatus }),
      message: fault.detail,
      ...('requestId' in fault && fault.requestId !== undefined ? { requestId: fault.requestId } : {}),
      ...('code' in fault && fault.code !== undefined ? { error: fault.code } : {}),
    };
  }
  if (fault.kind === 'timeout' || fault.kind === 'unreachable')
    return { ...(fault.code === undefined ? {} : { error: fault.code }), message: fault.detail };
  if (fault.kind !== 'refused' && fault.kind !== 'throttled') return undefined;
  const code = leadingCode(fault.codes);
  const { httpStatus, error, suberror, message, traceId, correlationId, requestId, timestamp, claims } = fault;
  return {
    httpStatus,
    ...(error === undefined ? {} : { error }),
    ...(suberror === undefined ? {} : { suberror }),
    ...(code === undefined ? {} : { code: formatAadsts(code) }),
    ...(message === undefined ? {} : { message }),
    ...(traceId === undefined ? {} : { traceId }),
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(timestamp === undefined ? {} : { timestamp }),
    ...(claims === undefined ? {} : { claims }),
  };
}
