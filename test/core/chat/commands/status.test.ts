import { describe, expect, it } from 'vitest';
import type { RunningSweep } from '../../../../src/core/diagnosis/sweep/sweep-desk.ts';
import { linesOf, textOf } from '../../cards/card-texts.ts';
import { tenantId } from '../../fixtures.ts';
import { FakeRunStore, knownTenant, START, state } from '../fake-stores.ts';
import { WORKING } from '../harness.ts';
import { answerStatus, type StatusParts } from './ask-status.ts';

function createParts(rest: Partial<StatusParts> = {}): StatusParts & { runs: FakeRunStore } {
  return {
    connections: [WORKING, { ...WORKING, name: 'north' }],
    running: [],
    version: '1.2.3',
    clock: { now: () => START, monotonicMs: () => 0 },
    ...rest,
    runs: new FakeRunStore(),
  };
}

/** A sweep that has only begun. */
const BEGUN = {
  order: { connection: 'default' },
  progress: () => ({ connection: 'default', phase: 'partner', total: null }),
} as unknown as RunningSweep;

describe('status', () => {
  it('shows every connection, or the one that was named', async () => {
    const { card } = await answerStatus(createParts(), undefined);
    expect(linesOf(card).filter((line) => line.startsWith('Connection'))).toEqual([
      'Connection default · not known',
      'Connection north · not known',
    ]);
    const one = await answerStatus(createParts(), 'NORTH');
    expect(one.json).toMatchObject({ connections: [{ name: 'north' }] });
  });

  it('says which connections there are where another is named', async () => {
    const { card, failed } = await answerStatus(createParts(), 'south');
    expect(failed).toBe(true);
    expect(card.summary).toBe('There is no connection of that name. There are: default, north.');
  });

  it('is not green while nothing was swept, and says so', async () => {
    const { card } = await answerStatus(createParts(), undefined);
    expect(card).toMatchObject({ tone: 'neutral', status: 'not known', summary: 'Nothing is known to fail' });
    expect(textOf(card)).toContain('No sweep has finished yet.');
    const none = await answerStatus(createParts({ connections: [] }), undefined);
    expect(none.card).toMatchObject({ tone: 'neutral', summary: 'No connection is configured' });
  });

  it('counts what fails and what is unknown with their whole, and names causes and since when', async () => {
    const parts = createParts();
    parts.runs.known = Array.from({ length: 412 }, (_, number) => knownTenant(number));
    parts.runs.states = [
      state(tenantId(1), 'graph.token'),
      state(tenantId(2), 'graph.token'),
      ...[3, 4, 5].map((number) => state(tenantId(number), 'graph.token', { status: 'unknown', cause: null })),
      ...parts.runs.known.slice(6).map((one) => state(one.tenantId, 'graph.token', { status: 'pass', cause: null })),
    ];
    const { card } = await answerStatus(parts, 'default');
    const counts = '2 of 412 tenants fail, 3 are unknown';
    expect(card).toMatchObject({ tone: 'bad', summary: counts });
    expect(linesOf(card)).toContain(`${counts}, as of ${new Date(START).toISOString()}`);
    expect(linesOf(card)).toContain('Never tested: 1 tenant');
    expect(linesOf(card)).toContain(
      `Conditional Access blocks the sign-in: 2 tenants, since ${new Date(START - 3_600_000).toISOString()}`,
    );
  });

  it('shows what is under way, further facts and the version', async () => {
    const more = async () => [{ label: 'Client secret', value: [{ kind: 'text', text: 'ends in 12 days' } as const] }];
    const { card } = await answerStatus(createParts({ running: [BEGUN], more }), undefined);
    expect(linesOf(card).slice(-3)).toEqual([
      'Under way: connection default, testing the connection itself.',
      'Client secret: ends in 12 days',
      'Samaritan 1.2.3',
    ]);
  });

  it('does not call what is accepted a failure, and says how much of it there is', async () => {
    const readAccepted = async () => [
      {
        connection: 'default',
        tenantId: tenantId(1),
        checkId: null,
        reason: 'no licence',
        acceptedAt: 0,
        acceptedBy: 'x',
        until: null,
      },
    ];
    const parts = createParts({ readAccepted });
    parts.runs.known.push(knownTenant(1), knownTenant(2));
    parts.runs.states.push(state(tenantId(1), 'graph.token'), state(tenantId(2), 'graph.token'));
    const { card } = await answerStatus(parts, 'default');
    const lines = linesOf(card).join('\n');
    expect(lines).toMatch(/: 1 tenant/);
    expect(lines).toContain('Accepted: 1 tenant');
  });
});
