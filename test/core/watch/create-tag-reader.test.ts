import { describe, expect, it } from 'vitest';
import type { TagRule } from '../../../src/core/model/tenants/tag.ts';
import { createTagReader } from '../../../src/core/watch/create-tag-reader.ts';

const DAY_MS = 86_400_000;
const tenant = (tenantId: string, firstSeenAt: number) => ({
  ...{ tenantId, displayName: `Name ${tenantId}`, defaultDomainName: null, firstSeenAt },
});
const isNew: TagRule = {
  tag: 'new',
  names: [],
  domains: [],
  newWithinDays: 7,
  endingWithinDays: null,
  licences: [],
  causes: [],
};

/** A reader over a fleet of two, and how often its tags were read. */
function reader(...rules: TagRule[]) {
  const state = {
    ...{ tenants: 1, causes: 1, now: 10 * DAY_MS, reads: 0, asked: 0 },
    given: [{ tenantId: 'a', tag: 'vip' }],
    failing: [{ tenantId: 'a', cause: 'license.missing' }],
  };
  const read = createTagReader({
    tags: {
      revision: async () => {
        state.asked += 1;
        return { tenants: state.tenants, causes: state.causes };
      },
      read: async () => {
        state.reads += 1;
        return { given: state.given, rules };
      },
      ends: async () => ({ a: 40 * DAY_MS }),
      licences: async () => [{ tenantId: 'b', owned: ['SPB'], readAt: 0 }],
    },
    runs: {
      fleet: async () => ({ tenants: [tenant('a', 0), tenant('b', 5 * DAY_MS)] }),
      currentStates: async () => state.failing,
    },
    incidents: { load: async () => ({ incidents: [] }) },
    clock: { now: () => state.now, monotonicMs: () => state.now },
  });
  return { state, read, members: async (tag: string) => (await read('default')).members(tag) };
}

describe('who has which tag', () => {
  it('is read once while nothing changes, and anew at once when something has', async () => {
    const { state, members } = reader();
    for (const _ of [1, 2, 3]) expect(await members('vip')).toEqual(['a']);
    expect(state.reads).toBe(1);
    state.given = [];
    state.tenants += 1;
    expect(await members('vip')).toEqual([]);
  });

  it('is asked nothing of which the revision was just read with something else', async () => {
    const { state, read, members } = reader();
    expect(await members('vip')).toEqual(['a']);
    expect((await read('default', { tenants: 1, causes: 1 })).members('vip')).toEqual(['a']);
    expect(state).toMatchObject({ reads: 1, asked: 1 });
    state.given = [];
    expect((await read('default', { tenants: 2, causes: 1 })).members('vip')).toEqual([]);
    expect(state).toMatchObject({ reads: 2, asked: 1 });
  });

  it('is another when a tenant is no longer new, and when the clock is put back', async () => {
    const { state, members } = reader(isNew);
    expect(await members('new')).toEqual(['b']);
    state.now = 12 * DAY_MS - 1;
    expect(await members('new')).toEqual(['b']);
    expect(state.reads).toBe(1);
    state.now = 12 * DAY_MS;
    expect(await members('new')).toEqual([]);
    state.now = 6 * DAY_MS;
    expect(await members('new')).toEqual(['a', 'b']);
  });

  it('is another when the end of delegated access comes near', async () => {
    const { state, members } = reader({ ...isNew, newWithinDays: null, endingWithinDays: 7 });
    expect(await members('new')).toEqual([]);
    state.now = 33 * DAY_MS;
    expect(await members('new')).toEqual(['a']);
  });

  it('is told by what tenants own, as last read', async () => {
    const { members } = reader({ ...isNew, newWithinDays: null, licences: ['business premium'] });
    expect(await members('new')).toEqual(['b']);
  });

  it('is read anew after another failure only where a rule asks for that', async () => {
    const plain = reader(isNew);
    const asking = reader({ ...isNew, newWithinDays: null, endingWithinDays: null, causes: ['license.'] });
    for (const { members, state } of [plain, asking]) {
      await members('new');
      state.failing = [...state.failing, { tenantId: 'b', cause: 'license.expired' }];
      state.causes += 1;
    }
    expect([await plain.members('new'), plain.state.reads]).toEqual([['b'], 1]);
    expect([await asking.members('new'), asking.state.reads]).toEqual([['a', 'b'], 2]);
  });
});
