import { describe, expect, it } from 'vitest';
import type { MendedBy } from '../../../../src/core/watch/incidents/incident.ts';
import { toChange } from '../../../../src/core/watch/incidents/incident-plan.ts';
import { useDatabase } from '../fixtures.ts';
import { commit, entry, group, incident, member, opening, track } from './rows.ts';

const HOSTILE = [
  "'; drop table incidents; --",
  '"\\\n\r\t',
  'a\u0000b',
  '\u202egnp.exe',
  '@everyone <@1> 👩‍👩‍👧',
  'x'.repeat(5000),
];

describe('a commit', () => {
  const database = useDatabase();
  const many = Array.from({ length: 1200 }, (_, index) => `tenant-${index}`);
  const COUNTED = `
      select (select count(*) from incidents) as incidents, (select count(*) from incident_members) as members,
        (select count(*) from tracks) as tracks, (select count(*) from outbox) as outbox,
        (select revision + (select coalesce(sum(revision), 0) from watch_connections) from watch_state) as revision`;
  const counts = async (): Promise<unknown> => (await database.rows(COUNTED))[0];

  it('raises the revision, and refuses one that was planned before', async () => {
    const { incidents } = await database.open();
    const { revision } = await incidents.load('default', 0);
    const change = toChange({ revision }, opening('INC-1', ['a']));
    expect(await incidents.commit(change)).toBe('committed');
    expect((await incidents.load('default', 0)).revision).toEqual({ ...revision, own: revision.own + 1 });
    expect((await incidents.loadNotifications(0)).revision).toMatchObject({ shared: 0, own: 1 });
    expect(await incidents.commit(toChange({ revision }, opening('INC-2', ['b'])))).toBe('conflict');
    expect(await counts()).toMatchObject({ incidents: 1, members: 1, outbox: 1, revision: 1 });
  });

  it('knows a run that was judged before, from whatever state', async () => {
    const { incidents } = await database.open();
    const run = { id: 'RUN', connection: 'default', at: 1000 };
    expect(await commit(incidents, { run })).toBe('committed');
    expect(await commit(incidents, { run, ...opening('INC-1', ['a']) })).toBe('repeated');
    const { revision } = await incidents.load('default', 0);
    expect(await incidents.commit(toChange({ revision: { ...revision, own: 99 } }, { run }))).toBe('repeated');
    expect(await counts()).toMatchObject({ incidents: 0, outbox: 0, revision: 1 });
  });

  it('lets one of two win that were planned from the same state at the same time', async () => {
    const [one, other] = [await database.open(), await database.open()];
    const state = await one.incidents.load('default', 0);
    const outcomes = await Promise.all([
      one.incidents.commit(toChange(state, opening('INC-1', many))),
      other.incidents.commit(toChange(state, opening('INC-2', many))),
    ]);
    expect(outcomes.toSorted()).toEqual(['committed', 'conflict']);
    expect(await counts()).toEqual({ incidents: 1, members: 1200, tracks: 1200, outbox: 1, revision: 1 });
  });

  it('does not wait for what was judged of another connection meanwhile', async () => {
    const { incidents } = await database.open();
    const [one, other] = [await incidents.load('one', 0), await incidents.load('other', 0)];
    expect(await incidents.commit(toChange(one, opening('INC-1', ['a'])))).toBe('committed');
    expect(await incidents.commit(toChange(other, opening('INC-2', ['b'])))).toBe('committed');
    expect(await incidents.commit(toChange(one, {}))).toBe('conflict');
  });

  it('gives no number twice, whatever connections take one from the same state', async () => {
    const { incidents } = await database.open();
    const [one, other] = [await incidents.load('one', 0), await incidents.load('other', 0)];
    expect(await incidents.commit(toChange(one, { ...opening('INC-1', ['a']), nextNumber: 1 }))).toBe('committed');
    expect(await incidents.commit(toChange(other, { ...opening('INC-1', ['b']), nextNumber: 1 }))).toBe('conflict');
    expect(await counts()).toMatchObject({ incidents: 1, members: 1 });
    expect((await incidents.load('other', 0)).nextNumber).toBe(1);
  });

  it('of all connections gives way to any, and any to it', async () => {
    const { incidents } = await database.open();
    const [one, all] = [await incidents.load('one', 0), await incidents.loadNotifications(0)];
    expect(await incidents.commit(toChange(one, opening('INC-1', ['a'])))).toBe('committed');
    expect(await incidents.commit(toChange(all, {}))).toBe('conflict');
    const before = await incidents.load('one', 0);
    expect(await commit(incidents, {})).toBe('committed');
    expect(await incidents.commit(toChange(before, {}))).toBe('conflict');
  });

  it('writes nothing at all when one row is refused', async () => {
    const { incidents } = await database.open();
    const rows = opening('INC-1', many);
    const key = 'a key that is longer than 25';
    await expect(commit(incidents, { ...rows, outbox: [entry('one'), entry('two', { key })] })).rejects.toMatchObject({
      name: 'StorageError',
    });
    expect(await counts()).toEqual({ incidents: 0, members: 0, tracks: 0, outbox: 0, revision: 0 });
    expect(await commit(incidents, rows)).toBe('committed');
  });

  it('never holds two open incidents of one key, and opens one again once it is closed', async () => {
    const { incidents } = await database.open();
    const key = 'default mfa.required';
    await commit(incidents, { incidents: [incident('INC-1', { key })], groups: [group('INC-1')] });
    await expect(commit(incidents, { incidents: [incident('INC-2', { key })] })).rejects.toThrow();
    const closed = incident('INC-1', { key, closedAt: 2000, outcome: 'mended' });
    expect(await commit(incidents, { incidents: [incident('INC-2', { key }), closed] })).toBe('committed');
    expect((await incidents.load('default', 0)).incidents).toEqual([incident('INC-2', { key })]);
  });

  it('is seen whole or not at all while it is being written, and lets others have their turn', async () => {
    const { incidents } = await database.open();
    const WRITTEN = `
      select (select count(*) from incidents) as incidents, (select count(*) from incident_members) as members,
        (select count(*) from tracks) as tracks, (select count(*) from outbox) as outbox`;
    const seen: unknown[] = [];
    let writing = true;
    const watching = (async () => {
      while (writing) {
        seen.push(...(await database.rows(WRITTEN)));
        await new Promise(setImmediate);
      }
    })();
    const tenants = Array.from({ length: 5000 }, (_, index) => `tenant-${index}`);
    await commit(incidents, opening('INC-1', tenants));
    writing = false;
    await watching;
    expect(seen.length).toBeGreaterThan(20);
    const whole = { incidents: 1, members: 5000, tracks: 5000, outbox: 1 };
    const none = { incidents: 0, members: 0, tracks: 0, outbox: 0 };
    for (const one of seen) expect([none, whole]).toContainEqual(one);
    expect(await database.rows(WRITTEN)).toEqual([whole]);
  });

  it('keeps every text as it is', async () => {
    const { incidents, outbox } = await database.open();
    for (const [index, text] of HOSTILE.entries()) {
      const reference = `INC-${index}`;
      const finding = { source: 'expiry', key: text, tenant: null, stage: text, rank: 1, title: text, reason: text };
      const names = { displayName: text, defaultDomainName: text };
      const acknowledged = { by: text, at: 1, reason: text, mailed: [text] };
      await commit(incidents, {
        run: { id: reference, connection: 'default', at: 1 },
        incidents: [incident(reference, { key: text, finding })],
        groups: [group(reference, { acknowledged })],
        joined: [member(reference, text, names)],
        tracks: [track(text, names)],
        tenants: [{ tenantId: text, ...names, missing: 0, missingAt: null, goneAt: null }],
        outbox: [entry(reference, { place: text, orderKey: text, content: { kind: 'test', by: text } })],
      });
      const state = await incidents.load('default', 0);
      expect(state.incidents.at(-1)).toMatchObject({ key: text, finding });
      expect(state.tracks).toContainEqual(track(text, names));
      expect(state.tenants).toContainEqual({ tenantId: text, ...names, missing: 0, missingAt: null, goneAt: null });
      const [facts] = await incidents.facts([reference]);
      expect(facts).toMatchObject({ group: { acknowledged }, names: [{ tenantId: text, ...names }] });
      const due = await outbox.due({ now: 5000, limit: 99, exceptPlaces: [] });
      expect(due.find((one) => one.id === reference)).toMatchObject({ place: text, content: { by: text } });
      await commit(incidents, {
        left: [{ reference, tenantId: text, leftAt: 2, outcome: 'mended' }],
        tracksRemoved: [track(text)],
      });
      expect((await incidents.load('default', 0)).tracks).toEqual([]);
      expect(await database.rows('select count(*) as n from incident_members where left_at is null')).toEqual([
        { n: 0 },
      ]);
    }
  });

  it('keeps of a recovery what made it work again, whatever that was', async () => {
    const { incidents, outbox } = await database.open();
    const facts = { connection: 'default', cause: 'mfa.required', owner: 'customer', at: 1, incidents: 1 } as const;
    const who = { references: ['INC-1'], remaining: 0, partnerLevel: false, names: ['a'], tenants: 1, everTenants: 1 };
    const end = { lastedMs: 1, outcomes: { mended: 1 }, reading: false, title: null, continuesIn: null };
    const told: MendedBy[] = [
      { kind: 'credential-replaced' },
      { kind: 'all-at-once' },
      { kind: 'mailed', since: 7 },
      { kind: 'tested-again', by: 'Ada' },
    ];
    const recovery = { groupId: 'INC-1', ...facts, ...who, ...end };
    await commit(incidents, {
      outbox: told.map((mendedBy) =>
        entry(mendedBy.kind, {
          place: `discord:channel:${mendedBy.kind}`,
          content: { kind: 'recover', messageId: 'M', recovery: { ...recovery, mendedBy } },
        }),
      ),
    });
    const due = await outbox.due({ now: 5000, limit: 99, exceptPlaces: [] });
    expect(due.map(({ content }) => content.kind === 'recover' && content.recovery.mendedBy)).toEqual(told);
  });

  it('takes tracks, tenants and members by the thousand, and gives each back once', async () => {
    const { incidents } = await database.open();
    const tenantIds = Array.from({ length: 4500 }, (_, index) => `tenant-${index}`);
    const tenants = tenantIds.map((tenantId) => ({ tenantId, displayName: null, defaultDomainName: null }));
    const rest = { missing: 0, missingAt: null, goneAt: null };
    await commit(incidents, {
      ...opening('INC-1', tenantIds),
      run: { id: 'RUN', connection: 'default', at: 1 },
      tenants: tenants.map((tenant) => ({ ...tenant, ...rest })),
      nextNumber: 1,
    });
    const state = await incidents.load('default', 0);
    expect(new Set(state.tracks.map((one) => one.subject))).toEqual(new Set(tenantIds));
    expect(state.tracks).toHaveLength(4500);
    expect(state.tenants).toHaveLength(4500);
    expect(state.nextNumber).toBe(1);
    const left = tenantIds.map((tenantId) => ({
      reference: 'INC-1',
      tenantId,
      leftAt: 2000,
      outcome: 'mended' as const,
    }));
    await commit(incidents, { left, tracksRemoved: state.tracks });
    expect((await incidents.load('default', 0)).tracks).toEqual([]);
    expect(await database.rows('select count(*) as n from incident_members where left_at = 2000')).toEqual([
      { n: 4500 },
    ]);
  });
});
