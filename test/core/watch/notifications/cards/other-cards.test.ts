import { describe, expect, it } from 'vitest';
import { CARD_LIMITS } from '../../../../../src/core/cards/card.ts';
import type { Notice } from '../../../../../src/core/watch/incidents/message.ts';
import { toDigestCard } from '../../../../../src/core/watch/notifications/cards/digest-card.ts';
import { toReminderCard } from '../../../../../src/core/watch/notifications/cards/entry-cards.ts';
import { toIncidentCard } from '../../../../../src/core/watch/notifications/cards/incident-card.ts';
import { toNewsCard } from '../../../../../src/core/watch/notifications/cards/notice-card.ts';
import { HOUR, START } from '../../harness.ts';
import { context, facts, incident, labels, linesOf, member, plainLine } from './facts.ts';

describe('the other cards', () => {
  const closed = facts(
    { id: 'INC-B', closedAt: START + HOUR, open: 0 },
    { incidents: [{ ...incident, outcome: 'mended', closedAt: START + HOUR }] },
  );

  it('a digest tells what is open and what has ended since', () => {
    const card = toDigestCard({ why: 'quiet', also: [], notices: [] }, [facts(), closed], [], {});
    expect(plainLine(card.title)).toBe('While it was quiet: 2 new incidents, 1 ended since');
    expect(card.blocks[0]).toMatchObject({ kind: 'section', section: { actions: [{ look: 'primary' }, {}] } });
    expect(linesOf(card)).toEqual([
      'Conditional Access blocks the sign-in · theirs · Tenant 1, Tenant 2 · since T+0 · mended after 1 h',
    ]);
    expect(card.actions).toEqual([]);
  });

  it('a digest opens what is told of beside it, which has no row of its own', () => {
    const beside = facts({ id: 'INC-BESIDE' });
    const card = toDigestCard({ why: 'quiet', also: [], notices: [] }, [facts()], [beside], { asking: [beside] });
    expect(card.actions).toMatchObject([
      { placeholder: 'Open an incident', options: [{ value: 'INC-BESIDE' }] },
      { placeholder: 'Messages to the customers', options: [{ value: 'INC-BESIDE' }] },
    ]);
  });

  it('a reminder says for how long and what to press', () => {
    const card = toReminderCard('interval', [facts()], context);
    expect(plainLine(card.title)).toBe('Still open after 3 h: Conditional Access blocks the sign-in');
    expect(linesOf(card).join()).toMatch(/^theirs · /);
    // One alone is no list.
    expect(card.blocks.map(({ kind }) => kind)).toEqual(['text']);
    expect(labels(card.actions)).toContain('Acknowledge');
    expect(toReminderCard('snooze', [facts(), facts()], context).actions).toEqual([]);
  });

  it('a change of the customer list names who left and what that means', () => {
    const none = { names: [], count: 0 };
    const notice: Notice = {
      kind: 'tenants',
      connection: 'default',
      cause: 'tenant.vanished',
      owner: 'partner',
      severity: 'warning',
      at: START,
      appeared: none,
      returned: none,
      vanished: { names: ['Contoso'], count: 1 },
      remark: 'Customers known only through GDAP are not listed.',
    };
    const card = toNewsCard(notice);
    expect(card.summary).toBe('1 tenant vanished from the customer list');
    const mixed = toNewsCard({
      ...notice,
      appeared: { names: ['Fabrikam'], count: 1 },
      returned: { names: ['A'], count: 1 },
    });
    expect(mixed.summary).toBe('1 tenant vanished from the customer list, 1 new tenant on it, 1 tenant back on it');
    expect(linesOf(card)).toContain('Vanished: Contoso');
    expect(linesOf(card).join()).toContain('The list was read with a remark');
    expect(toNewsCard({ ...notice, vanished: none, appeared: { names: ['Fabrikam'], count: 1 } }).tone).toBe('neutral');
  });

  it('fit, whatever the names and texts are', () => {
    const long = `\u202E${'Überlanger Name '.repeat(500)}`;
    const members = Array.from({ length: 5 }, (_, index) => member(index, long));
    const finding = { source: 'expiry', key: 'k', tenant: null, stage: null, rank: 0, title: long, reason: long };
    const incidents = Array.from({ length: 5 }, () => ({ ...incident, finding, flapping: true, cycles: 9 }));
    const acknowledged = { by: long, at: START, reason: long };
    const snoozed = { by: long, at: START, until: START };
    const worst = facts({ acknowledged, snoozed, connection: long }, { names: members, incidents, openTenants: 5000 });
    const many = Array.from({ length: 60 }, () => worst);
    const digest = toDigestCard({ why: 'quiet', also: [], notices: [] }, many, many, {});
    const cards = [toIncidentCard(worst, context), digest, toReminderCard('stage', [worst], context)];
    for (const card of cards) {
      const text = [plainLine(card.title), ...linesOf(card), card.summary].join('');
      expect(text).not.toContain('\u202E');
      expect(text.length).toBeLessThanOrEqual(CARD_LIMITS.textLength);
      expect(card.blocks.length).toBeLessThanOrEqual(16);
      for (const action of card.actions) {
        if (action.kind !== 'choice') continue;
        expect(action.options.length).toBeLessThanOrEqual(CARD_LIMITS.choices);
        for (const option of action.options) expect(option.label.length).toBeLessThanOrEqual(100);
      }
    }
  });

  it('says of a missed run how late it was made up for, and why', () => {
    const card = toNewsCard({
      kind: 'late',
      connection: 'default',
      cause: 'internal',
      owner: 'partner',
      severity: 'notice',
      at: 0,
      schedule: 'hourly',
      text: 'Run 3 h late: Samaritan was not running.',
    });
    expect(card).toMatchObject({ tone: 'warn', status: 'late', summary: 'The schedule hourly ran late.' });
    expect(JSON.stringify(card.blocks)).toContain('3 h late');
  });
});
