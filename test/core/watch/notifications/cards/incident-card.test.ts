import { describe, expect, it } from 'vitest';
import { loadGuidance } from '../../../../../src/adapters/articles/open-guidance.ts';
import { parseAction } from '../../../../../src/core/cards/action-id.ts';
import type { CurrentState } from '../../../../../src/core/diagnosis/report/run-store.ts';
import { CAUSE_IDS, type CauseId } from '../../../../../src/core/model/causes/cause.ts';
import { findAsking, toIncidentCard } from '../../../../../src/core/watch/notifications/cards/incident-card.ts';
import { toIncidentFixCard } from '../../../../../src/core/watch/notifications/cards/incident-fix-card.ts';
import { tenantId } from '../../../fixtures.ts';
import { HOUR, START } from '../../harness.ts';
import { CA, context, facts, incident, labels, linesOf, member, plainLine } from './facts.ts';

const guidance = loadGuidance().library;

const failing = (cause: CauseId): CurrentState => ({
  ...{ tenantId: tenantId(1), displayName: 'Tenant 1', defaultDomainName: 'tenant1.example', lastSeenAt: START },
  ...{ checkId: 'graph.token', status: 'fail', cause, owner: 'customer', reason: null, confidence: 'exact' },
  ...{ evidence: { httpStatus: 400 }, since: START, failingSince: START, testedAt: START, freshUntil: START + HOUR },
});

describe('incidents that customers have to be written to about', () => {
  it('are found with one reading of each connection, as each would be by itself', async () => {
    const blocked = (id: string, number: number, rest = {}) => facts({ id, ...rest }, { names: [member(number)] });
    const all = [blocked('INC-1', 1), blocked('INC-2', 2), blocked('INC-3', 3, { connection: 'other' })];
    const asked: [string, readonly string[]][] = [];
    const known = [failing(CA), { ...failing(CA), tenantId: tenantId(2), owner: 'partner' } as const];
    const runs = {
      currentStates: async (connection: string, { tenantIds = [] }: { tenantIds?: readonly string[] } = {}) => {
        asked.push([connection, tenantIds]);
        return known.filter(({ tenantId: id }) => tenantIds.includes(id));
      },
    };
    const found = await findAsking(all, { library: guidance, runs });
    expect(asked).toEqual([
      ['default', ['partner', tenantId(1), tenantId(2)]],
      ['other', ['partner', tenantId(3)]],
    ]);
    const alone = await Promise.all(all.map((one) => findAsking([one], { library: guidance, runs })));
    expect(found).toEqual(alone.flat());
    expect(found.length).toBeGreaterThan(0);
  });
});

describe('the card of an incident', () => {
  it('says what, how many, whose, since when and the first step', () => {
    const card = toIncidentCard(facts(), context);
    expect(plainLine(card.title)).toBe('New: Conditional Access blocks the sign-in · 2 tenants');
    expect(plainLine(card.aside ?? [])).toBe('theirs');
    expect(linesOf(card)).toEqual([
      'Tenant 1, Tenant 2',
      'First seen T+0, confirmed T+5',
      'First step: First, for the tenant’s id',
      'INC-7Q2M · connection default',
    ]);
    expect(labels(card.actions)).toEqual(['How to fix', 'Acknowledge', 'Test again', 'Snooze']);
    const ids = card.actions.flatMap((action) => ('id' in action ? [parseAction(action.id)] : []));
    expect(ids.map((id) => [id?.verb, ...(id?.args ?? [])])).toEqual(
      ['incident', 'ack', 'recheck', 'snooze'].map((verb) => [verb, 'INC-7Q2M']),
    );
  });

  it('begins with the step that how to fix it begins with, whatever the cause and whoever acts', () => {
    for (const cause of CAUSE_IDS)
      for (const owner of ['partner', 'customer'] as const) {
        const one = facts({ cause, owner }, { openTenants: 1, names: [member(1)] });
        const states = [failing(cause)];
        const partner = [
          { ...failing(cause), tenantId: 'partner', checkId: 'partner.mfa', status: 'pass', cause: null } as const,
        ];
        const library = guidance;
        const alert = toIncidentCard(one, { ...context, library, around: { states, partner } });
        const fix = toIncidentFixCard({ facts: one, states, partner, library, subject: context.subjectOf() });
        const [first = ''] = linesOf(fix).slice(2);
        expect(linesOf(alert), cause).toContain(`First step: ${first}`);
        expect(first, cause).not.toMatch(/partner\.mfa/);
      }
  });

  it('fills the step for the only tenant', () => {
    const one = facts({}, { openTenants: 1, names: [member(1)] });
    expect(linesOf(toIncidentCard(one, context))).toContain(`First step: First, for ${tenantId(1)}`);
  });

  it('says who acknowledged it and why, for how long it is open, and who joined', () => {
    const acknowledged = { by: 'Ada\n', at: START + HOUR, reason: 'mailed the customer' };
    const joined = { lastJoined: { at: START + 2 * HOUR, count: 1 } };
    const card = toIncidentCard(facts({ acknowledged }, joined), context);
    expect(card.status).toBe('acknowledged');
    expect(linesOf(card).slice(0, 2)).toEqual([
      'Acknowledged by Ada: “mailed the customer” · T+60 · open for 3 h',
      'Tenant 1, Tenant 2 (1 more at T+120)',
    ]);
  });

  it('says where it waited for others that nobody acknowledged it, until somebody does', () => {
    const late = { ...context, afterMs: HOUR / 2 };
    const said = 'Nobody acknowledged it within 30 min, so it is told here.';
    expect(linesOf(toIncidentCard(facts(), late))[0]).toBe(said);
    const acknowledged = { by: 'Ada', at: START, reason: '' };
    expect(linesOf(toIncidentCard(facts({ acknowledged }), late))).not.toContain(said);
  });

  it.each([
    ['mended' as const, 'Snoozed by Ada until it is mended'],
    [START + 4 * HOUR, 'Snoozed by Ada until T+240'],
  ])('says until when it is snoozed: %s', (until, text) => {
    const card = toIncidentCard(facts({ snoozed: { by: 'Ada', at: START, until } }), context);
    expect(linesOf(card)[0]).toBe(text);
  });

  it('is no alarm while it is snoozed, and offers to end that', () => {
    const card = toIncidentCard(facts({ snoozed: { by: 'Ada', at: START, until: 'mended' } }), context);
    expect(card.tone).toBe('warn');
    expect(labels(card.actions)).toEqual(['How to fix', 'Acknowledge', 'Test again', 'End the snooze']);
  });

  it('names flapping', () => {
    const flapping = { incidents: [{ ...incident, flapping: true, cycles: 3 }] };
    const card = toIncidentCard(facts({}, flapping), context);
    expect(plainLine(card.title)).toMatch(/^Flapping: /);
    expect(linesOf(card)[0]).toContain('opened 3 times within a day');
  });

  it('says that every tenant is affected where the partner connection fails', () => {
    const partner = { cause: 'token.revoked', owner: 'partner', severity: 'critical', partnerLevel: true } as const;
    const card = toIncidentCard(facts(partner, { openTenants: 0, names: [] }), context);
    expect(plainLine(card.title)).toMatch(/^New: .* · the connection itself$/);
    expect(linesOf(card)[0]).toBe('All 300 tenants of the connection are affected.');
  });

  it('speaks of the one tenant of an app by itself, and begins with what mends it there', () => {
    const state = { ...failing('credential.secret-expired'), checkId: 'app.token', owner: 'partner' } as const;
    const group = {
      cause: 'credential.secret-expired',
      owner: 'partner',
      severity: 'critical',
      partnerLevel: true,
    } as const;
    const subject = { tenantId: tenantId(9), applicationId: 'the-app' };
    const around = { states: [state], partner: [state] };
    const card = toIncidentCard(facts(group, { openTenants: 0, names: [], listed: 0 }), {
      ...{ ...context, around, library: guidance, subjectOf: () => subject },
    });
    expect(linesOf(card)[0]).toBe('The tenant of the connection is affected.');
    expect(linesOf(card).join('\n')).toContain('First step: Open Certificates & secrets of the app');
  });

  it('says where its cause is likely only: by what was read, or since it is judged ours in a crowd', () => {
    const whose = (...given: Parameters<typeof facts>) =>
      plainLine(toIncidentCard(facts(...given), context).aside ?? []);
    expect(whose()).toBe('theirs');
    expect(whose({}, { likely: true })).toBe('theirs · likely');
    expect(whose({ owner: 'partner' }, { openTenants: 200 })).toBe('ours · likely');
    expect(toIncidentCard(facts({}, { likely: true }), context).summary).toContain('theirs · likely');
  });

  it('has nothing to press once it is closed, and says how it ended', () => {
    const ended = { incidents: [{ ...incident, outcome: 'mended' as const, closedAt: START + 2 * HOUR }] };
    const card = toIncidentCard(facts({ closedAt: START + 2 * HOUR, open: 0 }, ended), context);
    expect([card.tone, card.status, card.actions]).toEqual(['good', 'mended', []]);
    expect(linesOf(card)[0]).toBe('After 2 h, at T+120.');
  });

  it('shows what was read of an end', () => {
    const finding = {
      source: 'expiry',
      key: 'k',
      tenant: null,
      stage: '7',
      rank: 3,
      title: null,
      reason: 'It ends on 9 March 2026.',
    };
    const reading = { incidents: [{ ...incident, cause: 'credential.secret-expiring' as const, finding }] };
    const card = toIncidentCard(facts({ cause: 'credential.secret-expiring', severity: 'warning' }, reading), context);
    expect(card.tone).toBe('warn');
    expect(linesOf(card)).toContain('It ends on 9 March 2026.');
  });
});
