import { describe, expect, it } from 'vitest';
import type { RunningSweep } from '../../../../src/core/diagnosis/sweep/sweep-desk.ts';
import { linesOf, textOf } from '../../cards/card-texts.ts';
import { check, failing, START, tenantId, tenantResult, working } from '../../fixtures.ts';
import { keepFound, openStores } from '../../open-stores.ts';
import { VirtualTime } from '../../virtual-time.ts';
import { WORKING } from '../harness.ts';
import { answerStatus, type StatusParts } from './ask-status.ts';

async function createParts(rest: Partial<Omit<StatusParts, 'runs' | 'clock'>> = {}) {
  const clock = new VirtualTime(START);
  const { runs } = await openStores(clock);
  return {
    connections: [WORKING, { ...WORKING, name: 'north' }],
    running: [],
    version: '1.2.3',
    ...{ runs, clock },
    ...rest,
  };
}

const HOUR = 3_600_000;

/** A sweep that has only begun. */
const BEGUN = {
  order: { connection: 'default' },
  progress: () => ({ connection: 'default', phase: 'partner', total: null }),
} as unknown as RunningSweep;

describe('status', () => {
  it('shows every connection, or the one that was named', async () => {
    const { card } = await answerStatus(await createParts(), undefined);
    expect(linesOf(card).filter((line) => line.startsWith('Connection'))).toEqual([
      'Connection default · not known',
      'Connection north · not known',
    ]);
    const one = await answerStatus(await createParts(), 'NORTH');
    expect(one.json).toMatchObject({ connections: [{ name: 'north' }] });
  });

  it('says which connections there are where another is named', async () => {
    const { card, failed } = await answerStatus(await createParts(), 'south');
    expect(failed).toBe(true);
    expect(card.summary).toBe('There is no connection “south”. There are: default, north.');
  });

  it('is not green while nothing was swept, and says so', async () => {
    const { card } = await answerStatus(await createParts(), undefined);
    expect(card).toMatchObject({ tone: 'neutral', status: 'not known', summary: 'No tenant was tested yet' });
    expect(textOf(card)).toContain('No sweep has finished yet.');
    const none = await answerStatus(await createParts({ connections: [] }), undefined);
    expect(none.card).toMatchObject({ tone: 'neutral', summary: 'No connection is configured' });
  });

  it('counts what fails and what is unknown with their whole, and names causes and since when', async () => {
    const parts = await createParts();
    const tenants = [
      tenantResult(0, []),
      ...[1, 2].map((number) => failing(number, 'access.conditional-access')),
      ...[3, 4, 5].map((number) => tenantResult(number, [check('graph.token', 'unknown')])),
      ...Array.from({ length: 406 }, (_, index) => working(index + 6)),
    ];
    for (const at of [START - HOUR, START]) await keepFound(parts.runs, parts.clock, { at, tenants });
    const { card } = await answerStatus(parts, 'default');
    const counts = '2 of 412 tenants fail, 3 are unknown';
    expect(card).toMatchObject({ tone: 'bad', summary: counts });
    expect(linesOf(card)).toContain(`${counts}, as of ${new Date(START).toISOString()}`);
    expect(linesOf(card)).toContain('Never tested: 1 tenant');
    expect(linesOf(card)).toContain(
      `Conditional Access blocks the sign-in: 2 tenants, since ${new Date(START - HOUR).toISOString()}`,
    );
  });

  it('shows what is under way, further facts and the version', async () => {
    const more = async () => [{ label: 'Client secret', value: [{ kind: 'text', text: 'ends in 12 days' } as const] }];
    const { card } = await answerStatus(await createParts({ running: [BEGUN], more }), undefined);
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
    const parts = await createParts({ readAccepted });
    const tenants = [failing(1, 'access.conditional-access'), failing(2, 'access.conditional-access')];
    await keepFound(parts.runs, parts.clock, { at: START - HOUR, tenants });
    const { card } = await answerStatus(parts, 'default');
    const lines = linesOf(card).join('\n');
    expect(lines).toMatch(/: 1 tenant/);
    expect(lines).toContain('Accepted: 1 tenant');
  });
});
