import { describe, expect, it } from 'vitest';
import type { DueEntry, Outbox } from '../../../../src/core/watch/incidents/outbox.ts';
import { useDatabase } from '../fixtures.ts';
import { commit, entry, message, opening, PLACE, subscription } from './rows.ts';

const OTHER = 'teams:channel:2';
const edit = (id: string, messageId = 'M') => entry(id, { orderKey: messageId, content: { kind: 'edit', messageId } });
const ids = (due: readonly DueEntry[]): string[] => due.map((one) => one.id);
const due = (outbox: Outbox, rest: Partial<Parameters<Outbox['due']>[0]> = {}): Promise<DueEntry[]> =>
  outbox.due({ now: 1000, limit: 10, exceptPlaces: [], ...rest });

describe('what is due', () => {
  const database = useDatabase();

  it('is the oldest of each place, in the order in which they were written', async () => {
    const { outbox } = await database.open();
    await outbox.enqueue([
      entry('b1', { place: OTHER }),
      entry('a1'),
      entry('a2'),
      entry('c1', { place: 'discord:channel:3' }),
    ]);
    expect(ids(await due(outbox))).toEqual(['b1', 'a1', 'c1']);
    expect(ids(await due(outbox, { limit: 2 }))).toEqual(['b1', 'a1']);
    expect(ids(await due(outbox, { exceptPlaces: [OTHER, PLACE] }))).toEqual(['c1']);
  });

  it('waits for its time and for what was written before it in the same order, not for other orders', async () => {
    const { outbox } = await database.open();
    await outbox.enqueue([
      entry('first', { notBefore: 3000 }),
      entry('second'),
      entry('aside', { orderKey: 'aside', notBefore: 2000 }),
    ]);
    expect(await due(outbox)).toEqual([]);
    expect(await outbox.nextDueAt([])).toBe(2000);
    expect(ids(await due(outbox, { now: 2000 }))).toEqual(['aside']);
    expect(ids(await due(outbox, { now: 3000 }))).toEqual(['first']);
    expect(await outbox.nextDueAt([PLACE])).toBeNull();
    await outbox.drop('first', 3000, null);
    expect(ids(await due(outbox))).toEqual(['second']);
    expect(await outbox.nextDueAt([])).toBe(1000);
  });

  it('comes with its message as it is now', async () => {
    const { outbox, incidents } = await database.open();
    await commit(incidents, opening('INC-1', ['a']));
    const told = message('message of INC-1', ['INC-1']);
    const [first] = await due(outbox);
    expect(first).toMatchObject({ id: 'open INC-1', attempts: 0, message: told });
    await outbox.complete({ id: 'open INC-1', at: 1, address: 'there', covers: { kinds: [], readUpTo: 0 } });
    await outbox.enqueue([
      edit('later', told.id),
      entry('lost', { place: OTHER, content: { kind: 'edit', messageId: 'none' } }),
    ]);
    expect(await due(outbox)).toMatchObject([{ message: { ...told, address: 'there' } }, { message: null }]);
    await outbox.forgetAddress(told.id);
    expect(await due(outbox, { exceptPlaces: [OTHER] })).toMatchObject([{ message: told }]);
  });
});

describe('a delivery', () => {
  const database = useDatabase();

  it('that was made takes with it what it covers, and nothing that was written later', async () => {
    const { outbox } = await database.open();
    await outbox.enqueue([edit('1'), edit('2'), entry('remind', { orderKey: 'M' }), edit('3'), edit('elsewhere', 'N')]);
    const [first] = await due(outbox);
    await outbox.enqueue([edit('too late')]);
    const readUpTo = first?.readUpTo ?? 0;
    await outbox.complete({ id: '1', at: 1, covers: { kinds: ['edit'], readUpTo } });
    expect(await database.rows('select id from outbox order by seq')).toEqual([
      { id: 'remind' },
      { id: 'elsewhere' },
      { id: 'too late' },
    ]);
  });

  it('that is completed twice is completed once', async () => {
    const { outbox, incidents } = await database.open();
    await commit(incidents, opening('INC-1', ['a']));
    await outbox.enqueue([edit('edit', 'message of INC-1')]);
    const completion = { id: 'open INC-1', at: 1, covers: { kinds: [], readUpTo: 9 } } as const;
    await outbox.complete({ ...completion, address: 'first' });
    await outbox.complete({ ...completion, address: 'second', covers: { kinds: ['edit'], readUpTo: 9 } });
    expect(await due(outbox)).toMatchObject([{ id: 'edit', message: { address: 'first' } }]);
  });

  it('stands in every place where it was taken, until it is removed from there', async () => {
    const { outbox, incidents } = await database.open();
    await commit(incidents, opening('INC-1', ['a']));
    const id = 'message of INC-1';
    await outbox.enqueue([edit('edit', id)]);
    await outbox.complete({ id: 'open INC-1', at: 1, address: 'first', covers: { kinds: [], readUpTo: 0 } });
    await outbox.noteCopy(id, 'second', edit('after second', id));
    await outbox.noteCopy(id, 'first', edit('after first', id));
    expect(await due(outbox)).toMatchObject([{ message: { address: 'first', copies: ['second'] } }]);
    await outbox.noteCopy(id, 'third', edit('after third', id));
    expect(await database.rows("select id from outbox where id like 'after %' order by seq")).toEqual([
      { id: 'after second' },
      { id: 'after first' },
      { id: 'after third' },
    ]);
    await outbox.forgetCopy(id, 'second');
    await outbox.forgetAddress(id);
    expect(await due(outbox)).toMatchObject([{ message: { address: 'third', copies: [] } }]);
  });

  it('remembers since when it may have arrived, until it is known that it has not', async () => {
    const { outbox } = await database.open();
    await outbox.enqueue([entry('one')]);
    await outbox.begin('one', 1500);
    const again = { notBefore: 0, attempts: 1, problem: 'cut off' };
    await outbox.postpone('one', { ...again, refusals: 2, uncertain: true });
    expect(await due(outbox)).toMatchObject([{ maybeSentAt: 1500, refusals: 2 }]);
    await outbox.postpone('one', again);
    expect(await due(outbox)).toMatchObject([{ maybeSentAt: null, refusals: 2 }]);
  });

  it('that would wait for longer than an hour is due when the clock may have been wrong', async () => {
    const { outbox } = await database.open();
    await outbox.enqueue([entry('soon', { notBefore: 2000 }), entry('in 2028', { notBefore: 1e13, place: OTHER })]);
    await outbox.retime(1000);
    expect(await outbox.nextDueAt([PLACE])).toBe(1000);
    expect(await outbox.nextDueAt([OTHER])).toBe(2000);
  });

  it('that was not made is told of with its place, once it is late, failed or was given up', async () => {
    const { outbox } = await database.open();
    const now = 1_000_000;
    await outbox.enqueue([
      entry('failed', { createdAt: now }),
      entry('late', { createdAt: now - 600_000 }),
      entry('fresh', { createdAt: now }),
      entry('lost', { place: OTHER, createdAt: now }),
    ]);
    await outbox.postpone('failed', { notBefore: now, attempts: 1, problem: 'HTTP 503' });
    await outbox.drop('lost', now, 'bad component');
    expect(await outbox.backlog(now)).toEqual([
      { place: PLACE, waiting: 2, oldestAt: now - 600_000, givenUp: 0, problem: 'HTTP 503' },
      { place: OTHER, waiting: 0, oldestAt: null, givenUp: 1, problem: 'bad component' },
    ]);
    expect(await outbox.backlog(now + 8 * 24 * 3_600_000)).toMatchObject([{ place: PLACE, waiting: 3 }]);
  });

  it('is followed by another one in the same breath', async () => {
    const { outbox } = await database.open();
    await outbox.enqueue([entry('one')]);
    await outbox.complete({ id: 'one', at: 1, covers: { kinds: [], readUpTo: 0 }, next: entry('two') });
    expect(ids(await due(outbox))).toEqual(['two']);
  });

  it('that failed comes again later, with what it was tried', async () => {
    const { outbox } = await database.open();
    await outbox.enqueue([entry('one')]);
    await outbox.postpone('one', { notBefore: 2000, attempts: 3, problem: 'busy' });
    expect(await due(outbox)).toEqual([]);
    expect(await due(outbox, { now: 2000 })).toMatchObject([{ id: 'one', attempts: 3 }]);
    expect(await database.rows('select problem from outbox')).toEqual([{ problem: 'busy' }]);
  });

  it('that is given up counts and is kept with its problem; one that has become moot does neither', async () => {
    const { outbox } = await database.open();
    await outbox.enqueue([entry('one'), entry('two'), entry('three')]);
    await outbox.drop('one', 1500, 'refused');
    await outbox.drop('two', 1500, null);
    await outbox.drop('one', 1600, 'refused');
    expect(await outbox.depth()).toEqual({ waiting: 1, oldestAt: 1000, dropped: 1 });
    const kept = 'select id, place, at, problem from given_up_deliveries';
    expect(await database.rows(kept)).toEqual([{ id: 'one', place: PLACE, at: 1500, problem: 'refused' }]);
  });

  it('that was written twice is refused, with all that came with it', async () => {
    const { outbox } = await database.open();
    await outbox.enqueue([entry('one')]);
    await expect(outbox.enqueue([entry('two'), entry('one', { key: 'another' })])).rejects.toThrow();
    await expect(outbox.enqueue([entry('three', { key: 'key one' })])).rejects.toThrow();
    expect((await outbox.depth()).waiting).toBe(1);
  });
});

describe('a place that is gone', () => {
  const database = useDatabase();

  it('is marked, loses all that waits for it, and others are told, in one go', async () => {
    const { outbox, incidents, subscriptions } = await database.open();
    for (const place of [PLACE, OTHER]) await subscriptions.put(subscription(place));
    await commit(incidents, opening('INC-1', ['a']));
    const held = { id: 'H1', place: PLACE, at: 1, what: { kind: 'opening', groupId: 'INC-1' } } as const;
    await commit(incidents, { held: [held, { ...held, id: 'H2', place: OTHER }] });
    await outbox.enqueue(Array.from({ length: 1200 }, (_, index) => entry(`many ${index}`)));
    const before = await incidents.loadNotifications(0);
    await outbox.abandonPlace({
      place: PLACE,
      at: 5000,
      problem: 'removed',
      notices: [entry('notice', { place: OTHER })],
    });
    expect(await outbox.depth()).toEqual({ waiting: 1, oldestAt: 1000, dropped: 1201 });
    expect(ids(await due(outbox))).toEqual(['notice']);
    const after = await incidents.loadNotifications(0);
    expect(after).toMatchObject({ messages: [], held: [{ id: 'H2' }] });
    expect(after.revision.shared).toBeGreaterThan(before.revision.shared);
    expect(await database.rows('select * from alert_message_groups')).toEqual([]);
    const broken = { since: 5000, problem: 'removed' };
    expect(await subscriptions.list()).toEqual([subscription(PLACE, { broken }), subscription(OTHER)]);
  });

  it('stays as it is when the notices are refused', async () => {
    const { outbox, subscriptions } = await database.open();
    await subscriptions.put(subscription());
    await outbox.enqueue([entry('one'), entry('two', { place: OTHER })]);
    const gone = { place: PLACE, at: 5000, problem: 'removed', notices: [entry('two', { place: OTHER })] };
    await expect(outbox.abandonPlace(gone)).rejects.toThrow();
    expect(await outbox.depth()).toEqual({ waiting: 2, oldestAt: 1000, dropped: 0 });
    expect(await subscriptions.list()).toEqual([subscription()]);
  });
});
