import { describe, expect, it } from 'vitest';
import { nextStepFor } from '../../../../src/core/diagnosis/permissions/next-step.ts';
import type {
  PermissionsReading,
  TenantPermissions,
} from '../../../../src/core/diagnosis/permissions/read-permissions.ts';
import { GRAPH } from '../../../../src/core/model/cloud/app-grants.ts';
import type { AppGrants, TokenRequest } from '../../../../src/core/model/cloud/microsoft-cloud.ts';
import { code, customers, grant, isPartner, LASTING_RELATIONSHIPS, pass, refuse } from '../../fake-cloud.ts';
import { tenantId } from '../../fixtures.ts';
import { FORBIDDEN, grants, MANIFEST, POLICY, readIn } from './permissions-fixture.ts';

const ALL = ['User.Read.All', 'Policy.Read.All', 'Exchange.Manage'];
const CUSTOMERS = customers(3);
const only = ({ tenants: [one] }: PermissionsReading): TenantPermissions => {
  if (!one) throw new Error('no tenant');
  return one;
};
/** The verdict on each permission that is needed; those of the app alone with a star. */
const verdicts = ({ rows }: TenantPermissions): Record<string, string> =>
  Object.fromEntries(
    rows
      .filter(({ required }) => required)
      .map(({ permission, kind, verdict }) => [kind === 'application' ? `${permission}*` : permission, verdict]),
  );
const HELD = {
  'User.Read.All': 'held',
  'Policy.Read.All': 'held',
  'Directory.Read.All*': 'granted',
  'Exchange.Manage': 'held',
};
const withGrants = (changes: Partial<AppGrants>) => ({ grants: () => pass(grants(changes)) });
const consented = (scopes: string[], principalId: string | null = null) =>
  withGrants({ delegated: { ok: true, value: [{ resource: GRAPH, scopes, principalId }] } });
const tokenRefused = (number: number) => ({
  redeem: (request: TokenRequest) => (isPartner(request) ? grant(request.authorityTenant) : refuse(code(number))),
});

describe('readPermissions', () => {
  it('tells what kept it from being read from what was not asked right', async () => {
    const cut = readIn({ redeem: () => refuse({ kind: 'unreachable', detail: 'cut' }) });
    await expect(cut).rejects.toMatchObject({
      unread: true,
      message: expect.stringMatching(/^Nothing can be read: .*cut/),
    });
    await expect(readIn({}, { tenants: ['nobody'] })).rejects.not.toHaveProperty('unread');
  });

  it('finds all there where it is asked for, granted and live', async () => {
    const one = only((await readIn({})).reading);
    expect(verdicts(one)).toEqual(HELD);
    expect(one.verdict).toBe('complete');
    expect(nextStepFor(one)).toBeUndefined();
  });

  it('tells what was asked for and never consented to', async () => {
    const scopes = ['User.Read.All', 'Exchange.Manage'];
    const one = only((await readIn(consented(['User.Read.All']), { scopes })).reading);
    expect(verdicts(one)).toEqual({ ...HELD, 'Policy.Read.All': 'not-granted' });
    expect(one.verdict).toBe('missing');
    expect(nextStepFor(one)).toMatchObject({ owner: 'partner', byConsent: true });
  });

  it('tells what is needed and the app does not ask for', async () => {
    const manifest = pass(MANIFEST.filter(({ id }) => id !== POLICY));
    const scopes = ['User.Read.All', 'Exchange.Manage'];
    const one = only((await readIn({ manifest, ...consented(['User.Read.All']) }, { scopes })).reading);
    expect(verdicts(one)['Policy.Read.All']).toBe('not-asked');
    expect(nextStepFor(one)).toMatchObject({ owner: 'partner', byConsent: false });
  });

  it('tells what was consented to and the live token does not carry', async () => {
    const one = only((await readIn({}, { scopes: ['User.Read.All', 'Exchange.Manage'] })).reading);
    expect(verdicts(one)['Policy.Read.All']).toBe('not-in-token');
  });

  it('tells a role that is missing from a permission that is', async () => {
    const one = only((await readIn(withGrants({ users: { ok: false, fault: FORBIDDEN } }))).reading);
    expect(verdicts(one)['User.Read.All']).toBe('no-role');
    expect(nextStepFor(one)?.text).toContain('Global Reader');
  });

  it('tells that no GDAP role gives a permission, by the relationship and by what arrived in the token', async () => {
    const HELPDESK = '729827e3-9c14-49f7-bb1b-9608f156bbb8';
    const READER = 'f2ef992c-3afb-46b9-b7cf-a126ee74c451';
    const held = (...roleDefinitionIds: string[]) => ({
      relationships: pass({
        relationships: LASTING_RELATIONSHIPS.map((one) => ({ ...one, roleDefinitionIds })),
        unusableEntries: 0,
      }),
    });
    const one = only((await readIn(held(HELPDESK))).reading);
    // Users are read all the same, and of what nobody wrote down nothing is said.
    expect(verdicts(one)).toEqual({ ...HELD, 'Policy.Read.All': 'no-role', 'Exchange.Manage': 'no-role' });
    expect(one.rows.find(({ permission }) => permission === 'Policy.Read.All')?.why).toMatch(
      /holds Helpdesk Administrator, and it takes Security Reader/,
    );
    expect(nextStepFor(one)?.text).toMatch(/^Give the account’s GDAP group Global Reader:/);
    const arrived = only((await readIn(held(HELPDESK, READER), { roleIds: [HELPDESK] })).reading);
    expect(verdicts(arrived)['Policy.Read.All']).toBe('no-role');
    const unknown = only((await readIn(held(tenantId(77)))).reading);
    expect(verdicts(unknown)).toEqual(HELD);
    const unread = only((await readIn({ relationships: refuse(FORBIDDEN) })).reading);
    expect(verdicts(unread)).toEqual(HELD);
  });

  it('holds an app that signs in by itself against what it needs, by its own token', async () => {
    const { reading, asked } = await readIn({}, { alone: [], tenants: [] });
    const one = only(reading);
    expect(reading.tenants).toHaveLength(1);
    expect(one.rows.map(({ kind }) => kind)).not.toContain('delegated');
    expect(verdicts(one)).toEqual({ 'Directory.Read.All*': 'not-in-token' });
    expect(asked).not.toContain('relationships');
    const granted = only((await readIn({}, { alone: ['Directory.Read.All'], tenants: [] })).reading);
    expect(verdicts(granted)).toEqual({ 'Directory.Read.All*': 'held' });
    expect(granted.verdict).toBe('complete');
  });

  it('sends application permissions to the customer’s administrator', async () => {
    const one = only((await readIn(withGrants({ application: { ok: true, value: [] } }))).reading);
    expect(verdicts(one)['Directory.Read.All*']).toBe('not-granted');
    expect(nextStepFor(one)).toMatchObject({ owner: 'customer', byConsent: true });
  });

  it('never takes for granted what it may not read, and names what would open it', async () => {
    const refused = { ok: false, fault: FORBIDDEN } as const;
    const answers = withGrants({ delegated: refused, application: refused });
    const one = only((await readIn(answers, { scopes: ALL })).reading);
    expect(one.rows.filter(({ granted }) => granted !== null)).toEqual([]);
    // The live token proves what is delegated; nothing proves the rest.
    expect(verdicts(one)).toEqual({ ...HELD, 'Directory.Read.All*': 'unknown' });
    expect(one.verdict).toBe('unknown');
    expect(one.unread.map(({ permission }) => permission)).toEqual(['Directory.Read.All', 'Application.Read.All']);
  });

  it('says what the live token lacks without claiming that nobody consented, where that may not be read', async () => {
    const refused = { ok: false, fault: FORBIDDEN } as const;
    const one = only((await readIn(withGrants({ delegated: refused }), { scopes: ['Exchange.Manage'] })).reading);
    expect(one.verdict).toBe('missing');
    expect(verdicts(one)).toMatchObject({ 'User.Read.All': 'not-live', 'Policy.Read.All': 'not-live' });
    expect(nextStepFor(one)?.text).toMatch(/^If the consent was renewed within the hour/);
  });

  it('knows nothing where the manifest can’t be read, rather than that nothing is asked for', async () => {
    const { reading } = await readIn({ manifest: refuse(FORBIDDEN) });
    const one = only(reading);
    expect(one.rows.map(({ asked }) => asked)).not.toContain(false);
    expect(one.verdict).toBe('complete');
    expect(reading.unread).toMatchObject([{ permission: 'Application.Read.All' }]);
  });

  it('does not say that a permission is not asked for while the manifest names ids that nobody can name', async () => {
    const one = only((await readIn({ apis: pass([]) })).reading);
    expect(one.rows.find(({ permission }) => permission === 'Policy.Read.All')?.asked).toBeNull();
    expect(verdicts(one)['Directory.Read.All*']).toBe('unknown');
  });

  it('takes what holds as much for the same', async () => {
    const scopes = ['User.ReadWrite.All', 'Policy.Read.All', 'Exchange.Manage'];
    const one = only((await readIn(consented(['User.ReadWrite.All', 'Policy.Read.All']), { scopes })).reading);
    expect(one.rows.find(({ permission }) => permission === 'User.Read.All')).toMatchObject({
      verdict: 'held',
      granted: true,
      live: true,
    });
  });

  it('counts a consent for one account only where that is the account', async () => {
    const scopes = ['Exchange.Manage'];
    const ours = only((await readIn(consented(['User.Read.All'], 'account'), { scopes })).reading);
    const foreign = only((await readIn(consented(['User.Read.All'], 'another'), { scopes })).reading);
    expect(verdicts(ours)['User.Read.All']).toBe('not-in-token');
    expect(verdicts(foreign)['User.Read.All']).toBe('not-granted');
  });

  it('is not green where a token can’t be read', async () => {
    const one = only((await readIn({}, { scopes: null })).reading);
    expect(verdicts(one)).toMatchObject({ 'User.Read.All': 'unknown', 'Policy.Read.All': 'unknown' });
    expect(one.verdict).not.toBe('complete');
  });

  it('says why a tenant gives no token, and asks it nothing else', async () => {
    const { reading, asked } = await readIn(tokenRefused(65001));
    const one = only(reading);
    expect(one.problem).toMatchObject({ cause: 'consent.missing' });
    expect(verdicts(one)).toMatchObject({ 'User.Read.All': 'unknown', 'Directory.Read.All*': 'unknown' });
    expect(one.rows.map(({ live, granted }) => live ?? granted)).not.toContain(true);
    expect(nextStepFor(one)).toMatchObject({ byConsent: true });
    expect(asked).not.toContain(`grants ${tenantId(1)}`);
  });

  it('calls a tenant drifted where only what the app asks for beyond the set is missing', async () => {
    const more = { resource: GRAPH, id: tenantId(199), kind: 'delegated' } as const;
    const one = only((await readIn({ manifest: pass([...MANIFEST, more]) })).reading);
    expect(one.verdict).toBe('drifted');
    expect(nextStepFor(one)).toMatchObject({ byConsent: true });
  });

  it('asks a tenant three times at most, and the partner once', async () => {
    const { reading, asked } = await readIn({}, { tenants: [] });
    expect(reading.tenants.map(({ tenant }) => tenant.tenantId)).toEqual(CUSTOMERS.map((one) => one.tenantId));
    for (const { tenantId: id } of CUSTOMERS) {
      expect(asked.filter((one) => one.endsWith(id)).sort()).toEqual([`exchange ${id}`, `grants ${id}`, `graph ${id}`]);
    }
    expect(asked.filter((one) => ['manifest', 'apis', 'customers'].includes(one))).toHaveLength(3);
  });
});
