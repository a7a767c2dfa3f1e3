import type { GdapRelationship } from '../../model/cloud/microsoft-cloud.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import { toSafeText } from '../../model/text/format.ts';
import { type ExpiryFinding, type ExpiryJudgement, judgement, keyOf } from './expiry-finding.ts';
import {
  changedAt,
  extendsItself,
  hasGlobalAdministrator,
  hasLapsed,
  lastsUntil,
  REQUEST_LASTS_DAYS,
  type RelationshipState,
  stateOf,
  wasTerminated,
} from './relationship-state.ts';
import { DAY_MS, formatDay, formatEnd, type Stage, stageOf } from './stage.ts';

export interface CustomerAccess {
  /** All of one customer. */
  relationships: readonly [GdapRelationship, ...GdapRelationship[]];
  tenant: Tenant | undefined;
  /** Whether the customer is on the customer list; `unknown` when that could not be read. */
  membership: 'listed' | 'gone' | 'unknown';
  now: number;
}

/** `needsList`: whether the customer is still one decides, and cannot be told. */
export type CustomerJudgement = ExpiryJudgement & { needsList?: boolean };

type Common = Pick<ExpiryFinding, 'kind' | 'key' | 'tenantId' | 'tenantName'>;

/** Judges the delegated access to one customer by what its best relationship is good for. */
export function judgeCustomer(access: CustomerAccess): CustomerJudgement {
  const { relationships, now } = access;
  const byState = Object.groupBy(relationships, (one) => stateOf(one, now));
  const newest = (state: RelationshipState): GdapRelationship | undefined => first(byState[state], changeOf);
  const live = first(byState.live, (one) => lastsUntil(one, now));
  const waiting = newest('starting') ?? newest('pending');
  const open = waiting && !hasLapsed(waiting, now) ? waiting : undefined;
  const common = toCommon(access);
  if (live) return judgeLive(live, open, common, now);
  const odd = newest('unknown');
  if (odd) return judgement({ problems: [toProblem(`has the status “${odd.status}”, which is not known`, common)] });
  const ended = newest('over');
  // A request that lapsed says less than an end.
  const request = open ?? (ended ? undefined : waiting);
  if (request) return judgeWaiting(request, ended, access, common);
  if (!ended || access.membership === 'gone') return judgement();
  if (access.membership === 'unknown') return { ...judgement(), needsList: true };
  return judgement({ findings: [toEnded(ended, common)] });
}

const changeOf = (one: GdapRelationship): number => changedAt(one) ?? 0;

/** The one with the highest rank; of equals the first. */
function first(
  relationships: readonly GdapRelationship[] | undefined,
  rank: (one: GdapRelationship) => number,
): GdapRelationship | undefined {
  return relationships?.reduce((best, one) => (rank(one) > rank(best) ? one : best));
}

function toCommon({ relationships, tenant }: CustomerAccess): Common {
  const [{ id, customer }] = relationships;
  const tenantName = tenant?.displayName ?? tenant?.defaultDomainName ?? customer.displayName;
  return {
    kind: 'gdap-relationship',
    key: keyOf('gdap-relationship', customer.tenantId ?? id),
    ...(customer.tenantId === null ? {} : { tenantId: customer.tenantId }),
    ...(tenantName === null ? {} : { tenantName }),
  };
}

const nameOf = ({ tenantId, tenantName }: Common): string =>
  (tenantName && toSafeText(tenantName, { maxLength: 60 })) || tenantId || 'a customer not known yet';

function toProblem(fault: string, common: Common): ExpiryJudgement['problems'][number] {
  const reason = `The delegated admin relationship with ${nameOf(common)} ${fault}, so nobody can say when access ends.`;
  return { what: 'gdap-relationships', reason, unjudged: [common.key] };
}

function judgeLive(
  best: GdapRelationship,
  open: GdapRelationship | undefined,
  common: Common,
  now: number,
): CustomerJudgement {
  const { id: subjectId, endsAt } = best;
  if (endsAt === null) return judgement({ problems: [toProblem('has no readable end date', common)] });
  const stage = stageOf(endsAt, now);
  if (stage === null) return judgement();
  if (lastsUntil(best, now) === Number.POSITIVE_INFINITY) {
    const text = `Delegated access to ${nameOf(common)} is extended automatically on ${formatDay(endsAt)}.`;
    return judgement({ notes: [{ ...common, subjectId, expiresAt: endsAt, text }] });
  }
  const over = stage === 'overdue' && !extendsItself(best);
  const finding: ExpiryFinding = {
    ...common,
    subjectId,
    expiresAt: endsAt,
    stage,
    cause: over ? 'gdap.expired' : 'gdap.expiring',
    owner: 'partner',
    severity: over ? 'fail' : 'warn',
    reason: describeEnd({ ...best, endsAt }, stage, common) + (open ? ' A new relationship is not active yet.' : ''),
  };
  return judgement({ findings: [finding] });
}

/** The end, and why nothing prolongs it: that decides what to do first. */
function describeEnd(best: GdapRelationship & { endsAt: number }, stage: Stage, common: Common): string {
  const name = nameOf(common);
  if (extendsItself(best))
    return `Delegated access to ${name} was to be extended automatically on ${formatDay(best.endsAt)} and was not: it may stop at any moment.`;
  const why = hasGlobalAdministrator(best)
    ? 'It cannot be extended automatically, since Global Administrator is among its roles.'
    : 'Automatic extension is off.';
  return `Delegated access to ${name} ${formatEnd(best.endsAt, stage)}. ${why}`;
}

function judgeWaiting(
  waiting: GdapRelationship,
  ended: GdapRelationship | undefined,
  { membership, now }: CustomerAccess,
  common: Common,
): CustomerJudgement {
  const since = changedAt(waiting);
  const starting = stateOf(waiting, now) === 'starting';
  // Setting up an approved relationship takes minutes. Where nothing was lost, only one that hangs is worth a word.
  if (starting && !ended && since !== null && now - since <= DAY_MS) return judgement();
  const lapsed = hasLapsed(waiting, now);
  if (lapsed && membership !== 'listed') return { ...judgement(), needsList: membership === 'unknown' };
  const on = since === null ? 'at an unknown time' : `on ${formatDay(since)}`;
  const state = starting
    ? `was approved ${on} and is not active yet`
    : lapsed
      ? `was sent ${on} and never answered; after ${REQUEST_LASTS_DAYS} days it lapses`
      : `was sent ${on} and waits for the customer’s approval; after ${REQUEST_LASTS_DAYS} days it lapses`;
  const lost = ended ? ' There is no access now: the relationship before it is over.' : '';
  const finding: ExpiryFinding = {
    ...common,
    subjectId: waiting.id,
    expiresAt: null,
    stage: null,
    cause: 'gdap.pending',
    owner: starting || lapsed ? 'partner' : 'customer',
    severity: ended ? 'fail' : 'warn',
    reason: `The request for delegated access to ${nameOf(common)} ${state}.${lost}`,
  };
  return judgement({ findings: [finding] });
}

function toEnded(ended: GdapRelationship, common: Common): ExpiryFinding {
  const terminated = wasTerminated(ended);
  const day = terminated ? changedAt(ended) : (ended.endsAt ?? changedAt(ended));
  const on = day === null ? '' : ` on ${formatDay(day)}`;
  return {
    ...common,
    subjectId: ended.id,
    expiresAt: terminated ? null : ended.endsAt,
    stage: terminated || ended.endsAt === null ? null : 'overdue',
    cause: 'gdap.expired',
    owner: 'partner',
    severity: 'fail',
    reason: terminated
      ? `Delegated access to ${nameOf(common)} was terminated${on}, and no other relationship is active. Ask first whether the customer wanted that.`
      : `Delegated access to ${nameOf(common)} ended${on}, and no other relationship is active.`,
  };
}
