import { type ConnectionEntry, chooseConnection } from '../credentials/connection-book.ts';
import type { RunStatus } from '../diagnosis/report/report.ts';
import { LostRun } from '../diagnosis/sweep/spread-tests.ts';
import type { SweepDesk } from '../diagnosis/sweep/sweep-desk.ts';
import type { SweepOrder } from '../diagnosis/sweep/sweep-order.ts';
import type { Clock } from '../model/time/clock.ts';
import { describeLateness } from './schedules/describe-schedule.ts';
import type { StartOrder } from './schedules/plan-schedules.ts';
import type { Watch } from './watch.ts';

export interface ScheduleSweepParts {
  desk: SweepDesk;
  connections: readonly ConnectionEntry[];
  clock: Clock;
  /** Tells the channels of a run that was missed. */
  watch?: Pick<Watch, 'recordLate'>;
  onLag?: ((lagMs: number) => void) | undefined;
  /** A sweep of a schedule begins later than it should have. */
  onLate: (schedule: string, late: string) => void;
  onNotKept: (problem: unknown) => void;
}

/** Runs what a schedule or a re-check asks for, to its end. The desk judges and keeps the report. */
export async function sweepForSchedule(
  order: StartOrder,
  { desk, connections, clock, watch, onLag, onLate, onNotKept }: ScheduleSweepParts,
): Promise<RunStatus> {
  const name = order.kind === 'recheck' ? order.connection : order.schedule.connection;
  const entry = chooseConnection(connections, name);
  if ('problem' in entry) throw new Error(`a schedule names the connection ${name}, which is not configured`);
  if (order.kind === 'schedule') onLag?.(clock.now() - order.dueAt);
  if (order.kind === 'schedule' && order.late) {
    const late = describeLateness(order.late, clock.now());
    onLate(order.schedule.name, late);
    // Where another sweep was in the way the connection was watched all the same.
    if (order.late.why !== 'busy') await watch?.recordLate(name, order.schedule.name, late);
  }
  const started = desk.start(toOrder(order, entry.name));
  if (started.kind === 'refused') throw new Error('the sweep was refused, since Samaritan is stopping');
  const outcome = await started.sweep.done.catch((error: unknown) => {
    if (error instanceof LostRun) return undefined;
    throw error;
  });
  // Another process leads it to its end, so there is nothing to run again.
  if (!outcome) return 'completed';
  if (outcome.kind === 'usage') throw new Error(outcome.problems.join(' '));
  if (outcome.keptProblem !== undefined) onNotKept(outcome.keptProblem);
  return outcome.report.run.status;
}

function toOrder(order: StartOrder, connection: string): SweepOrder {
  const base = { connection, workspaceId: null, by: 'the schedule' };
  if (order.kind === 'schedule') {
    const { tenants, tagged, only, name } = order.schedule;
    const by = `the schedule ${name}`;
    return { ...base, by, tenants, tagged, only: only ?? undefined };
  }
  const { targets, partnerTenantId } = order.recheck;
  if (targets === 'all') return { ...base, by: 'a re-check', tenants: [] };
  return {
    ...base,
    by: 'a re-check',
    tenants: [],
    retest: {
      partnerTenantId,
      targets: targets.map(({ only, ...tenant }) => ({ tenant, only: only ?? undefined })),
    },
  };
}
