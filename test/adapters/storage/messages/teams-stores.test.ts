import { describe, expect, it } from 'vitest';
import { useDatabase } from '../fixtures.ts';

describe('the replay ledger', () => {
  const database = useDatabase();

  it('sees a key once, whoever asks, also after a restart', async () => {
    const [one, other] = [await database.open(), await database.open()];
    const asked = await Promise.all(
      [one, other, one, other].map(({ replayLedger }) => replayLedger.firstSeen('k', 5000)),
    );
    expect(asked.filter((first) => first)).toHaveLength(1);
    await one.close();
    expect(await (await database.open()).replayLedger.firstSeen('k', 9000)).toBe(false);
    expect(await other.replayLedger.firstSeen("'; k", 5000)).toBe(true);
  });

  it('forgets it after its time, and not before', async () => {
    const { replayLedger } = await database.open();
    await replayLedger.firstSeen('k', 5000);
    database.clock.set(4999);
    expect(await replayLedger.firstSeen('k', 9000)).toBe(false);
    database.clock.set(5000);
    expect(await replayLedger.firstSeen('k', 9000)).toBe(true);
    expect(await replayLedger.firstSeen('k', 9000)).toBe(false);
  });
});

describe('conversations', () => {
  const database = useDatabase();
  const chat = (conversationId: string, rest = {}) => ({
    conversationId,
    teamId: null,
    personId: null,
    reference: `{"of":"${conversationId}"}`,
    ...rest,
  });

  it('are found again, in their latest words', async () => {
    const { references } = await database.open();
    await references.keep(chat('19:a'));
    await references.keep(chat('19:a', { reference: '{"new":true}' }));
    expect(await references.find('19:a')).toBe('{"new":true}');
    expect(await references.find('19:b')).toBeUndefined();
    await references.remove('19:a');
    expect(await references.find('19:a')).toBeUndefined();
  });

  it('give the personal chat with somebody that was kept last', async () => {
    const { references } = await database.open();
    for (const id of ['z', 'a', 'z']) await references.keep(chat(id, { personId: 'ada' }));
    await references.keep(chat('m', { personId: 'bob' }));
    expect(await references.personal('ada')).toBe('{"of":"z"}');
    expect(await references.personal('eve')).toBeUndefined();
    await references.remove('z');
    expect(await references.personal('ada')).toBe('{"of":"a"}');
  });

  it('of a team go at once', async () => {
    const { references } = await database.open();
    for (const [id, teamId] of [
      ['1', 'red'],
      ['2', 'red'],
      ['3', 'blue'],
      ['4', null],
    ] as const) {
      await references.keep(chat(id, { teamId }));
    }
    await references.removeTeam('red');
    expect(await database.rows('select conversation_id as id from conversations order by id')).toEqual([
      { id: '3' },
      { id: '4' },
    ]);
  });

  it('are welcomed once, and again after the bot was gone', async () => {
    const { references } = await database.open();
    expect(await references.firstWelcome('19:a')).toBe(false);
    await references.keep(chat('19:a'));
    const both = await Promise.all([references.firstWelcome('19:a'), references.firstWelcome('19:a')]);
    expect(both.toSorted()).toEqual([false, true]);
    await references.keep(chat('19:a', { reference: '{}' }));
    expect(await references.firstWelcome('19:a')).toBe(false);
    await references.remove('19:a');
    await references.keep(chat('19:a'));
    expect(await references.firstWelcome('19:a')).toBe(true);
  });
});
