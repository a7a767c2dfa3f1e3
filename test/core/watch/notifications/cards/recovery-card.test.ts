import { describe, expect, it } from 'vitest';
import type { Recovery } from '../../../../../src/core/watch/incidents/incident.ts';
import { toRecoveryCard } from '../../../../../src/core/watch/notifications/cards/recovery-card.ts';
import { HOUR, MINUTE, START } from '../../harness.ts';
import { CA, linesOf, plainLine } from './facts.ts';

describe('the card of a recovery', () => {
  const recovery: Recovery = {
    groupId: 'INC-7Q2M',
    connection: 'default',
    cause: CA,
    owner: 'customer',
    at: START,
    references: ['INC-7Q2M', 'INC-7Q2N'],
    incidents: 2,
    remaining: 0,
    partnerLevel: false,
    names: ['Contoso', 'Fabrikam'],
    tenants: 2,
    everTenants: 2,
    lastedMs: 5 * HOUR + 41 * MINUTE,
    outcomes: { mended: 2 },
    mendedBy: null,
    reading: false,
    title: null,
    continuesIn: null,
  };
  it.each<[string, Partial<Recovery>, string]>([
    ['several tenants', {}, 'Mended after 5 h 41 min: Contoso, Fabrikam work again.'],
    ['one', { names: ['Contoso'], tenants: 1, everTenants: 1 }, 'Mended after 5 h 41 min: Contoso works again.'],
    [
      'the last',
      { names: ['Contoso'], tenants: 1, everTenants: 300 },
      'Mended after 5 h 41 min: Contoso works again, the last of 300.',
    ],
    ['many', { tenants: 300, everTenants: 300 }, 'Mended after 5 h 41 min: Contoso, Fabrikam and 298 more work again.'],
    [
      'the connection',
      { partnerLevel: true, names: [], tenants: 0 },
      'Mended after 5 h 41 min: the connection itself works again.',
    ],
    [
      'another cause',
      { outcomes: { replaced: 2 } },
      'No longer this cause, after 5 h 41 min: Contoso, Fabrikam fail for another one now.',
    ],
    ['accepted', { outcomes: { accepted: 1 } }, 'Accepted after 5 h 41 min: it is expected for Contoso, Fabrikam.'],
    [
      'gone',
      { outcomes: { vanished: 1 } },
      'Ended after 5 h 41 min: Contoso, Fabrikam are not on the customer list any more.',
    ],
    [
      'merged',
      { outcomes: { merged: 1 }, continuesIn: 'INC-AAAA' },
      'Goes on as INC-AAAA: so many tenants have it that it is ours.',
    ],
    ['a reading', { reading: true, names: [], tenants: 0 }, 'Settled after 5 h 41 min: the connection itself.'],
  ])('of %s', (_name, rest, title) => {
    expect(plainLine(toRecoveryCard({ ...recovery, ...rest }).title)).toBe(title);
  });

  it('says what mended it, and what else ended', () => {
    const card = toRecoveryCard({
      ...recovery,
      outcomes: { mended: 1, vanished: 1 },
      remaining: 3,
      mendedBy: { kind: 'all-at-once' },
    });
    expect(linesOf(card)).toEqual([
      'Conditional Access blocks the sign-in · theirs',
      'All of them work again at once, so it was mended in one place.',
      'Also ended: 1 gone from the customer list.',
      'Still open in this message: 3 incidents.',
      'INC-7Q2M, INC-7Q2N',
    ]);
    const tested = toRecoveryCard({ ...recovery, mendedBy: { kind: 'tested-again', by: 'Ada\u202E' } });
    expect(linesOf(tested)[1]).toBe('Found when Ada tested again.');
  });
});
