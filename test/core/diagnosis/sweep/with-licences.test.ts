import { describe, expect, it } from 'vitest';
import { withLicences } from '../../../../src/core/diagnosis/sweep/with-licences.ts';
import type { AnswerTo, Fault } from '../../../../src/core/model/cloud/microsoft-cloud.ts';
import type { LicenceReading } from '../../../../src/core/model/tenants/licence.ts';
import type { TagRule } from '../../../../src/core/model/tenants/tag.ts';
import { Secret } from '../../../../src/core/model/text/secret.ts';
import { fakeCloud, pass, refuse } from '../../fake-cloud.ts';
import { connection, tenantId } from '../../fixtures.ts';

const HOUR = 3_600_000;
const DENIED: Fault = { kind: 'refused', httpStatus: 403, codes: [] };
const SLOW: Fault = { kind: 'timeout', detail: 'no answer' };
const rule: TagRule = {
  ...{ tag: 'r', names: [], domains: [], newWithinDays: null, endingWithinDays: null, causes: [] },
  licences: ['spb'],
};

/** Runs that test one tenant each, over what is kept between them. */
function runs(rules: readonly TagRule[] = [rule]) {
  const state = { now: 100 * HOUR, kept: [] as readonly LicenceReading[], faults: [] as unknown[], broken: '' };
  const lookedUp: (readonly string[])[] = [];
  const breakAt = (part: string): void => {
    if (part === state.broken) throw new Error(`${part} failed`);
  };
  const cloud = fakeCloud();
  const clouds = withLicences(
    { open: () => cloud },
    {
      tags: {
        rules: async () => {
          breakAt('rules');
          return rules;
        },
        licences: async (_connection, ids = []) => {
          breakAt('licences');
          lookedUp.push([...ids]);
          return state.kept.filter((one) => ids.includes(one.tenantId));
        },
        keepLicences: async (_connection, readings) => {
          breakAt('keepLicences');
          state.kept = readings;
        },
      },
      clock: { now: () => state.now, monotonicMs: () => state.now },
      onFault: (error) => void state.faults.push(error),
    },
  );
  const run = async (answer: AnswerTo<'graph.licences'> = pass(['SPB']), tenants = [1]): Promise<number> => {
    cloud.answers.licences = () => answer;
    const before = cloud.asked.filter((one) => one.startsWith('licences')).length;
    const opened = clouds.open({ connection, concurrency: 1, signal: new AbortController().signal });
    const read = { id: 'graph.read', token: new Secret('t'), path: '/v1.0/users' } as const;
    for (const _ of [1, 2])
      for (const answered of await Promise.all(
        tenants.map((number) => opened.ask({ ...read, tenantId: tenantId(number) })),
      ))
        expect(answered).toMatchObject({ ok: true });
    await opened.close();
    return cloud.asked.filter((one) => one.startsWith('licences')).length - before;
  };
  return { state, cloud, lookedUp, run };
}

describe('what tenants own', () => {
  it('is read once a day, beside the test', async () => {
    const { state, run, cloud } = runs();
    expect(await run()).toBe(1);
    expect(state.kept).toEqual([{ tenantId: tenantId(1), owned: ['SPB'], readAt: 100 * HOUR }]);
    state.now += 22 * HOUR;
    expect(await run()).toBe(0);
    state.now += HOUR;
    expect(await run()).toBe(1);
    expect(cloud.closed).toBe(3);
  });

  it('is not known where it is refused, and asked for again after an hour', async () => {
    const { state, run } = runs();
    expect(await run(refuse(DENIED))).toBe(1);
    expect(state.kept).toMatchObject([{ owned: null }]);
    expect(await run(refuse(DENIED))).toBe(0);
    state.now += HOUR;
    expect(await run()).toBe(1);
    expect(state.kept).toMatchObject([{ owned: ['SPB'] }]);
  });

  it('stays as it was known where Graph gives no answer', async () => {
    const { state, run } = runs();
    await run();
    state.now += 24 * HOUR;
    const before = state.kept;
    for (const fault of [SLOW, { ...DENIED, foreign: true }]) expect(await run(refuse(fault))).toBe(1);
    expect(state.kept).toBe(before);
  });

  it('is not asked for where no rule does', async () => {
    expect(await runs([]).run()).toBe(0);
    expect(await runs([{ ...rule, licences: [] }]).run()).toBe(0);
  });

  it('is looked up of the tenants of the run alone, all that begin together at once', async () => {
    const { state, run, lookedUp } = runs();
    state.kept = [2, 9].map((number) => ({ tenantId: tenantId(number), owned: [], readAt: state.now }));
    expect(await run(pass(['SPB']), [1, 2, 3])).toBe(2);
    expect(lookedUp).toEqual([[1, 2, 3].map(tenantId)]);
  });

  it.each([
    ['rules', 0],
    ['licences', 0],
    ['keepLicences', 2],
  ])('costs no test where %s fails, which is told once', async (broken, asked) => {
    const { state, run, cloud } = runs();
    state.broken = broken;
    expect(await run(pass(['SPB']), [1, 2])).toBe(asked);
    expect(state.faults).toEqual([new Error(`${broken} failed`)]);
    expect(cloud.closed).toBe(1);
  });
});
