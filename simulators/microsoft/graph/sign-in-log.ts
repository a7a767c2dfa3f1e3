import { graphErrorReply } from '../answers/graph-error.ts';
import type { Inbound } from '../traffic/inbound.ts';
import { PARTNER_POLICIES, policiesOf } from '../world/access-policies.ts';
import type { Tenant } from '../world/tenant.ts';
import type { World } from '../world/world.ts';
import { type ListKind, listReply, type PageOptions } from './list-reply.ts';
import { denied, type ScopedAnswers } from './partner-lists.ts';
import { NOT_PREMIUM } from './policies.ts';

// learn.microsoft.com/graph/api/signin-list, beta: v1.0 has interactive sign-ins only, and ours never are.
const SIGN_INS: ListKind = { path: '/auditLogs/signIns', most: 1000 };
const HOUR_MS = 60 * 60 * 1000;
/** A policy on how a sign-in began refuses with it. */
const OF_DEVICE_CODE = 530036;
const BLOCKED = 53003;
const EARLIER = '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d';

/** A tenant's log of refused sign-ins; undefined for any other path. */
export function createSignInLog(world: World, options: PageOptions): ScopedAnswers {
  const { partner } = world;
  return (path, version, inbound, call, scopes) => {
    const tenant = world.byAuthority(call.tenant.tenantId);
    if (!tenant || path !== SIGN_INS.path.toLowerCase()) return undefined;
    if (!scopes.includes('AuditLog.Read.All') || !scopes.includes('Directory.Read.All')) return denied(call);
    if (tenant.scenario.policies?.premium === false)
      return graphErrorReply({ ...NOT_PREMIUM, code: 'Authentication_RequestFromNonPremiumTenantOrB2CTenant' }, call);
    const asked = readFilter(inbound);
    // A home tenant logs what its own policies refuse its accounts elsewhere.
    const isOurs = (one: Tenant): boolean => failedIn(one).some((id) => id === PARTNER_POLICIES.own?.[0]?.id);
    const refusing = tenant === partner.tenant ? world.customers().filter(isOurs) : isOurs(tenant) ? [] : [tenant];
    const entries = version === 'beta' ? refusing.flatMap((one) => toEntries(one, world)) : [];
    const found = entries.filter(({ appId, status }) => appId === asked.appId && status.errorCode === asked.code);
    const query = new URLSearchParams(inbound.query);
    query.delete('$filter');
    return listReply(found, SIGN_INS, options, version, { ...inbound, query }, call);
  };
}

const failedIn = ({ scenario }: Tenant): readonly string[] => scenario.policies?.log?.failed ?? [];

/** What the product asks for, in any order. */
function readFilter(inbound: Inbound): { appId: string; code: number } {
  const text = inbound.query.get('$filter') ?? '';
  const isWhole =
    /createdDateTime ge \d{4}-/.test(text) && text.includes("signInEventTypes/any(t: t eq 'nonInteractiveUser')");
  const [, appId = ''] = /appId eq '([^']+)'/.exec(text) ?? [];
  const [, code = ''] = /status\/errorCode eq (\d+)/.exec(text) ?? [];
  return { appId: isWhole ? appId : '', code: Number(code) };
}

function toEntries(tenant: Tenant, { partner }: World) {
  const { policies = {} } = tenant.scenario;
  const { log } = policies;
  const { refused } = tenant;
  if (!log) return [];
  const all = [...policiesOf(policies), ...policiesOf(PARTNER_POLICIES, 'partner')];
  const applied = all.map(({ id, displayName, grantControls }) => ({
    id,
    displayName,
    result: log.failed.includes(String(id)) ? 'failure' : 'notApplied',
    enforcedGrantControls: Object(grantControls).builtInControls ?? [],
    enforcedSessionControls: [],
  }));
  const now = Date.now();
  // It has been so for an hour: whoever asks before this tenant's turn finds that.
  const earlier = { correlationId: EARLIER, code: refused[0]?.code ?? BLOCKED, at: now - HOUR_MS };
  const kept = [
    ...(log.entry === 'earlier' ? [] : refused.map((one) => ({ ...one, at: now }))),
    ...(log.entry === 'hidden' ? [] : [earlier]),
  ];
  return kept.map(({ correlationId, code, at }) => ({
    id: correlationId,
    createdDateTime: new Date(at).toISOString(),
    appId: partner.applicationId,
    appDisplayName: partner.applicationName,
    ipAddress: log.ip ?? '203.0.113.24',
    location: { city: 'Dublin', state: 'Dublin', countryOrRegion: 'IE' },
    userId: partner.accountId,
    originalTransferMethod: code === OF_DEVICE_CODE ? 'deviceCodeFlow' : 'none',
    clientAppUsed: 'Mobile Apps and Desktop clients',
    correlationId,
    conditionalAccessStatus: 'failure',
    crossTenantAccessType: 'serviceProvider',
    homeTenantId: partner.tenant.tenantId,
    resourceTenantId: tenant.tenantId,
    signInEventTypes: ['nonInteractiveUser'],
    status: { errorCode: code, failureReason: 'Access was refused.', additionalDetails: null },
    ...(log.entry === 'hidden' ? {} : { appliedConditionalAccessPolicies: applied }),
  }));
}
