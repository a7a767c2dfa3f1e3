import type { Report } from '../../../../src/core/diagnosis/report/report.ts';
import { runSweep, type SweepRequest } from '../../../../src/core/diagnosis/sweep/run-sweep.ts';
import type { SweepOutcome, SweepParts } from '../../../../src/core/diagnosis/sweep/sweep-parts.ts';
import type { FakeCloud } from '../../fake-cloud.ts';
import { check, connection, library } from '../../fixtures.ts';

/** A sweep over a fake cloud, in a time that stands still. */
export async function sweep(
  cloud: FakeCloud,
  request: Partial<SweepRequest> = {},
  parts: Partial<SweepParts> = {},
): Promise<SweepOutcome> {
  const whole = { connection, shape: check('credentials.shape', 'pass'), tenants: [], concurrency: 8 };
  return await runSweep(
    { ...whole, signal: new AbortController().signal, ...request },
    {
      clouds: { open: () => cloud },
      library: () => library,
      clock: { now: () => 1000, monotonicMs: () => 0 },
      newRunId: () => 'RUN',
      ...parts,
    },
  );
}

export async function reportOf(...args: Parameters<typeof sweep>): Promise<Report> {
  const outcome = await sweep(...args);
  if (outcome.kind === 'usage') throw new Error(outcome.problems.join());
  return outcome.report;
}
