import { describe, expect, it } from 'vitest';
import { proveTenant } from '../../../../src/core/diagnosis/proof/prove-tenant.ts';
import type { ProofOptions } from '../../../../src/core/diagnosis/proof/readings.ts';
import { type CheckId, PROOF_IDS, tenantCheckIds } from '../../../../src/core/model/checks/check.ts';
import type { Answer, Fault, TokenGrant } from '../../../../src/core/model/cloud/microsoft-cloud.ts';
import {
  code,
  customers,
  type FakeAnswers,
  fakeCloud,
  GROUP_ID,
  grant,
  LASTING_RELATIONSHIPS,
  pass,
  refuse,
} from '../../fake-cloud.ts';
import { connection, PARTNER_ID } from '../../fixtures.ts';

const NOW = Date.UTC(2026, 5, 1);
const [tenant = { tenantId: '', displayName: null, defaultDomainName: null }] = customers(1);
const forbidden: Fault = {
  kind: 'refused',
  httpStatus: 403,
  error: 'Authorization_RequestDenied',
  message: 'Insufficient privileges to complete the operation.',
  codes: [],
};
const noRole: Fault = {
  kind: 'refused',
  httpStatus: 403,
  message: "The role assigned to user 'x' isn't supported in this scenario.",
  codes: [],
};
const USER_ADMINISTRATOR = 'fe930be7-5e62-47db-91af-98c3a49a38b1';
const refused = (number: number) => ({ redeem: () => refuse(code(number)) });
const unrelated = { relationships: pass({ relationships: [], unusableEntries: 0 }) };
const none: Promise<never> = new Promise(() => {});

async function prove(answers: FakeAnswers = {}, rest: Partial<ProofOptions> = {}) {
  const granted = grant(PARTNER_ID) as Extract<Answer<TokenGrant>, { ok: true }>;
  const partner = { grant: granted.value, tenantId: PARTNER_ID };
  const cloud = fakeCloud(answers);
  const result = await proveTenant(tenant, { cloud, connection, place: 'customer', partner, now: NOW, ...rest });
  const by = (id: CheckId) => result.checks.find((check) => check.id === id);
  const failing = result.checks.filter(({ status }) => status === 'fail').map(({ id }) => id);
  return { ...result, by, failing, asked: cloud.asked };
}

describe('proveTenant', () => {
  it('judges every link of the way in, each with what shows it', async () => {
    const { status, checks, swept } = await prove();
    expect(checks.map(({ id, status: of }) => `${id} ${of}`)).toEqual(PROOF_IDS.map((id) => `${id} pass`));
    expect(status).toBe('pass');
    expect(swept?.map(({ id }) => id)).toEqual(tenantCheckIds());
    const silent = checks.filter(({ reason }) => !reason).map(({ id }) => id);
    expect(silent).toEqual(swept?.map(({ id }) => id));
  });

  it('takes what works for more than what is read', async () => {
    const { by, status, failing } = await prove(unrelated);
    expect(failing).toEqual([]);
    expect(status).toBe('warn');
    expect(by('gdap.relationship')).toMatchObject({ status: 'warn', cause: 'gdap.no-relationship', owner: 'partner' });
    expect(by('gdap.relationship')?.reason).toContain('It answers all the same');
    expect(by('gdap.membership')?.status).toBe('skipped');
  });

  it('ends at the first broken link, with the refusal it leads to as its evidence', async () => {
    const { by, failing, checks } = await prove({ ...unrelated, ...refused(50020) });
    expect(failing).toEqual(['gdap.relationship']);
    expect(by('gdap.relationship')?.evidence?.code).toBe('AADSTS50020');
    const after = checks.slice(PROOF_IDS.indexOf('gdap.relationship') + 1);
    expect(new Set(after.map(({ status }) => status))).toEqual(new Set(['skipped']));
    expect(after[0]?.reason).toBe('Not tested on its own: gdap.relationship comes first, and is broken.');
  });

  it('says of a tenant that is not there that it is not, and not that nothing leads there', async () => {
    const { by, failing } = await prove({ ...unrelated, ...refused(90002) });
    expect(failing).toEqual(['gdap.relationship']);
    expect(by('gdap.relationship')).toMatchObject({ cause: 'tenant.not-found', next: expect.stringContaining('list') });
  });

  it('does not wait for what hangs on a broken link, and says nothing of it to the state', async () => {
    const redeem: FakeAnswers['redeem'] = ({ resource, authorityTenant }) =>
      resource === 'graph' ? grant(authorityTenant) : none;
    const { failing, swept } = await prove({
      ...unrelated,
      redeem: (request) => redeem(request),
      users: () => refuse(forbidden),
      around: { 'graph.account': pass(null) },
    });
    expect(failing).toEqual(['partner.account']);
    const [token, ...reads] = tenantCheckIds('graph').map((id) => swept?.find((one) => one.id === id)?.status);
    expect([token, new Set(reads)]).toEqual(['pass', new Set(['fail'])]);
    const exchange = tenantCheckIds('exchange').map((id) => swept?.find((one) => one.id === id)?.status);
    expect(new Set(exchange)).toEqual(new Set(['skipped']));
  });

  it('takes a refused reading for unknown, names what is missing, and goes on', async () => {
    const around = {
      'graph.memberships': refuse(forbidden),
      'graph.policies': refuse(forbidden),
      'graph.account': refuse(forbidden),
    };
    const { by, status, failing } = await prove({ around });
    expect(failing).toEqual([]);
    expect(status).toBe('unknown');
    expect(by('gdap.membership')).toMatchObject({ status: 'unknown', unread: 'GroupMember.Read.All' });
    expect(by('tenant.policies')).toMatchObject({ status: 'unknown', unread: 'Policy.Read.All' });
    // The token carries what this takes, so that it is no permission that is missing.
    expect(by('partner.account')).toMatchObject({ status: 'unknown', unread: 'Global Reader' });
    expect(by('graph.read')?.status).toBe('pass');
  });

  it('never takes silence or a stranger’s answer for a link that holds or is broken', async () => {
    const foreign: Fault = { kind: 'refused', httpStatus: 404, codes: [], foreign: true };
    const timeout: Fault = { kind: 'timeout', detail: 'no answer within 15 s' };
    const { by, failing } = await prove({
      relationships: refuse(timeout),
      grants: () => refuse(foreign),
      around: { 'graph.account': refuse(foreign) },
    });
    expect(failing).toEqual([]);
    for (const id of ['partner.account', 'gdap.relationship', 'tenant.app', 'tenant.consent'] as const)
      expect(by(id), id).toMatchObject({ status: 'unknown' });
    expect(by('gdap.assignment')?.reason).toBe('Not tested: gdap.relationship could not be read.');
  });

  it('gives a refused sign-in to the link that its cause shows, and judges no token on its own', async () => {
    const { failing, by } = await prove(refused(53003));
    expect(failing).toEqual(['tenant.policies']);
    expect(by('graph.token')).toMatchObject({ status: 'skipped', reason: expect.stringContaining('tenant.policies') });
    expect((await prove(refused(65001))).failing).toEqual(['tenant.consent']);
    expect((await prove(refused(700016))).failing).toEqual(['tenant.app']);
    expect((await prove(refused(90002))).failing).toEqual(['graph.token']);
  });

  it('finds the guest that stands in the way, and supposes one where delegated access is whole', async () => {
    const guests = pass(['svc-sam_partner.example#EXT#@tenant1.example']);
    const seen = await prove({ users: () => refuse(forbidden), around: { 'graph.guests': guests } });
    expect(seen.failing).toEqual(['partner.account']);
    expect(seen.by('partner.account')).toMatchObject({ cause: 'account.no-path', confidence: 'exact' });
    const supposed = await prove(refused(50020));
    expect(supposed.by('partner.account')).toMatchObject({ cause: 'account.no-path', confidence: 'likely' });
  });

  it('finds the role that Exchange wants: in no relationship, assigned to nobody, or in another group', async () => {
    const organization = () => refuse(noRole);
    const assigned = (groupId: string, role: string) => ({
      relationshipId: 'relationship',
      status: 'active',
      groupId,
      roleDefinitionIds: [role],
    });
    const [held] = LASTING_RELATIONSHIPS;
    const roles = (ids: string[]) =>
      pass({ relationships: held ? [{ ...held, roleDefinitionIds: ids }] : [], unusableEntries: 0 });
    const onlyUsers = pass([assigned(GROUP_ID, USER_ADMINISTRATOR)]);
    const lacking = await prove({
      organization,
      relationships: roles([USER_ADMINISTRATOR]),
      around: { 'graph.assignments': onlyUsers },
    });
    expect(lacking.failing).toEqual(['gdap.assignment']);
    expect(lacking.by('gdap.assignment')?.next).toMatch(/^Request a further relationship with Exchange Administrator/);
    const unassigned = await prove({ organization, around: { 'graph.assignments': onlyUsers } });
    expect(unassigned.by('gdap.assignment')?.next).toMatch(/^Assign Exchange Administrator or Global Reader/);
    const other = '00000000-0000-4000-8000-00000000000b';
    const reader = held?.roleDefinitionIds[0] ?? '';
    const both = pass([assigned(GROUP_ID, USER_ADMINISTRATOR), assigned(other, reader)]);
    const groups = pass([{ id: other, displayName: 'Readers' }]);
    const elsewhere = await prove({ organization, around: { 'graph.assignments': both, 'graph.groups': groups } });
    expect(elsewhere.failing).toEqual(['gdap.membership']);
    expect(elsewhere.by('gdap.membership')?.next).toBe('Add svc-sam@partner.example to one of: “Readers”.');
    // Where the roles are there, it is Exchange’s own matter.
    expect((await prove({ organization })).failing).toEqual(['exchange.read']);
  });

  it('fits the step to the evidence: wait for what is new, sign in anew for what is held', async () => {
    const [held] = LASTING_RELATIONSHIPS;
    const organization = () => refuse(noRole);
    const old = await prove({ organization });
    expect(old.by('exchange.read')?.next).toMatch(/^Sign in anew .* holds Global Reader here/);
    const relationships = pass({
      relationships: held ? [{ ...held, lastModifiedAt: NOW - 600_000 }] : [],
      unusableEntries: 0,
    });
    const fresh = await prove({ organization, relationships });
    expect(fresh.by('exchange.read')?.next).toMatch(
      /^Test again in two hours: the relationship was changed 10 min ago/,
    );
    const users = () => refuse({ kind: 'refused', httpStatus: 401, codes: [], claims: '{}' } as const);
    expect((await prove({ users })).by('graph.read')?.next).toMatch(/^Sign in anew .* claims/);
  });

  it('names the service that fails, whether it answered elsewhere, and what answered in its place', async () => {
    const hangs = () => refuse({ kind: 'timeout', detail: 'no answer within 15 s' } as const);
    const graph = await prove({ users: hangs });
    expect(graph.by('graph.read')?.next).toMatch(
      /^Check again in a few minutes: Graph gave no answer in time for Tenant 1, and it answered for our own tenant/,
    );
    const mute = await prove({ users: hangs, relationships: hangs() });
    expect(mute.by('graph.read')?.next).toMatch(/^On the machine that Samaritan runs on, run doctor.* Graph\.$/);
    const down = { kind: 'refused', httpStatus: 503, codes: [], requestId: 'request-7' } as const;
    const exchange = await prove({ organization: () => refuse(down) });
    expect(exchange.by('exchange.read')?.next).toMatch(
      /^Change nothing.*Exchange fails for Tenant 1, and Graph answers there\..*support needs request-7\.$/,
    );
    const detail = 'a redirect to evil.example where the interface never redirects';
    const proxy = await prove({ users: () => refuse({ kind: 'intercepted', detail } as const) });
    expect(proxy.by('graph.read')?.next).toContain(
      `let Graph through unopened: what answered in its place was ${detail}.`,
    );
  });

  it('asks no more about a refused sign-in than its policies, places, defaults and logs, once each', async () => {
    const { asked } = await prove({
      redeem: ({ alone, authorityTenant }) => (alone ? grant(authorityTenant) : refuse(code(53003))),
    });
    const about = asked.filter((one) => /policies|locations|defaults|sign-ins|^app /.test(one)).sort();
    const twice = ['graph.policies', 'graph.policies', 'graph.sign-ins', 'graph.sign-ins'];
    expect(about).toEqual(
      [`app graph ${tenant.tenantId}`, 'graph.locations', ...twice, 'graph.security-defaults'].sort(),
    );
  });

  it('holds the consent against what the app asks for, and breaks only for what the reads need', async () => {
    const graph = '00000003-0000-0000-c000-000000000000';
    const names = ['User.Read.All', 'AuditLog.Read.All'];
    const manifest = pass(names.map((id) => ({ resource: graph, id, kind: 'delegated' as const })));
    const permissions = names.map((name) => ({ id: name, name, kind: 'delegated' as const }));
    const apis = pass([{ resource: graph, displayName: 'Microsoft Graph', permissions }]);
    const spare = await prove({ manifest, apis });
    expect(spare.failing).toEqual([]);
    expect(spare.by('tenant.consent')).toMatchObject({ status: 'warn', cause: 'consent.missing' });
    expect(spare.by('tenant.consent')?.reason).toContain('not granted here: AuditLog.Read.All.');
    const granted = {
      ok: true,
      value: [{ resource: graph, scopes: ['AuditLog.Read.All'], principalId: null }],
    } as const;
    const own = { ok: true, value: [] } as const;
    const grants = pass({
      principal: { ok: true, value: null },
      delegated: granted,
      application: own,
      users: { ok: true, value: undefined },
    } as const);
    const vital = await prove({ manifest, apis, grants: () => grants, users: () => refuse(forbidden) });
    expect(vital.failing).toEqual(['tenant.consent']);
  });

  it('says that it was interrupted, and of the partner’s own tenant that no delegated access leads there', async () => {
    const cut = await prove({ redeem: () => refuse({ kind: 'aborted' }) });
    expect(cut.status).toBe('skipped');
    expect(cut.failing).toEqual([]);
    const own = await prove({}, { place: 'partner' });
    expect(own.by('gdap.relationship')?.reason).toContain('our own tenant');
    expect(own.status).toBe('pass');
  });
});
