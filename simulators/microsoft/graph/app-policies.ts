import type { Answer, Call } from '../answers/answer.ts';
import { graphErrorReply, graphHeaders } from '../answers/graph-error.ts';
import { daysFrom, type SecretPolicy } from '../world/app-registration.ts';
import type { World } from '../world/world.ts';
import { denied } from './partner-lists.ts';

// learn.microsoft.com/graph/api/tenantappmanagementpolicy-get and .../resources/application, its appManagementPolicies.
const USUAL = '/policies/defaultappmanagementpolicy';
const APP = /^\/applications\/([^/]+)(\/appmanagementpolicies)?$/;
const DAY_MS = 86_400_000;
/** How old the partner's app is; one that was registered here is new. */
const APP_AGE_DAYS = 400;

type Limits = Exclude<SecretPolicy, boolean>;

/** What the partner's tenant allows of its apps' secrets, and when they were created; undefined for any other path. */
export function appPoliciesReply(
  world: World,
  path: string,
  version: string,
  call: Call,
  scopes: readonly string[],
): Answer | undefined {
  const [, id, isOwn] = APP.exec(path) ?? [];
  if ((path !== USUAL && id === undefined) || call.tenant !== world.partner.tenant) return undefined;
  const { secretPolicy } = world.application();
  const reply = (of: string, body: object): Answer => {
    const context = `https://graph.microsoft.com/${version}/$metadata#${of}`;
    return { status: 200, headers: graphHeaders(call), body: JSON.stringify({ '@odata.context': context, ...body }) };
  };
  if (id !== undefined && !isOwn)
    return reply('applications/$entity', { id, createdDateTime: daysFrom(Date.now(), -ageOf(world, id)) });
  if (!scopes.includes('Policy.Read.All') || secretPolicy === true) return denied(call);
  const limits = typeof secretPolicy === 'object' ? secretPolicy : undefined;
  if (isOwn) {
    const own = limits?.own && { id: 'own', displayName: 'Partner apps', restrictions: toGraph(limits) };
    return reply('appManagementPolicies', { value: own ? [{ ...own, isEnabled: true }] : [] });
  }
  return reply('policies/defaultAppManagementPolicy/$entity', {
    displayName: 'Default app management tenant policy',
    isEnabled: limits !== undefined,
    applicationRestrictions: toGraph(limits?.own ? { forbids: true } : (limits ?? {})),
  });
}

function toGraph({ forbids, longestDays, createdWithinDays }: Limits) {
  const since = createdWithinDays === undefined ? null : daysFrom(Date.now(), -createdWithinDays);
  const one = (restrictionType: string, maxLifetime: string | null) => ({
    ...{ restrictionType, maxLifetime, state: 'enabled', restrictForAppsCreatedAfterDateTime: since },
  });
  return {
    passwordCredentials: [
      ...(forbids ? [one('passwordAddition', null)] : []),
      ...(longestDays === undefined ? [] : [one('passwordLifetime', `P${longestDays}D`)]),
    ],
    keyCredentials: [],
  };
}

/** What Graph has against a secret of that app; undefined when nothing. */
export function policyAgainst(world: World, objectId: string, endDateTime: string, call: Call): Answer | undefined {
  const { secretPolicy } = world.application();
  if (secretPolicy === false) return undefined;
  const {
    forbids,
    longestDays,
    createdWithinDays = APP_AGE_DAYS + 1,
  }: Limits = secretPolicy === true ? { longestDays: 0 } : secretPolicy;
  if (ageOf(world, objectId) > createdWithinDays) return undefined;
  if (forbids) {
    const message = 'Credential type not allowed as per assigned policy.';
    return graphErrorReply({ status: 400, code: 'CredentialTypeNotAllowedAsPerAppPolicy', message }, call);
  }
  if (longestDays === undefined || Date.parse(endDateTime) <= Date.now() + longestDays * DAY_MS) return undefined;
  const message = 'Credential lifetime exceeds the max value allowed as per assigned policy.';
  return graphErrorReply({ status: 400, code: 'CredentialInvalidLifetimeAsPerAppPolicy', message }, call);
}

const ageOf = (world: World, objectId: string): number => (objectId === world.ownObjectId() ? APP_AGE_DAYS : 0);
