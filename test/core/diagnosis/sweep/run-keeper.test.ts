import { describe, expect, it } from 'vitest';
import type { RunRecorder } from '../../../../src/core/diagnosis/report/run-store.ts';
import { countTotals } from '../../../../src/core/diagnosis/report/totals.ts';
import { RunKeeper } from '../../../../src/core/diagnosis/sweep/run-keeper.ts';
import { baseline, partnerResult, working } from '../../fixtures.ts';

type Call = keyof RunRecorder;

/** Notes what is kept; fails at the calls named. */
function fakeStore(...broken: Call[]) {
  const calls: string[] = [];
  const note = async (call: Call, detail: string): Promise<void> => {
    calls.push(`${call} ${detail}`.trim());
    if (broken.includes(call)) throw new Error(`${call} failed`);
  };
  const store: RunRecorder = {
    baseline: async (connection) => {
      await note('baseline', connection);
      return baseline();
    },
    begin: (run) => note('begin', run.id),
    append: (_run, { partner, tenants }) => note('append', partner ? 'partner' : String(tenants.length)),
    finish: (_run, end) => note('finish', end.status),
    close: async () => {},
  };
  return { store, calls };
}

const newRun = { id: 'RUN', kind: 'testtokens', connection: 'default', startedAt: 0, scope: 'all' } as const;
const end = { status: 'completed', finishedAt: 1, totals: countTotals([]) } as const;

function fixture(...broken: Call[]) {
  const { store, calls } = fakeStore(...broken);
  const time = { ms: 0 };
  const keeper = new RunKeeper(Promise.resolve(store), { now: () => 0, monotonicMs: () => time.ms });
  return { keeper, calls, time };
}

describe('RunKeeper', () => {
  it('keeps the partner first, results in chunks of 200, the rest and the end last', async () => {
    const { keeper, calls } = fixture();
    expect(await keeper.baseline('default', 'all')).toEqual(baseline());
    await keeper.begin(newRun, partnerResult());
    for (let number = 0; number < 450; number += 1) keeper.add(working(number));
    await keeper.finish(end);
    expect(calls).toEqual([
      'baseline default',
      'begin RUN',
      'append partner',
      'append 200',
      'append 200',
      'append 50',
      'finish completed',
    ]);
    expect(keeper.problem).toBeUndefined();
  });

  it('writes what it has when a second has gone by', async () => {
    const { keeper, calls, time } = fixture();
    await keeper.begin(newRun, partnerResult());
    keeper.add(working(1));
    time.ms = 1000;
    keeper.add(working(2));
    await keeper.settle();
    expect(calls.at(-1)).toBe('append 2');
  });

  it.each(['baseline', 'begin', 'append', 'finish'] as const)(
    'costs no answer when %s fails, and tries nothing more',
    async (broken) => {
      const { keeper, calls } = fixture(broken);
      await keeper.baseline('default', 'all');
      await keeper.begin(newRun, partnerResult());
      keeper.add(working(1));
      await keeper.finish(end);
      expect(keeper.problem).toEqual(new Error(`${broken} failed`));
      expect(calls.at(-1)).toMatch(new RegExp(`^${broken}`));
      expect(calls.filter((call) => call.startsWith(broken))).toHaveLength(1);
    },
  );

  it('gives no baseline where there is no store', async () => {
    const keeper = new RunKeeper(Promise.resolve(undefined), { now: () => 0, monotonicMs: () => 0 });
    expect(await keeper.baseline('default', 'all')).toBeUndefined();
    await keeper.begin(newRun, partnerResult());
    keeper.add(working(1));
    await keeper.finish(end);
    expect(keeper.problem).toBeUndefined();
  });
});
