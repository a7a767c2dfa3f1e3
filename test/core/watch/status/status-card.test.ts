import { describe, expect, it } from 'vitest';
import { toStatusCard } from '../../../../src/core/watch/status/status-card.ts';
import { facts } from '../notifications/cards/facts.ts';

describe('the morning’s board', () => {
  it('counts what is open also where more is than it lists', () => {
    const all = Array.from({ length: 150 }, (_, at) => facts({ id: `INC-${at}`, open: at === 0 ? 7 : 1 }));
    const open = all.map(({ group }) => group);
    const reading = {
      open,
      matters: all.slice(0, 100),
      asking: [],
      connections: [],
      accepted: [],
      running: [],
      more: [],
    };
    const titleOf = (among: object): string => toStatusCard({ ...reading, ...among, version: '1' }).summary;
    expect(titleOf({})).toBe('150 matters with 156 incidents are open · 150 new');
    // Some of their incidents are in other tenants.
    expect(titleOf({ among: 'emea' })).toBe('150 matters are open · 150 new · tagged emea');
  });
});
