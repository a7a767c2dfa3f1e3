import { describe, expect, it } from 'vitest';
import type { KeptTags } from '../../../../src/core/model/tenants/tag-store.ts';
import { failing, tenantId, working } from '../../fixtures.ts';
import { badPartner, HOUR, MINUTE, okPartner, PLACE } from '../harness.ts';
import { quiet, tickUntil } from './one-each.ts';
import { ALL, FOREIGN, MANY, named, OWN, TaggedHarness, types } from './tagged-harness.ts';

describe('a place of one tag', () => {
  it.each(['partner', 'customer'] as const)('is told of its tenants of an incident that is %s’s', async (owner) => {
    const harness = new TaggedHarness({ remindAfterMs: HOUR });
    await harness.twice(ALL, 'mfa.required', owner, MANY);
    expect(harness.shown()[0]).toMatch(/2 tenants[\s\S]*Own 1, Own 2/);
    expect(harness.shown('discord:channel:all')[0]).toMatch(/15 tenants[\s\S]*Marked/);
    const [event] = harness.sent.map((one) => one.event.data.incidents[0]);
    expect(event).toMatchObject({ owner, tenantCount: 2, tenants: [{ id: tenantId(1) }, { id: tenantId(2) }] });
    await tickUntil(harness, 2 * HOUR);
    expect(types(harness)).toContain('incident.reminder');
    expect(harness.everything()).not.toMatch(FOREIGN);
  });

  it('is asked once for each message what it is told of, as is a place of all', async () => {
    const harness = new TaggedHarness();
    await harness.twice(ALL, 'mfa.required', 'partner', MANY);
    for (const place of [PLACE, 'discord:channel:all'])
      expect(harness.asked.filter((one) => one === place)).toHaveLength(harness.shown(place).length);
  });

  it('is told that it is over for its tenants, whoever still has it, and nothing after that', async () => {
    const harness = new TaggedHarness({ remindAfterMs: HOUR });
    await harness.twice(ALL, 'mfa.required');
    await harness.twice(ALL.slice(2), 'mfa.required');
    expect(harness.shown()[0]).toMatch(/^Mended/);
    expect(harness.shown()[1]).toContain('Own 1, Own 2 work again.');
    expect(types(harness).at(-1)).toBe('incident.resolved');
    expect(harness.tickets).toMatchObject([{ isOpen: false }]);
    await tickUntil(harness, 2 * HOUR);
    await harness.twice([], 'mfa.required');
    expect(types(harness)).toEqual(['incident.opened', 'incident.updated', 'incident.resolved']);
    expect(harness.shown()).toHaveLength(2);
    expect(harness.everything()).not.toMatch(FOREIGN);
  });

  it('is told again when it comes back to one of its tenants', async () => {
    const harness = new TaggedHarness();
    for (const fails of [ALL, ALL.slice(2), ALL.slice(1)]) await harness.twice(fails, 'mfa.required');
    expect(harness.shown()[0]).toMatch(/^New[\s\S]*Own 2/);
    expect(harness.shown()[2]).toMatch(/^Still open[\s\S]*Own 2 · since \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
    expect(harness.tickets.map(({ isOpen }) => isOpen)).toEqual([false, true]);
    expect(harness.everything()).not.toMatch(FOREIGN);
  });

  it('says that it is not told there any more once its tenants have lost the tag, and again once they have it', async () => {
    const harness = new TaggedHarness({ remindAfterMs: HOUR });
    await harness.twice([1, 3], 'mfa.required', 'customer', MANY);
    const given = harness.kept;
    harness.kept = { given: given.given.slice(1), rules: [] };
    await tickUntil(harness, 2 * HOUR);
    expect(harness.shown()).toEqual([expect.stringMatching(/^This is not told here any more/)]);
    expect(harness.discord.shown.find(({ place }) => place === PLACE)?.cards).toHaveLength(2);
    expect(types(harness)).toEqual(['incident.opened', 'incident.resolved']);
    const [ended] = harness.sent.at(-1)?.event.data.incidents ?? [];
    expect(ended).toMatchObject({ state: 'closed', tenants: [], tenantCount: 0 });
    expect(harness.tickets).toMatchObject([{ isOpen: false }]);
    expect(harness.shown('discord:channel:all')[0]).toMatch(/^New[\s\S]*2 tenants/);
    harness.kept = given;
    await tickUntil(harness, 10 * MINUTE);
    expect(harness.shown()[0]).toMatch(/^New[\s\S]*Own 1/);
    expect(harness.shown()[1]).toMatch(/^Still open[\s\S]*Own 1/);
    expect(harness.everything()).not.toMatch(FOREIGN);
  });

  it.each([true, false])(
    'is told once of what is open in a tenant that gets the tag (looked before: %s)',
    async (looked) => {
      const harness = new TaggedHarness();
      const given = harness.kept;
      harness.kept = { given: [], rules: [] };
      await harness.twice([1, 3], 'mfa.required', 'customer', MANY);
      if (looked) await tickUntil(harness, 10 * MINUTE);
      expect([harness.everything(), harness.shown('discord:channel:all').length]).toEqual(['', 1]);
      harness.kept = given;
      await tickUntil(harness, 10 * MINUTE);
      expect(harness.shown()).toEqual([expect.stringMatching(/^New[\s\S]*Own 1/)]);
      expect(types(harness)).toEqual(['incident.opened']);
      expect(harness.tickets).toMatchObject([{ isOpen: true }]);
      expect(harness.everything()).not.toMatch(FOREIGN);
    },
  );

  it('is told of what gets the tag after quiet hours, and not of what it does not want', async () => {
    for (const [rest, count] of [
      [{ quietHours: quiet('00:00', '09:00') }, 0],
      [{ causes: ['gdap.'] }, 0],
      [{}, 1],
    ] as const) {
      const harness = new TaggedHarness(rest);
      const given = harness.kept;
      harness.kept = { given: [], rules: [] };
      await harness.twice([1], 'mfa.required', 'customer', MANY);
      await tickUntil(harness, 5 * MINUTE);
      harness.kept = given;
      await tickUntil(harness, 10 * MINUTE);
      expect(harness.shown()).toHaveLength(count);
      await tickUntil(harness, 5 * HOUR);
      expect(harness.shown()).toHaveLength('causes' in rest ? 0 : 1);
    }
  });

  it('is told of those of its new tags, and no more of the others, when it is told by other tags', async () => {
    const harness = new TaggedHarness();
    const [one, two] = OWN.map((number) => ({ tenantId: tenantId(number), tag: number === 1 ? 'emea' : 'vip' }));
    harness.kept = { given: [one, two].filter((row) => row !== undefined), rules: [] };
    const tenants = MANY.map((number) => {
      const cause = number === 1 ? 'mfa.required' : 'app.disabled';
      return named(number < 3 ? failing(number, cause, { owner: 'customer' }) : working(number), number);
    });
    for (let round = 0; round < 2; round += 1) {
      await harness.sweep(tenants, okPartner());
      await harness.time.advance(20 * MINUTE);
    }
    await tickUntil(harness, 5 * MINUTE);
    expect(harness.shown()).toEqual([expect.stringMatching(/^New[\s\S]*Own 1/)]);
    harness.subscribe({ place: PLACE, tagged: { tags: ['vip'], withoutTags: [] } });
    harness.subscribe({
      place: 'discord:channel:new',
      tagged: { tags: ['vip'], withoutTags: [] },
      createdAt: harness.time.now(),
    });
    await tickUntil(harness, 10 * MINUTE);
    const [before, after] = harness.shown();
    expect(before).toMatch(/^This is not told here any more/);
    expect(after).toMatch(/^New[\s\S]*Own 2/);
    // Whoever was just subscribed is told from then on.
    expect(harness.shown('discord:channel:new')).toEqual([]);
  });

  it('has its message as the tags are at a start, where its tenants lost them before', async () => {
    const harness = new TaggedHarness();
    await harness.twice([1, 3], 'mfa.required', 'customer', MANY);
    harness.kept = { given: [], rules: [] };
    await tickUntil(harness, 10 * MINUTE);
    expect(harness.shown()).toEqual([expect.stringMatching(/^This is not told here any more/)]);
    const [group] = harness.tables.groups.keys();
    await harness.watch.respond(group ?? '', { kind: 'acknowledge', by: 'Ada', reason: '' });
    await tickUntil(harness, 10 * MINUTE);
    expect(types(harness)).toEqual(['incident.opened', 'incident.resolved']);
  });

  it('is told once that it is told no more, and once that it is again, however often it is started', async () => {
    const harness = new TaggedHarness();
    await harness.twice([1, 3], 'mfa.required', 'customer', MANY);
    const given = harness.kept;
    const none = { given: [], rules: [] };
    for (const [kept, last] of [
      [none, 'incident.resolved'],
      [given, 'incident.reminder'],
      [none, 'incident.resolved'],
    ] as const) {
      const before = types(harness).filter((type) => type === last).length;
      harness.kept = kept;
      for (let start = 0; start < 3; start += 1) {
        harness.restart();
        await tickUntil(harness, 5 * MINUTE);
      }
      expect(types(harness).filter((type) => type === last)).toHaveLength(before + 1);
      expect(types(harness).at(-1)).toBe(last);
    }
    expect(types(harness)).toHaveLength(5);
  });

  it('is told at a start of what was there before it once a tag makes it about one more, or about another', async () => {
    const harness = new TaggedHarness();
    const place = 'discord:channel:late';
    const of = (...tags: string[]) => ({ place, createdAt: harness.time.now(), tagged: { tags, withoutTags: [] } });
    await harness.twice([1, 2, 3], 'mfa.required', 'partner');
    const [one, other] = [tenantId(1), tenantId(2)];
    for (const [given, tags, count] of [
      [[one, other], 'emea', 0],
      [[one], 'emea', 0],
      [[one, other], 'emea', 1],
    ] as const) {
      harness.kept = { given: given.map((id) => ({ tenantId: id, tag: tags })), rules: [] };
      if (count === 0) harness.subscribe(of(tags));
      harness.restart();
      await tickUntil(harness, 10 * MINUTE);
      expect(harness.shown(place)).toHaveLength(count);
    }
    const second = { ...of('emea'), place: 'discord:channel:second' };
    harness.kept = {
      given: [
        { tenantId: one, tag: 'emea' },
        { tenantId: other, tag: 'vip' },
      ],
      rules: [],
    };
    harness.subscribe(second);
    await tickUntil(harness, 10 * MINUTE);
    harness.subscribe({ ...of('vip'), place: second.place });
    harness.restart();
    await tickUntil(harness, 10 * MINUTE);
    expect(harness.shown(second.place)).toEqual([expect.stringMatching(/^New[\s\S]*Own 2/)]);
  });

  it('hears no end of what it was never told, since its tenants lost the tag before that', async () => {
    const harness = new TaggedHarness();
    const tenants = MANY.map((number) =>
      named(number === 1 ? failing(1, 'app.disabled', { owner: 'customer' }) : working(number), number),
    );
    await harness.sweep(tenants, okPartner());
    await harness.time.advance(20 * MINUTE);
    await harness.sweep(tenants, okPartner());
    harness.kept = { given: [], rules: [] };
    await harness.watch.tick();
    await harness.time.advance(20 * MINUTE);
    expect(harness.shown('discord:channel:all')).toHaveLength(1);
    expect([harness.everything(), types(harness)]).toEqual(['', []]);
  });

  it('hears nothing at a start of what was mended for its own, or came to them, in a sweep', async () => {
    const harness = new TaggedHarness();
    for (const fails of [[1, 3], [1, 2, 3], [3]]) {
      await harness.twice(fails, 'mfa.required');
      const before = types(harness);
      harness.restart();
      await tickUntil(harness, 10 * MINUTE);
      expect(types(harness)).toEqual(before);
    }
    expect(types(harness).at(-1)).toBe('incident.resolved');
  });

  it('has a message about others after a start, where some have lost the tag before it', async () => {
    const harness = new TaggedHarness();
    await harness.twice([1, 2, 3], 'mfa.required');
    expect(harness.shown()[0]).toMatch(/Own 1, Own 2/);
    harness.kept = { given: harness.kept.given.slice(1), rules: [] };
    harness.restart();
    await tickUntil(harness, 10 * MINUTE);
    expect(harness.shown()[0]).not.toMatch(/Own 1/);
    expect(harness.shown()).toHaveLength(1);
  });

  it.each([
    ['gets the tag', ['emea'], (given: KeptTags['given']) => given.map((one) => ({ ...one, tag: 'new' }))],
    ['is of other tags of its', ['emea', 'late'], undefined],
    ['is of the rest', undefined, undefined],
  ] as const)('is told once at a start of an incident that was there before it, which %s', async (_, then, give) => {
    const harness = new TaggedHarness();
    const place = 'discord:channel:late';
    harness.kept = { given: OWN.map((number) => ({ tenantId: tenantId(number), tag: 'late' })), rules: [] };
    await harness.twice([1, 3], 'mfa.required', 'customer', MANY);
    const first = give ? ['new'] : ['emea'];
    harness.subscribe({ place, createdAt: harness.time.now(), tagged: { tags: first, withoutTags: [] } });
    // A new place is told of nothing that was there.
    harness.subscribe({ place: 'discord:channel:plain', createdAt: harness.time.now() });
    const late = { tags: ['late'], withoutTags: [] };
    harness.subscribe({ place: 'discord:channel:same', createdAt: harness.time.now(), tagged: late });
    await harness.watch.tick();
    expect(harness.shown(place)).toEqual([]);
    if (give) harness.kept = { given: give(harness.kept.given), rules: [] };
    else
      harness.subscribe({
        ...{ place, createdAt: harness.time.now() },
        ...(then && { tagged: { tags: then, withoutTags: [] } }),
      });
    for (let start = 0; start < 3; start += 1) {
      harness.restart();
      await tickUntil(harness, 5 * MINUTE);
    }
    expect(harness.shown(place)).toEqual([expect.stringMatching(/^New[\s\S]*Own 1/)]);
    const kept = [...harness.tables.looks.values()].filter((look) => look.place === place);
    expect(kept.length > 0).toBe(give !== undefined || then !== undefined);
    for (const other of ['plain', 'same']) expect(harness.shown(`discord:channel:${other}`)).toEqual([]);
  });

  it('is told that an end comes nearer for its own, and not that it does for others', async () => {
    const harness = new TaggedHarness();
    const ends = (number: number, stage: number) => ({
      ...({ key: `g${number}`, cause: 'gdap.expiring', owner: 'partner', severity: 'warning' } as const),
      tenant: {
        tenantId: tenantId(number),
        displayName: OWN.includes(number) ? `Own ${number}` : `Marked ${number}`,
        defaultDomainName: null,
      },
      ...{ stage: String(stage), rank: stage, reason: 'It ends soon.' },
    });
    const read = async (own: number, others: number) => {
      const findings = [ends(1, own), ends(9, others)];
      await harness.watch.recordReading({
        connection: 'default',
        source: 'expiry',
        at: harness.time.now(),
        unjudged: [],
        findings,
      });
      await harness.time.advance(20 * MINUTE);
    };
    const more = (place = PLACE) => harness.shown(place).filter((text) => text.includes('More urgent now')).length;
    await read(1, 1);
    await read(1, 2);
    expect([more(), more('discord:channel:all')]).toEqual([0, 1]);
    await read(2, 2);
    expect([more(), more('discord:channel:all')]).toEqual([1, 2]);
    expect(harness.everything()).not.toMatch(FOREIGN);
  });

  it('is told nothing of an incident of others, as it comes and as it goes', async () => {
    const harness = new TaggedHarness();
    await harness.twice(ALL.slice(2), 'mfa.required');
    await harness.twice([], 'mfa.required');
    expect([harness.everything(), harness.shown('discord:channel:all').length]).toEqual(['', 2]);
  });

  it('reads nobody’s words about others, and of the end of some others nothing', async () => {
    const harness = new TaggedHarness();
    await harness.twice(ALL, 'mfa.required', 'customer', MANY);
    const [group] = harness.tables.groups.keys();
    await harness.watch.respond(group ?? '', { kind: 'acknowledge', by: 'Ada', reason: 'as Marked 9 asked' });
    await harness.watch.respond(group ?? '', { kind: 'mailed', by: 'Ada', tenantIds: ALL.slice(1).map(tenantId) });
    await harness.twice([1, 2, 3, 4], 'mfa.required', 'customer', MANY);
    expect(harness.shown()[0]).toContain('The customer was written to in 1 of 2 tenants.');
    await harness.twice([1], 'mfa.required', 'customer', MANY);
    expect(harness.shown()[1]).toMatch(/Own 2 works again\.[\s\S]*Still open in this message: 1 incident\./);
    expect(harness.everything()).not.toMatch(FOREIGN);
  });

  it('is told of tenants of its own that come to the list or leave it', async () => {
    const harness = new TaggedHarness();
    const few = ALL.filter((number) => number !== 1 && number < 9);
    await harness.twice([], 'mfa.required', 'partner', few);
    await harness.twice([], 'mfa.required', 'partner', ALL);
    expect(harness.shown()).toEqual([expect.stringMatching(/1 new tenant [\s\S]*New: Own 1/)]);
    await harness.twice([], 'mfa.required', 'partner', [2, 3]);
    expect(harness.shown()[1]).toMatch(/1 tenant vanished [\s\S]*Vanished: Own 1/);
    await harness.twice([], 'mfa.required', 'partner', [2]);
    expect(harness.shown()).toHaveLength(2);
    expect(harness.everything()).not.toMatch(FOREIGN);
  });

  it('is told after quiet hours of its own alone', async () => {
    const harness = new TaggedHarness({ quietHours: quiet('00:00', '09:00') });
    await harness.twice([], 'mfa.required', 'partner', ALL.slice(0, 9));
    const causes = { 1: 'mfa.required', 2: 'app.disabled', 3: 'app.disabled' } as const;
    for (let round = 0; round < 2; round += 1) {
      const cause = (number: number) => causes[number as 1] ?? (number % 2 ? 'mfa.required' : 'consent.missing');
      await harness.sweep(ALL.map((number) => named(failing(number, cause(number), { owner: 'partner' }), number)));
      await harness.time.advance(20 * MINUTE);
    }
    await tickUntil(harness, 3 * HOUR);
    expect(harness.shown()).toEqual([expect.stringMatching(/2 new incidents[\s\S]*Own 1[\s\S]*Own 2/)]);
    expect(harness.everything()).not.toMatch(FOREIGN);
  });

  it('is told of the partner connection as ever, and not how many tenants it has', async () => {
    const harness = new TaggedHarness();
    await harness.twice([], 'mfa.required');
    for (const partner of [badPartner(), badPartner(), okPartner(), okPartner()]) {
      await harness.sweep(
        ALL.map((number) => named(working(number), number)),
        partner,
      );
      await harness.time.advance(20 * MINUTE);
    }
    expect(harness.shown('discord:channel:all')[0]).toContain('ended');
    expect(types(harness)).toEqual(['incident.opened', 'incident.updated', 'incident.resolved']);
    expect(harness.everything()).toContain('Every tenant of the connection is affected.');
    expect(harness.everything()).not.toMatch(FOREIGN);
  });
});
