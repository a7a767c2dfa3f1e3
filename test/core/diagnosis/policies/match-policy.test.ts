import { describe, expect, it } from 'vitest';
import { matchPolicy, type SeenSignIn } from '../../../../src/core/diagnosis/policies/match-policy.ts';
import type { AccessPolicy, ExternalAccounts } from '../../../../src/core/model/cloud/access-policy.ts';
import { PARTNER_ID } from '../../fixtures.ts';

const GRAPH = '00000003-0000-0000-c000-000000000000';
const READER = 'f2ef992c-3afb-46b9-b7cf-a126ee74c451';
const NOBODY = { include: [], exclude: [], includeRoles: [], includeExternal: null, excludeExternal: null };
const BLOCK: AccessPolicy = {
  id: 'policy',
  displayName: 'Block',
  state: 'enabled',
  users: { ...NOBODY, include: ['All'] },
  applications: { include: ['All'], exclude: [] },
  clientTypes: ['all'],
  locations: null,
  platforms: [],
  transferMethods: [],
  risks: [],
  controls: ['block'],
  session: [],
};
const SEEN: SeenSignIn = { partnerTenantId: PARTNER_ID, service: 'graph', code: 53003, isDeviceCode: false };
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
    expect(matchPolicy(ofRole, { ...SEEN, roles: [] })).toBe('no');
    expect(matchPolicy(ofRole, { ...SEEN, roles: [READER] })).toBe('maybe');
    const suite = { ...BLOCK, applications: { include: ['Office365'], exclude: [] } };
    expect(matchPolicy(suite, { ...SEEN, service: 'exchange' })).toBe('surely');
    // A number that no control has to itself may be any of them.
    expect(matchPolicy({ ...BLOCK, controls: ['mfa'] }, { ...SEEN, code: 50131 })).toBe('surely');
  });
});
