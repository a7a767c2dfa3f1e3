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
  const state = { now: 100 * HOUR, kept: [] as readonly LicenceReading[], isFull: false, faults: [] as unknown[] };
  const cloud = fakeCloud();
  const clouds = withLicences(
    { open: () => cloud },
    {
      tags: {
        rules: async () => rules,
        licences: async () => state.kept,
        keepLicences: async (_connection, readings) => {
          if (state.isFull) throw new Error('disk full');
          state.kept = readings;
        },
      },
      clock: { now: () => state.now, monotonicMs: () => state.now },
      onFault: (error) => void state.faults.push(error),
    },
  );
  const run = async (answer: AnswerTo<'graph.licences'> = pass(['SPB'])): Promise<number> => {
    cloud.answers.licences = () => answer;
    const before = cloud.asked.filter((one) => one.startsWith('licences')).length;
    const opened = clouds.open({ connection, concurrency: 1, signal: new AbortController().signal });
    const read = { id: 'graph.read', token: new Secret('t'), tenantId: tenantId(1), path: '/v1.0/users' } as const;
    for (const _ of [1, 2]) expect(await opened.ask(read)).toMatchObject({ ok: true });
    await opened.close();
    return cloud.asked.filter((one) => one.startsWith('licences')).length - before;
  };
  return { state, cloud, run };
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

  it('costs no test where it cannot be kept', async () => {
    const { state, run, cloud } = runs();
    state.isFull = true;
    expect(await run()).toBe(1);
    expect(state.faults).toEqual([new Error('disk full')]);
    expect(cloud.closed).toBe(1);
  });
});
