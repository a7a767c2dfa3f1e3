import { describe, expect, it } from 'vitest';
import { FROM_ANYWHERE, matchPolicy, type SeenSignIn } from '../../../../src/core/diagnosis/policies/match-policy.ts';
import type { AccessPolicy, ExternalAccounts, NamedLocation } from '../../../../src/core/model/cloud/access-policy.ts';
import { PARTNER_ID } from '../../fixtures.ts';

const GRAPH = '00000003-0000-0000-c000-000000000000';
const READER = 'f2ef992c-3afb-46b9-b7cf-a126ee74c451';
const NOBODY = {
  ...{ include: [], exclude: [], includeGroups: [], excludeGroups: [], includeRoles: [], excludeRoles: [] },
  ...{ includeExternal: null, excludeExternal: null },
};
const BLOCK: AccessPolicy = {
  id: 'policy',
  displayName: 'Block',
  state: 'enabled',
  users: { ...NOBODY, include: ['All'] },
  clients: null,
  applications: { include: ['All'], exclude: [] },
  clientTypes: ['all'],
  locations: null,
  platforms: [],
  transferMethods: [],
  risks: [],
  controls: ['block'],
  session: [],
};
const PROVIDER = { kind: 'provider', partnerTenantId: PARTNER_ID } as const;
const SEEN: SeenSignIn = {
  who: PROVIDER,
  service: 'graph',
  code: 53003,
  isDeviceCode: false,
  from: FROM_ANYWHERE,
  named: [],
};
const providers = (tenants: string[] | null): ExternalAccounts => ({ kinds: ['serviceProvider'], tenants });
const users = (change: Partial<AccessPolicy['users']>): Partial<AccessPolicy> => ({ users: { ...NOBODY, ...change } });
const office = { include: ['All'], exclude: ['office'] };

describe('matchPolicy', () => {
  it.each<[string, Partial<AccessPolicy>, 'surely' | 'maybe' | 'no']>([
    ['everybody', {}, 'surely'],
    ['a policy that is off', { state: 'disabled' }, 'no'],
    ['one that only reports', { state: 'enabledForReportingButNotEnforced' }, 'no'],
    ['service providers of every organization', users({ includeExternal: providers(null) }), 'surely'],
    ['service providers of ours', users({ includeExternal: providers([PARTNER_ID]) }), 'surely'],
    ['service providers of another', users({ includeExternal: providers(['other']) }), 'no'],
    ['guests of any kind', users({ include: ['GuestsOrExternalUsers'] }), 'surely'],
    [
      'everybody but service providers of ours',
      users({ include: ['All'], excludeExternal: providers([PARTNER_ID]) }),
      'no',
    ],
    ['everybody but those of another', users({ include: ['All'], excludeExternal: providers(['other']) }), 'surely'],
    ['accounts of the tenant by their ids', users({ include: ['an-id'] }), 'no'],
    ['a role that we hold', users({ includeRoles: [READER] }), 'maybe'],
    ['Graph alone', { applications: { include: [GRAPH], exclude: [] } }, 'surely'],
    ['everything but Graph', { applications: { include: ['All'], exclude: [GRAPH] } }, 'no'],
    ['the office suite, of which Graph may be', { applications: { include: ['Office365'], exclude: [] } }, 'maybe'],
    ['the admin portals', { applications: { include: ['MicrosoftAdminPortals'], exclude: [] } }, 'no'],
    ['old protocols', { clientTypes: ['exchangeActiveSync', 'other'] }, 'no'],
    ['anywhere but the office', { locations: office }, 'maybe'],
    ['one platform', { platforms: ['windows'] }, 'maybe'],
    ['device codes', { transferMethods: ['deviceCodeFlow'] }, 'no'],
    ['MFA, which refuses otherwise', { controls: ['mfa'] }, 'no'],
  ])('of %s', (_, change, expected) => {
    expect(matchPolicy({ ...BLOCK, ...change }, SEEN)).toBe(expected);
  });

  it('goes by what refused, how the token was born and which roles are held', () => {
    expect(matchPolicy({ ...BLOCK, controls: ['mfa'] }, { ...SEEN, code: 50076 })).toBe('surely');
    expect(matchPolicy({ ...BLOCK, controls: [], session: ['signInFrequency'] }, { ...SEEN, code: 70043 })).toBe(
      'surely',
    );
    expect(matchPolicy({ ...BLOCK, transferMethods: ['deviceCodeFlow'] }, { ...SEEN, isDeviceCode: true })).toBe(
      'surely',
    );
    const ofRole = { ...BLOCK, ...users({ includeRoles: [READER] }) };
    expect(matchPolicy(ofRole, { ...SEEN, who: { ...PROVIDER, roles: [] } })).toBe('no');
    expect(matchPolicy(ofRole, { ...SEEN, who: { ...PROVIDER, roles: [READER] } })).toBe('maybe');
    const suite = { ...BLOCK, applications: { include: ['Office365'], exclude: [] } };
    expect(matchPolicy(suite, { ...SEEN, service: 'exchange' })).toBe('surely');
    // A number that no control has to itself may be any of them.
    expect(matchPolicy({ ...BLOCK, controls: ['mfa'] }, { ...SEEN, code: 50131 })).toBe('surely');
  });

  it('refuses what began with a device code by a policy on that alone', () => {
    const seen = { ...SEEN, code: 530036 };
    expect(matchPolicy(BLOCK, seen)).toBe('no');
    expect(matchPolicy({ ...BLOCK, transferMethods: ['deviceCodeFlow'] }, seen)).toBe('surely');
  });

  it.each<[string, string[], string[], SeenSignIn['from'], 'surely' | 'maybe' | 'no']>([
    ['outside of every place', ['All'], ['office'], { ip: '203.0.113.9', country: null }, 'surely'],
    ['inside of one', ['All'], ['office'], { ip: '198.51.100.9', country: null }, 'no'],
    ['inside of one, in version 6', ['All'], ['office'], { ip: '2001:db8:1::9', country: null }, 'no'],
    ['outside, in version 6', ['All'], ['office'], { ip: '2001:db8:2::9', country: null }, 'surely'],
    [
      'an address of version 4 in the form of version 6',
      ['All'],
      ['office'],
      { ip: '::ffff:198.51.100.9', country: null },
      'no',
    ],
    ['what is no address', ['All'], ['office'], { ip: 'hidden', country: null }, 'maybe'],
    ['a place that is unknown', ['All'], ['lost'], { ip: '203.0.113.9', country: null }, 'maybe'],
    ['a range that cannot be read', ['All'], ['odd'], { ip: '203.0.113.9', country: null }, 'maybe'],
    ['a trusted place', ['All'], ['AllTrusted'], { ip: '198.51.100.9', country: null }, 'no'],
    // Addresses that the old MFA settings trust are not in Graph.
    ['no trusted place that is known', ['All'], ['AllTrusted'], { ip: '203.0.113.9', country: null }, 'maybe'],
    ['a country', ['abroad'], [], { ip: null, country: 'IE' }, 'surely'],
    ['another country', ['abroad'], [], { ip: '203.0.113.9', country: 'DE' }, 'no'],
    ['no country that is known', ['abroad'], [], { ip: '203.0.113.9', country: null }, 'maybe'],
  ])('goes by the address: %s', (_, include, exclude, from, expected) => {
    const named: NamedLocation[] = [
      {
        id: 'OFFICE',
        displayName: 'Office',
        isTrusted: true,
        ranges: ['198.51.100.0/24', '2001:db8:1::/48'],
        countries: null,
      },
      { id: 'odd', displayName: 'Odd', isTrusted: false, ranges: ['198.51.100.0/24', 'everywhere'], countries: null },
      { id: 'abroad', displayName: 'Abroad', isTrusted: false, ranges: null, countries: ['IE', 'FR'] },
    ];
    expect(matchPolicy({ ...BLOCK, locations: { include, exclude } }, { ...SEEN, from, named })).toBe(expected);
  });

  it.each<[string, Partial<AccessPolicy>, string | null, 'surely' | 'maybe' | 'no']>([
    ['everybody', {}, null, 'surely'],
    ['everybody but some', users({ include: ['All'], exclude: ['break-glass'] }), null, 'maybe'],
    ['everybody but others', users({ include: ['All'], exclude: ['break-glass'] }), 'account', 'surely'],
    ['everybody but it', users({ include: ['All'], exclude: ['ACCOUNT'] }), 'account', 'no'],
    ['everybody but a group', users({ include: ['All'], excludeGroups: ['group'] }), 'account', 'maybe'],
    ['it by its id', users({ include: ['account'] }), 'account', 'surely'],
    ['a group', users({ includeGroups: ['group'] }), 'account', 'maybe'],
    ['guests', users({ include: ['GuestsOrExternalUsers'] }), null, 'no'],
    ['apps', { clients: { include: ['ServicePrincipalsInMyTenant'], exclude: [], isFiltered: false } }, null, 'no'],
  ])('of an account of the tenant itself: %s', (_, change, accountId, expected) => {
    expect(matchPolicy({ ...BLOCK, ...change }, { ...SEEN, who: { kind: 'own', accountId } })).toBe(expected);
  });

  it.each<[string, AccessPolicy['clients'], string | undefined, 'surely' | 'maybe' | 'no']>([
    ['people', null, 'app', 'no'],
    ['every app', { include: ['ServicePrincipalsInMyTenant'], exclude: [], isFiltered: false }, undefined, 'surely'],
    ['it', { include: ['APP'], exclude: [], isFiltered: false }, 'app', 'surely'],
    ['another', { include: ['other'], exclude: [], isFiltered: false }, 'app', 'no'],
    ['one, where its own id is not known', { include: ['other'], exclude: [], isFiltered: false }, undefined, 'maybe'],
    [
      'every app but it',
      { include: ['ServicePrincipalsInMyTenant'], exclude: ['app'], isFiltered: false },
      'app',
      'no',
    ],
    [
      'apps of an attribute',
      { include: ['ServicePrincipalsInMyTenant'], exclude: [], isFiltered: true },
      'app',
      'maybe',
    ],
  ])('of an app by itself, when made for %s', (_, clients, principalId, expected) => {
    const policy = { ...BLOCK, users: { ...NOBODY, include: clients ? ['None'] : ['All'] }, clients };
    expect(matchPolicy(policy, { ...SEEN, who: { kind: 'app', principalId } })).toBe(expected);
  });
});
