import { describe, expect, it } from 'vitest';
import type { Walk } from '../../../../src/core/guidance/walks/walk.ts';
import { useDatabase } from '../fixtures.ts';

const walk = (id: string, changes: Partial<Walk> = {}): Walk => ({
  ...{ id, place: 'discord:channel:1', articleId: 'consent-missing', connection: 'default' },
  tenant: { tenantId: 't', displayName: 'Contoso', defaultDomainName: null },
  situation: { owner: 'customer', hit: 1, tested: 9, codes: ['AADSTS65001'] },
  ...{
    answers: [],
    startedBy: 'Ada',
    startedAt: 1_795_900_000_000,
    movedBy: 'Ada',
    movedAt: 1_795_900_000_000,
    mended: false,
  },
  ...changes,
});

describe('walks', () => {
  const database = useDatabase();

  it('survive a restart at the step they were at', async () => {
    const first = await database.open();
    await first.walks.begin(walk('one'));
    const moved = walk('one', { answers: ['done', 'no-help'], movedBy: 'Bo', movedAt: 1_795_900_002_000 });
    expect(await first.walks.move(moved, 0)).toBe(true);
    await first.close();
    const { walks } = await database.open();
    expect(await walks.read('one')).toEqual(moved);
    expect(await walks.read('another')).toBeUndefined();
  });

  it('move from the step that was seen, and from no other', async () => {
    const { walks } = await database.open();
    await walks.begin(walk('one'));
    expect(await walks.move(walk('one', { answers: ['done'] }), 0)).toBe(true);
    expect(await walks.move(walk('one', { answers: ['no-help'] }), 0)).toBe(false);
    expect((await walks.read('one'))?.answers).toEqual(['done']);
  });

  it('are found by their place: the one moved last that is not mended', async () => {
    const { walks } = await database.open();
    await walks.begin(walk('old'));
    await walks.begin(walk('new', { movedAt: 1_795_900_003_000 }));
    await walks.begin(walk('mended', { movedAt: 1_795_900_004_000, mended: true }));
    await walks.begin(walk('elsewhere', { movedAt: 1_795_900_005_000, place: 'teams:channel:2' }));
    expect((await walks.newest('discord:channel:1'))?.id).toBe('new');
    expect(await walks.newest('discord:channel:9')).toBeUndefined();
  });
});
