import { describe, expect, it } from 'vitest';
import { PARTNER_STATE_KEY } from '../../../../src/core/diagnosis/report/run-store.ts';
import { readConnectionStatus } from '../../../../src/core/watch/status/read-status.ts';
import { FakeRunStore, START, state } from '../../chat/fake-stores.ts';
import { WORKING } from '../../chat/harness.ts';
import { check, tenantId } from '../../fixtures.ts';

const FINISHED = {
  id: 'RUN',
  kind: 'testtokens',
  connection: 'default',
  startedAt: START - 5000,
  finishedAt: START,
  scope: 'all',
  status: 'completed',
  totals: null,
} as const;

async function statusOf(change: (runs: FakeRunStore) => void, entry = WORKING) {
  const runs = new FakeRunStore();
  change(runs);
  return await readConnectionStatus(entry, runs);
}

describe('readConnectionStatus', () => {
  it('is good only after a whole sweep with nothing failing', async () => {
    expect(await statusOf((runs) => runs.runs.push(FINISHED))).toMatchObject({
      tone: 'good',
      causes: [],
      lastRun: { id: 'RUN', finishedAt: START },
    });
  });

  it.each([
    ['nothing', []],
    ['an interrupted sweep', [{ ...FINISHED, status: 'interrupted' as const }]],
    ['a sweep under way', [{ ...FINISHED, status: 'running' as const, finishedAt: null }]],
    ['a sweep of named tenants', [{ ...FINISHED, scope: 'named' as const }]],
    ['a re-test', [{ ...FINISHED, kind: 'retest' as const }]],
  ])('is neither good nor bad after %s', async (_what, runs) => {
    const status = await statusOf((store) => store.runs.push(...runs));
    expect(status.tone).toBe('neutral');
    expect(status).not.toHaveProperty('lastRun');
  });

  it('finds the last sweep behind many re-tests', async () => {
    const status = await statusOf((store) => {
      for (let again = 0; again < 60; again += 1) store.runs.push({ ...FINISHED, id: `AGAIN${again}`, kind: 'retest' });
      store.runs.push(FINISHED);
    });
    expect(status.lastRun?.id).toBe('RUN');
  });

  it('groups what fails by cause: the partner’s own first, then by how many tenants, since the first of them', async () => {
    const { tone, causes } = await statusOf((runs) => {
      runs.runs.push(FINISHED);
      runs.states = [
        state(tenantId(1), 'graph.token', { failingSince: START - 1000 }),
        state(tenantId(1), 'exchange.token', { failingSince: START - 3000 }),
        state(tenantId(2), 'exchange.read', { cause: 'exchange.role-missing', failingSince: START - 9000 }),
        state(tenantId(3), 'graph.token', { failingSince: START - 2000 }),
        state(PARTNER_STATE_KEY, 'partner.token', { cause: 'token.expired', lastSeenAt: null, failingSince: null }),
        state(tenantId(4), 'graph.read', { cause: 'not.in.this.version', status: 'unknown', failingSince: null }),
      ];
    });
    expect(tone).toBe('bad');
    expect(causes.map(({ cause, tenants, since }) => [cause, tenants, since])).toEqual([
      ['token.expired', 0, null],
      ['access.conditional-access', 2, START - 3000],
      ['exchange.role-missing', 1, START - 9000],
      [null, 1, null],
    ]);
    expect(causes.at(-1)?.title).toBe('Nobody knows why');
  });

  it('takes what is unknown for bad', async () => {
    const status = await statusOf((runs) => {
      runs.runs.push(FINISHED);
      runs.states = [state(tenantId(1), 'graph.read', { status: 'unknown', cause: 'network.timeout' })];
    });
    expect(status.tone).toBe('bad');
  });

  it('leaves out customers that the last whole sweep had in its list no more', async () => {
    const status = await statusOf((runs) => {
      runs.runs.push(FINISHED);
      runs.states = [state(tenantId(1), 'graph.token', { lastSeenAt: START - 86_400_000 })];
    });
    expect(status).toMatchObject({ tone: 'good', causes: [] });
    const before = await statusOf((runs) => {
      runs.states = [state(tenantId(1), 'graph.token', { lastSeenAt: START - 86_400_000 })];
    });
    expect(before.causes).toHaveLength(1);
  });

  it('is bad where the credentials can’t be right, whatever was found before', async () => {
    const shape = check('credentials.shape', 'fail', { reason: 'SAM_TENANT_ID is missing.' });
    const status = await statusOf((runs) => runs.runs.push(FINISHED), { name: 'default', shape, tenant: '' });
    expect(status).toMatchObject({ tone: 'bad', problem: 'SAM_TENANT_ID is missing.' });
  });
});
