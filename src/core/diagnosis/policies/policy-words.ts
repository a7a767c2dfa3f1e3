import type { AccessPolicy, NamedLocation } from '../../model/cloud/access-policy.ts';
import { countOf, toSafeText } from '../../model/text/format.ts';

/** `“Block other countries”`, or its id where it has no name. */
export function policyName({ displayName, id }: Pick<AccessPolicy, 'displayName' | 'id'>): string {
  return displayName === null ? id : `“${toSafeText(displayName, { maxLength: 80 })}”`;
}

/** When a policy acts, beside on everybody and everything: `from anywhere but “Office”`. Empty where it always does. */
export function conditionWords(policy: AccessPolicy, named: readonly NamedLocation[]): string {
  const { users, locations, platforms, risks, transferMethods } = policy;
  const external =
    users.includeExternal?.kinds.includes('serviceProvider') || users.include.includes('GuestsOrExternalUsers');
  const places = (ids: readonly string[]): string => ids.map((id) => placeName(id, named)).join(', ');
  const everywhere = !locations || locations.include.length === 0 || locations.include.includes('All');
  const parts = [
    users.include.includes('All')
      ? ''
      : external
        ? 'for accounts from outside'
        : users.includeRoles.length > 0
          ? 'for administrators’ roles'
          : '',
    everywhere
      ? locations && locations.exclude.length > 0
        ? `from anywhere but ${places(locations.exclude)}`
        : ''
      : `from ${places(locations.include)}${locations.exclude.length > 0 ? ` but not ${places(locations.exclude)}` : ''}`,
    platforms.length > 0 ? `on ${platforms.join(', ')}` : '',
    risks.length > 0 ? `where the risk is ${[...new Set(risks)].join(' or ')}` : '',
    transferMethods.length > 0 ? 'for sign-ins by device code' : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function placeName(id: string, named: readonly NamedLocation[]): string {
  if (id === 'AllTrusted') return 'trusted locations';
  const { displayName = null } = named.find((one) => one.id.toLowerCase() === id.toLowerCase()) ?? {};
  return policyName({ id, displayName });
}

/** `“A”, “B” and 2 more policies`. */
export function policyList(policies: readonly Pick<AccessPolicy, 'displayName' | 'id'>[], most = 3): string {
  const more = policies.length - most;
  const shown = policies.slice(0, most).map(policyName).join(', ');
  return more > 0 ? `${shown} and ${countOf(more, 'more policy', 'more policies')}` : shown;
}

/** What the customer sets, so that a policy of theirs goes on for everybody but us. */
export function exclusionOf(name: string, partnerTenantId: string): string {
  return `in the policy ${name}, under Users, choose Exclude and tick “Guest or external users”; select only “Service provider users”, choose to select organisations and enter our tenant id ${partnerTenantId}`;
}
