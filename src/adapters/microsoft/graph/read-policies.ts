import { z } from 'zod';
import type { AccessPolicy, ExternalAccounts, NamedLocation } from '../../../core/model/cloud/access-policy.ts';
import { toSafeText } from '../../../core/model/text/format.ts';
import { type GraphReader, optionalText, readAll, readOne, toName, withValue } from './read-pages.ts';

const LONGEST_WORD = 200;

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

/** See `graph.policies`. */
export const listPolicies: GraphReader<'graph.policies'> = async ({ token, tenantId }, parts) => {
  const path = '/v1.0/identity/conditionalAccess/policies';
  const asked = { what: 'list of Conditional Access policies', path, token, tenant: tenantId };
  return withValue(await readAll(asked, z.array(policySchema), parts), (all) => all.map(toPolicy));
};

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
export const listLocations: GraphReader<'graph.locations'> = async ({ token, tenantId }, parts) => {
  const path = '/v1.0/identity/conditionalAccess/namedLocations';
  const asked = { what: 'list of named locations', path, token, tenant: tenantId };
  return withValue(await readAll(asked, z.array(locationSchema), parts), (all) => all.map(toLocation));
};

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
export const readSecurityDefaults: GraphReader<'graph.security-defaults'> = async ({ token, tenantId }, parts) => {
  const path = '/v1.0/policies/identitySecurityDefaultsEnforcementPolicy?$select=id,isEnabled';
  const answer = await readOne({ what: 'security defaults', path, token, tenant: tenantId }, defaultsSchema, parts);
  return withValue(answer, ({ isEnabled }) => isEnabled);
};

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
export const readPartnerTrust: GraphReader<'graph.partner-trust'> = async (
  { token, tenantId, otherTenantId },
  parts,
) => {
  const read = (path: string) =>
    readOne({ what: 'cross-tenant settings', path: `${TRUST}/${path}`, token, tenant: tenantId }, trustSchema, parts);
  let answer = await read(`partners/${encodeURIComponent(otherTenantId)}`);
  const isAbsent =
    !answer.ok && answer.fault.kind === 'refused' && answer.fault.httpStatus === 404 && !answer.fault.foreign;
  if (isAbsent) answer = await read('default');
  return withValue(answer, ({ inboundTrust, b2bCollaborationInbound, b2bCollaborationOutbound }) => ({
    own: !isAbsent,
    trustsMfa: inboundTrust?.isMfaAccepted ?? null,
    blocksInbound: b2bCollaborationInbound,
    blocksOutbound: b2bCollaborationOutbound,
  }));
};
