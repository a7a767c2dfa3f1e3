import { z } from 'zod';
import type { AccessPolicy, ExternalAccounts, NamedLocation } from '../../../core/model/cloud/access-policy.ts';
import type { AnswerTo, Question } from '../../../core/model/cloud/microsoft-cloud.ts';
import { toSafeText } from '../../../core/model/text/format.ts';
import { malformed } from '../http/own-marks.ts';
import type { GraphParts } from './ask-graph.ts';
import { optionalText, readOne, readPages, toName } from './read-pages.ts';

const LONGEST_WORD = 200;
/** A tenant may have some hundred policies and as many places. */
const MOST_PAGES = 10;

const words = z
  .array(z.string())
  .nullish()
  .catch(null)
  .transform((list) => (list ?? []).map((word) => toSafeText(word, { maxLength: LONGEST_WORD })));
/** Several words in one text, parted by commas: learn.microsoft.com/graph/api/resources/conditionalaccessguestsorexternalusers. */
const joined = optionalText.transform((text) =>
  (text ?? '').split(',').flatMap((word) => toSafeText(word.trim()) || []),
);
const external = z
  .object({
    guestOrExternalUserTypes: joined,
    externalTenants: z.object({ membershipKind: optionalText, members: words }).nullish().catch(null),
  })
  .nullish()
  .catch(null)
  .transform((one): ExternalAccounts | null => {
    if (!one) return null;
    const { guestOrExternalUserTypes: kinds, externalTenants } = one;
    const isListed = externalTenants?.membershipKind === 'enumerated';
    return { kinds, tenants: isListed ? externalTenants.members.map((id) => id.toLowerCase()) : null };
  });

/** As documented, November 2026: learn.microsoft.com/graph/api/resources/conditionalaccesspolicy. */
const policySchema = z.object({
  id: z.string(),
  displayName: optionalText,
  state: z.string(),
  conditions: z.object({
    users: z
      .object({
        includeUsers: words,
        excludeUsers: words,
        includeGroups: words,
        excludeGroups: words,
        includeRoles: words,
        excludeRoles: words,
        includeGuestsOrExternalUsers: external,
        excludeGuestsOrExternalUsers: external,
      })
      .nullish(),
    clientApplications: z
      .object({
        includeServicePrincipals: words,
        excludeServicePrincipals: words,
        servicePrincipalFilter: z.unknown().optional(),
      })
      .nullish(),
    clientAppTypes: words,
    platforms: z.object({ includePlatforms: words }).nullish().catch(null),
    applications: z.object({ includeApplications: words, excludeApplications: words }).nullish(),
    locations: z.object({ includeLocations: words, excludeLocations: words }).nullish(),
    authenticationFlows: z.object({ transferMethods: joined }).nullish().catch(null),
    signInRiskLevels: words,
    userRiskLevels: words,
    servicePrincipalRiskLevels: words,
  }),
  grantControls: z
    .object({
      operator: optionalText,
      builtInControls: words,
      customAuthenticationFactors: words,
      termsOfUse: words,
      authenticationStrength: z.object({ displayName: optionalText }).nullish().catch(null),
    })
    .nullish(),
  sessionControls: z.record(z.string(), z.unknown()).nullish().catch(null),
});

/** See `graph.policies`. One policy that can't be read makes the list unreadable: it may be the one that blocks. */
export async function listPolicies(
  { token, tenantId }: Question<'graph.policies'>,
  parts: GraphParts,
): Promise<AnswerTo<'graph.policies'>> {
  const path = '/v1.0/identity/conditionalAccess/policies';
  const answer = await readPages(
    { what: 'list of Conditional Access policies', path, token, tenant: tenantId, mostPages: MOST_PAGES },
    parts,
  );
  if (!answer.ok) return answer;
  const parsed = z.array(policySchema).safeParse(answer.value);
  if (parsed.success) return { ...answer, value: parsed.data.map(toPolicy) };
  return malformed(answer, 'Graph’s list of Conditional Access policies holds something else');
}

function toPolicy({
  id,
  displayName,
  state,
  conditions,
  grantControls,
  sessionControls,
}: z.infer<typeof policySchema>): AccessPolicy {
  const { users, clientApplications: clients, applications, locations, authenticationFlows } = conditions;
  return {
    id: toSafeText(id, { maxLength: LONGEST_WORD }).toLowerCase(),
    displayName: toName(displayName),
    state: toSafeText(state, { maxLength: LONGEST_WORD }),
    users: {
      include: users?.includeUsers ?? [],
      exclude: users?.excludeUsers ?? [],
      includeGroups: users?.includeGroups ?? [],
      excludeGroups: users?.excludeGroups ?? [],
      includeRoles: users?.includeRoles ?? [],
      excludeRoles: users?.excludeRoles ?? [],
      includeExternal: users?.includeGuestsOrExternalUsers ?? null,
      excludeExternal: users?.excludeGuestsOrExternalUsers ?? null,
    },
    clients: clients
      ? {
          include: clients.includeServicePrincipals,
          exclude: clients.excludeServicePrincipals,
          isFiltered: Boolean(clients.servicePrincipalFilter),
        }
      : null,
    applications: {
      include: applications?.includeApplications ?? [],
      exclude: applications?.excludeApplications ?? [],
    },
    clientTypes: conditions.clientAppTypes,
    platforms: (conditions.platforms?.includePlatforms ?? []).filter((one) => one.toLowerCase() !== 'all'),
    locations: locations ? { include: locations.includeLocations, exclude: locations.excludeLocations } : null,
    transferMethods: authenticationFlows?.transferMethods ?? [],
    risks: [...conditions.signInRiskLevels, ...conditions.userRiskLevels, ...conditions.servicePrincipalRiskLevels],
    controls: [
      ...(grantControls?.builtInControls ?? []),
      ...(grantControls?.customAuthenticationFactors.length ? ['customControl'] : []),
      ...(grantControls?.termsOfUse.length ? ['termsOfUse'] : []),
      ...(grantControls?.authenticationStrength ? ['authenticationStrength'] : []),
    ],
    session: Object.entries(sessionControls ?? {}).flatMap(([name, set]) => (isOn(set) ? [toSafeText(name)] : [])),
  };
}

/** Each control says of itself whether it is enabled; one that is not set is null. */
const isOn = (set: unknown): boolean => set === true || switchSchema.safeParse(set).success;
const switchSchema = z.object({ isEnabled: z.literal(true) });

/** As documented, November 2026: learn.microsoft.com/graph/api/resources/ipnamedlocation and .../countrynamedlocation. */
const locationSchema = z.object({
  id: z.string(),
  displayName: optionalText,
  isTrusted: z.boolean().nullish().catch(null),
  ipRanges: z.array(z.object({ cidrAddress: z.string() })).nullish(),
  countriesAndRegions: z.array(z.string()).nullish(),
  countryLookupMethod: optionalText,
});

/** See `graph.locations`. */
export async function listLocations(
  { token, tenantId }: Question<'graph.locations'>,
  parts: GraphParts,
): Promise<AnswerTo<'graph.locations'>> {
  const path = '/v1.0/identity/conditionalAccess/namedLocations';
  const answer = await readPages(
    { what: 'list of named locations', path, token, tenant: tenantId, mostPages: MOST_PAGES },
    parts,
  );
  if (!answer.ok) return answer;
  const { data } = z.array(locationSchema).safeParse(answer.value);
  if (!data) return malformed(answer, 'Graph’s list of named locations holds something else');
  return { ...answer, value: data.map(toLocation) };
}

function toLocation({ id, displayName, isTrusted, ...place }: z.infer<typeof locationSchema>): NamedLocation {
  const { ipRanges, countriesAndRegions, countryLookupMethod } = place;
  const isByAddress = countryLookupMethod?.toLowerCase() !== 'authenticatorappgps';
  return {
    id,
    displayName: toName(displayName),
    isTrusted: isTrusted === true,
    ranges: ipRanges?.map(({ cidrAddress }) => toSafeText(cidrAddress, { maxLength: LONGEST_WORD })) ?? null,
    countries: (isByAddress && countriesAndRegions?.map((one) => toSafeText(one, { maxLength: LONGEST_WORD }))) || null,
  };
}

const defaultsSchema = z.object({ isEnabled: z.boolean() });

/** See `graph.security-defaults`. */
export async function readSecurityDefaults(
  { token, tenantId }: Question<'graph.security-defaults'>,
  parts: GraphParts,
): Promise<AnswerTo<'graph.security-defaults'>> {
  const path = '/v1.0/policies/identitySecurityDefaultsEnforcementPolicy?$select=id,isEnabled';
  const answer = await readOne({ what: 'security defaults', path, token, tenant: tenantId }, defaultsSchema, parts);
  return answer.ok ? { ...answer, value: answer.value.isEnabled } : answer;
}

const directionSchema = z
  .object({ usersAndGroups: z.object({ accessType: optionalText }).nullish().catch(null) })
  .nullish()
  .catch(null)
  .transform((one) => one?.usersAndGroups?.accessType === 'blocked');
const trustSchema = z
  .record(z.string(), z.unknown())
  // Each may be missing, and anybody may send an object.
  .refine((settings) => 'inboundTrust' in settings || 'b2bCollaborationInbound' in settings)
  .pipe(
    z.object({
      inboundTrust: z.object({ isMfaAccepted: z.boolean().nullish() }).nullish().catch(null),
      b2bCollaborationInbound: directionSchema,
      b2bCollaborationOutbound: directionSchema,
    }),
  );
const TRUST = '/v1.0/policies/crossTenantAccessPolicy';

/** See `graph.partner-trust`. */
export async function readPartnerTrust(
  { token, tenantId, otherTenantId }: Question<'graph.partner-trust'>,
  parts: GraphParts,
): Promise<AnswerTo<'graph.partner-trust'>> {
  const read = (path: string) =>
    readOne({ what: 'cross-tenant settings', path: `${TRUST}/${path}`, token, tenant: tenantId }, trustSchema, parts);
  let answer = await read(`partners/${encodeURIComponent(otherTenantId)}`);
  const isAbsent =
    !answer.ok && answer.fault.kind === 'refused' && answer.fault.httpStatus === 404 && !answer.fault.foreign;
  if (isAbsent) answer = await read('default');
  if (!answer.ok) return answer;
  const { inboundTrust, b2bCollaborationInbound, b2bCollaborationOutbound } = answer.value;
  return {
    ...answer,
    value: {
      own: !isAbsent,
      trustsMfa: inboundTrust?.isMfaAccepted ?? null,
      blocksInbound: b2bCollaborationInbound,
      blocksOutbound: b2bCollaborationOutbound,
    },
  };
}
