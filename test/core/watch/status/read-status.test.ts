import { describe, expect, it } from 'vitest';
import { type ConnectionStatus, readConnectionStatus } from '../../../../src/core/watch/status/read-status.ts';
import { keepRun, useDatabase } from '../../../adapters/storage/fixtures.ts';
import { check, fail, NO_TOTALS, partner, pass, tenant } from '../../../adapters/storage/results.ts';
import { WORKING } from '../../chat/harness.ts';

const AT = 1_000_000;
type Kept = Omit<Parameters<typeof keepRun>[3], 'at'>;

describe('readConnectionStatus', () => {
  const database = useDatabase();

  let kept = -1;

  /** The status after these runs, a second apart. */
  async function statusAfter(...runs: Kept[]): Promise<ConnectionStatus> {
    const storage = await database.open();
    for (const [index, options] of runs.entries()) {
      kept += 1;
      await keepRun(storage, database.clock, `RUN-${kept}`, { at: AT + index * 1000, ...options });
    }
    return await readConnectionStatus(WORKING, storage.runs, database.clock.now());
  }

  const works: Kept = { results: { tenants: [tenant('a', pass(), pass('exchange.read'))] } };

  it('is good only after a whole sweep with nothing failing', async () => {
    expect(await statusAfter(works)).toMatchObject({
      tone: 'good',
      causes: [],
      notTested: [],
      tenants: { all: 1, pass: 1 },
      asOf: AT,
      lastRun: { id: expect.any(String), finishedAt: AT + 10 },
    });
  });

  it.each<[string, Kept[]]>([
    ['nothing', []],
    ['an interrupted sweep that read no list', [{ ...works, status: 'interrupted', listed: undefined }]],
    ['a sweep of named tenants', [{ ...works, scope: 'named' }]],
    ['a re-test', [{ ...works, kind: 'retest', scope: 'named' }]],
  ])('is neither good nor bad after %s', async (_what, runs) => {
    const status = await statusAfter(...runs);
    expect(status.tone).toBe('neutral');
    expect(status).not.toHaveProperty('lastRun');
  });

  it.each([2_000, 30_000, 9 * 60_000])(
    'is as it would be where the clock was set back by %d ms, while a sweep ran or between two',
    async (backMs) => {
      const storage = await database.open();
      const all = { tenants: [tenant('a', pass()), tenant('b', pass())] };
      const sweep = { kind: 'testtokens', connection: 'default', scope: 'all' } as const;
      await storage.runs.begin({ ...sweep, id: 'ONE', startedAt: AT });
      database.clock.set(AT - backMs);
      await storage.runs.append('ONE', { partner: partner(), tenants: all.tenants });
      await storage.runs.finish('ONE', {
        status: 'completed',
        finishedAt: AT + 10,
        totals: NO_TOTALS,
        listed: all.tenants,
      });
      const during = await readConnectionStatus(WORKING, storage.runs, database.clock.now());
      expect(during).toMatchObject({ notTested: [], lastRun: { id: 'ONE' } });
      const worse = { tenants: [tenant('a', fail('token.expired')), tenant('b', pass())] };
      await keepRun(storage, database.clock, 'A-LATER-ONE', { at: AT - backMs + 500, results: worse });
      const after = await readConnectionStatus(WORKING, storage.runs, database.clock.now());
      expect(after).toMatchObject({
        notTested: [],
        lastRun: { id: 'A-LATER-ONE' },
        tenants: { all: 2, pass: 1, fail: 1 },
      });
      await keepRun(storage, database.clock, 'AGAIN', {
        kind: 'retest',
        scope: 'named',
        at: AT - backMs + 900,
        results: all,
      });
      const again = await readConnectionStatus(WORKING, storage.runs, database.clock.now());
      expect(again).toMatchObject({ notTested: [], tenants: { all: 2, pass: 2 } });
    },
  );

  it('takes no sweep of a clock that was ahead for the newest, nor what it found for fresh', async () => {
    const storage = await database.open();
    const day = 24 * 3_600_000;
    const both = { tenants: [tenant('a', pass()), tenant('b', pass())] };
    await keepRun(storage, database.clock, 'AHEAD', { at: AT + day, results: both });
    await keepRun(storage, database.clock, 'NOW', {
      at: AT,
      results: { tenants: [tenant('a', pass())] },
      listed: both.tenants,
    });
    database.clock.set(AT + 1000);
    const status = await readConnectionStatus(WORKING, storage.runs, database.clock.now());
    expect(status.lastRun?.id).toBe('NOW');
    expect(status.notTested.map(({ tenantId }) => tenantId)).toEqual(['b']);
  });

  it('finds the last sweep behind many re-tests', async () => {
    const again: Kept[] = Array.from({ length: 60 }, () => ({ kind: 'retest', scope: 'named' }));
    expect((await statusAfter(works, ...again)).lastRun?.finishedAt).toBe(AT + 10);
  });

  it('groups what fails by cause: the partner’s own first, then by how many tenants, since the first of them', async () => {
    const role = fail('exchange.role-missing', 't', 'exchange.read');
    const blocked = fail('access.conditional-access');
    const odd = check('unknown', { id: 'graph.read', reason: 'It answers in verse.' });
    const { tone, causes } = await statusAfter(
      { results: { tenants: [tenant('a', blocked), tenant('b', role), tenant('c', pass()), tenant('d', pass())] } },
      {
        results: {
          partner: partner(check('unknown', { id: 'partner.token', cause: 'token.expired' })),
          tenants: [tenant('a', blocked), tenant('b', role), tenant('c', blocked), tenant('d', odd)],
        },
      },
    );
    expect(tone).toBe('bad');
    expect(causes.map(({ cause, tenants, since }) => [cause, tenants, since])).toEqual([
      ['token.expired', 0, null],
      ['access.conditional-access', 2, AT],
      ['exchange.role-missing', 1, AT],
      [null, 1, null],
    ]);
    expect(causes.at(-1)?.title).toBe('graph.read: It answers in verse.');
  });

  it('takes what is unknown neither for good nor for failing', async () => {
    const status = await statusAfter({ results: { tenants: [tenant('a', check('unknown'))] } });
    expect(status).toMatchObject({ tone: 'unknown', tenants: { unknown: 1, fail: 0 } });
  });

  it('leaves out customers that left the list, until they are tested all the same', async () => {
    const broken = { results: { tenants: [tenant('a', fail('gdap.expired')), tenant('b', pass())] } };
    const left: Kept = { results: { tenants: [tenant('b', pass(), pass('exchange.read'))] } };
    expect(await statusAfter(broken, left)).toMatchObject({
      tone: 'good',
      causes: [],
      tenants: { all: 1 },
      unlisted: [],
    });
    const again: Kept = { results: { tenants: [tenant('a', fail('gdap.expired'))] }, scope: 'named' };
    expect(await statusAfter(broken, left, again)).toMatchObject({
      tone: 'bad',
      tenants: { all: 2, fail: 1 },
      unlisted: ['Name of a'],
    });
  });

  it('is not good of tenants that are on the list and were never reached', async () => {
    const [a, b] = [tenant('a', pass()), tenant('b')];
    expect(await statusAfter({ results: { tenants: [a] }, listed: [a, b] })).toMatchObject({
      tone: 'warn',
      tenants: { all: 2, pass: 1, neverTested: 1 },
    });
  });

  it('is not good of a service that was never tested, whatever the other one answers', async () => {
    const graph: Kept = { results: { tenants: [tenant('a', pass()), tenant('b', pass())] } };
    expect(await statusAfter(graph)).toMatchObject({
      tone: 'warn',
      notTested: [],
      neverIn: { areas: ['exchange'], tenants: 2 },
    });
    expect(await statusAfter(graph, works)).not.toHaveProperty('neverIn');
  });

  it('is not good of what nobody has looked at for too long', async () => {
    const storage = await database.open();
    await keepRun(storage, database.clock, 'RUN', { at: AT, ...works });
    const read = async (now: number) => await readConnectionStatus(WORKING, storage.runs, now);
    expect(await read(AT + 86_400_000)).toMatchObject({ tone: 'good', notTested: [] });
    expect(await read(AT + 86_400_001)).toMatchObject({
      tone: 'warn',
      notTested: [{ tenantId: 'a', areas: [], testedAt: AT }],
    });
  });

  it('goes by the newest answer of a service where a part of it could not be tested', async () => {
    const both: Kept = { results: { tenants: [tenant('a', pass(), pass('graph.read'))] } };
    const broken: Kept = {
      results: { tenants: [tenant('a', fail('gdap.expired'), check('skipped', { id: 'graph.read' }))] },
    };
    expect(await statusAfter(both, broken)).toMatchObject({ asOf: AT + 1000, notTested: [], tenants: { fail: 1 } });
  });

  it('is bad where the credentials can’t be right, whatever was found before', async () => {
    const storage = await database.open();
    await keepRun(storage, database.clock, 'RUN', { at: AT, ...works });
    const shape = check('fail', { id: 'credentials.shape', reason: 'SAM_TENANT_ID is missing.' });
    const status = await readConnectionStatus({ name: 'default', shape, tenant: '' }, storage.runs, AT);
    expect(status).toMatchObject({ tone: 'bad', problem: 'SAM_TENANT_ID is missing.' });
  });

  it('says of the partner connection what its reason says, where it has no cause', async () => {
    const unread = check('unknown', { id: 'partner.mfa', reason: 'The token cannot be read.' });
    const { causes } = await statusAfter({ results: { partner: partner(unread), tenants: [] } });
    expect(causes).toEqual([{ cause: null, title: 'partner.mfa: The token cannot be read.', tenants: 0, since: null }]);
  });
});
