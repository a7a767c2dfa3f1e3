import { describe, expect, it } from 'vitest';
import type { Check } from '../../../../src/core/model/checks/check.ts';
import { keepRun, useDatabase } from '../fixtures.ts';
import { fail, partner, pass, tenant } from '../results.ts';
import { commit, group, incident, member, message, opening, PLACE, track } from './rows.ts';

describe('the state of a connection', () => {
  const database = useDatabase();

  it('is empty where nothing is kept', async () => {
    const { incidents } = await database.open();
    expect(await incidents.load('default', 0)).toEqual({
      revision: { connection: 'default', shared: 0, own: 0, nextNumber: 0 },
      nextNumber: 0,
      connection: { connection: 'default', sharedCauses: [], listReadAt: null },
      groups: [],
      messages: [],
      held: [],
      looks: [],
      tracks: [],
      partner: [],
      incidents: [],
      recent: [],
      tenants: [],
      recheck: null,
    });
  });

  it('has nothing of another one, but the messages of the time and what is held', async () => {
    const { incidents } = await database.open();
    const other = { connection: 'other' };
    const recheck = { ...other, targets: 'all', partnerTenantId: 'p', notBefore: 5 } as const;
    await commit(incidents, {
      run: { id: 'RUN', ...other, at: 1 },
      connection: { ...other, sharedCauses: ['mfa.required'], listReadAt: 7 },
      incidents: [incident('INC-1', other)],
      groups: [group('INC-1', other)],
      tracks: [track('a', other)],
      tenants: [{ tenantId: 'a', displayName: null, defaultDomainName: null, missing: 1, missingAt: 3, goneAt: null }],
      recheck,
      messages: [message('M1', ['INC-1'])],
    });
    const state = await incidents.load('default', 1000);
    expect(state).toMatchObject({ groups: [], tracks: [], incidents: [], recent: [], tenants: [], recheck: null });
    expect(state.messages).toEqual([message('M1', ['INC-1'])]);
    expect((await incidents.load('default', 1001)).messages).toEqual([]);
    expect(await incidents.load('other', 1001)).toMatchObject({
      connection: { ...other, sharedCauses: ['mfa.required'], listReadAt: 7 },
      messages: [{ id: 'M1' }],
      tracks: [{ subject: 'a' }],
      tenants: [{ tenantId: 'a', missing: 1, missingAt: 3 }],
      recheck,
    });
  });

  it('knows how the partner connection was found last, though no run was judged', async () => {
    const storage = await database.open();
    const results = (...checks: Check[]) => ({ partner: partner(...checks), tenants: [tenant('a', pass())] });
    const find = (id: string, ...checks: Check[]) =>
      keepRun(storage, database.clock, id, { at: database.clock.now() + 1000, results: results(...checks) });
    const known = async () => (await storage.incidents.load('default', 0)).partner;
    await find('RUN1', fail('token.revoked', 'trace-1', 'partner.token'));
    expect(await known()).toEqual([{ checkId: 'partner.token', status: 'fail' }]);
    await find('RUN2', pass('partner.token'));
    expect(await known()).toEqual([{ checkId: 'partner.token', status: 'pass' }]);
    expect((await storage.incidents.load('second', 0)).partner).toEqual([]);
  });

  it('has for whom each place was told of what is open, and of the place itself, as it was written last', async () => {
    const { incidents, subscriptions } = await database.open();
    const look = (place: string, groupId: string, mark = '1 a') => ({ place, groupId, mark });
    const looks = async () => (await incidents.loadNotifications(0)).looks;
    const closed = group('INC-2', { open: 0, closedAt: 2000 });
    await commit(incidents, {
      groups: [group('INC-1'), closed, group('INC-3', { connection: 'other' })],
      looks: ['', 'INC-1', 'INC-2', 'INC-3'].map((id) => look(PLACE, id)),
    });
    expect(await looks()).toEqual(['', 'INC-1', 'INC-3'].map((id) => look(PLACE, id)));
    expect((await incidents.load('other', 0)).looks).toEqual(['', 'INC-3'].map((id) => look(PLACE, id)));
    await commit(incidents, {
      looks: [look('route:a', 'INC-1'), look(PLACE, 'INC-1', '2 b'), look(PLACE, 'INC-3', ''), look('route:b', '', '')],
    });
    expect(await looks()).toEqual([look(PLACE, ''), look(PLACE, 'INC-1', '2 b'), look('route:a', 'INC-1')]);
    await subscriptions.remove(PLACE);
    expect(await looks()).toEqual([look('route:a', 'INC-1')]);
  });

  it('has closed groups as long as something held names them', async () => {
    const { incidents } = await database.open();
    const closed = group('INC-1', { open: 0, closedAt: 2000 });
    const held = { id: 'H1', place: PLACE, at: 1, what: { kind: 'opening', groupId: 'INC-1' } } as const;
    await commit(incidents, { groups: [closed, group('INC-2', { open: 0, closedAt: 2000 })], held: [held] });
    expect(await incidents.loadNotifications(0)).toMatchObject({ groups: [closed], held: [held] });
    await commit(incidents, { heldRemoved: ['H1'] });
    expect(await incidents.loadNotifications(0)).toMatchObject({ groups: [], held: [] });
  });
});

describe('the facts of a group', () => {
  const database = useDatabase();

  it('show the open ones first, count tenants once, and say who joined last', async () => {
    const { incidents } = await database.open();
    const shared = { groupId: 'INC-1' };
    const closed = { ...shared, closedAt: 1500, outcome: 'mended' } as const;
    await commit(incidents, {
      incidents: [
        incident('INC-1', closed),
        ...['INC-9', 'INC-3', 'INC-7'].map((reference) => incident(reference, shared)),
      ],
      groups: [group('INC-1', { open: 3 })],
      joined: [member('INC-1', 'gone'), member('INC-9', 'b'), member('INC-3', 'b'), member('INC-7', 'a')],
      tenants: ['a', 'b', 'c'].map((tenantId) => ({
        tenantId,
        displayName: null,
        defaultDomainName: null,
        missing: 0,
        missingAt: null,
        goneAt: tenantId === 'c' ? 5 : null,
      })),
      run: { id: 'RUN', connection: 'default', at: 1 },
    });
    await commit(incidents, { left: [{ reference: 'INC-1', tenantId: 'gone', leftAt: 1500, outcome: 'mended' }] });
    const before = await incidents.facts(['no such', 'INC-1']);
    expect(before).toMatchObject([{ openTenants: 2, everTenants: 3, lastJoined: null, listed: 2 }]);
    expect(before[0]?.incidents.map((one) => one.reference)).toEqual(['INC-9', 'INC-3', 'INC-7', 'INC-1']);
    expect(before[0]?.names.map((one) => one.tenantId)).toEqual(['a', 'b']);
    await commit(incidents, {
      joined: [member('INC-3', 'd', { joinedAt: 3000 }), member('INC-7', 'd', { joinedAt: 3000 })],
    });
    expect(await incidents.facts(['INC-1'])).toMatchObject([{ lastJoined: { at: 3000, count: 1 }, openTenants: 3 }]);
  });

  it('say whether what fails for its cause now fails for it only likely', async () => {
    const storage = await database.open();
    const { incidents } = storage;
    await commit(incidents, opening('INC-1', ['a']));
    const { cause } = group('INC-1');
    const likely = async (id: string, confidence: 'likely' | 'exact') => {
      const results = { tenants: [tenant('a', { ...fail(cause), confidence })] };
      await keepRun(storage, database.clock, id, { at: database.clock.now(), results });
      return (await incidents.facts(['INC-1']))[0]?.likely;
    };
    expect(await likely('one', 'exact')).toBe(false);
    expect(await likely('two', 'likely')).toBe(true);
    expect(await likely('three', 'exact')).toBe(false);
  });

  it('name all who ever were in it once it is closed, and count who came back once', async () => {
    const { incidents } = await database.open();
    await commit(incidents, opening('INC-1', ['b', 'a']));
    const left = (tenantId: string, leftAt: number) => ({
      reference: 'INC-1',
      tenantId,
      leftAt,
      outcome: 'mended' as const,
    });
    await commit(incidents, { left: [left('a', 1500)], joined: [member('INC-1', 'a', { joinedAt: 1500 })] });
    expect(await database.rows('select count(*) as n from incident_members where left_at is null')).toEqual([{ n: 2 }]);
    await commit(incidents, {
      left: [left('a', 2000), left('b', 2000)],
      incidents: [incident('INC-1', { closedAt: 2000, outcome: 'mended', everMembers: 2 })],
      groups: [group('INC-1', { open: 0, closedAt: 2000 })],
    });
    const [facts] = await incidents.facts(['INC-1']);
    expect(facts).toMatchObject({ openTenants: 0, everTenants: 2, lastJoined: { at: 1500, count: 1 } });
    expect(facts?.names).toEqual([member('INC-1', 'a'), member('INC-1', 'b')]);
  });
});
