import type { Logger } from 'pino';
import { type ConnectionEntry, chooseConnection } from '../../core/credentials/connection-book.ts';
import type { RunStatus } from '../../core/diagnosis/report/report.ts';
import type { SweepDesk } from '../../core/diagnosis/sweep/sweep-desk.ts';
import type { SweepOrder } from '../../core/diagnosis/sweep/sweep-order.ts';
import type { Clock } from '../../core/model/time/clock.ts';
import { describeLateness } from '../../core/watch/schedules/describe-schedule.ts';
import type { StartOrder } from '../../core/watch/schedules/plan-schedules.ts';
import type { Watch } from '../../core/watch/watch.ts';

export interface ScheduleSweepParts {
  desk: SweepDesk;
  connections: readonly ConnectionEntry[];
  clock: Clock;
  /** Tells the channels of a run that was missed. */
  watch?: Pick<Watch, 'recordLate'>;
  log: Logger;
  onLag?: ((lagMs: number) => void) | undefined;
}

/** Runs what a schedule or a re-check asks for, to its end. The desk judges and keeps the report. */
export async function sweepForSchedule(
  order: StartOrder,
  { desk, connections, clock, watch, log, onLag }: ScheduleSweepParts,
): Promise<RunStatus> {
  const name = order.kind === 'recheck' ? order.connection : order.schedule.connection;
  const entry = chooseConnection(connections, name);
  if ('problem' in entry) throw new Error(`a schedule names the connection ${name}, which is not configured`);
  if (order.kind === 'schedule') onLag?.(clock.now() - order.dueAt);
  if (order.kind === 'schedule' && order.late) {
    const late = describeLateness(order.late, clock.now());
    log.warn({ schedule: order.schedule.name, late }, 'a scheduled sweep is late');
    // Where another sweep was in the way the connection was watched all the same.
    if (order.late.why !== 'busy') await watch?.recordLate(name, order.schedule.name, late);
  }
  const started = desk.start(toOrder(order, entry.name));
  if (started.kind === 'refused') throw new Error('the sweep was refused, since Samaritan is stopping');
  const outcome = await started.sweep.done;
  if (outcome.kind === 'usage') throw new Error(outcome.problems.join(' '));
  if (outcome.keptProblem !== undefined) log.error({ err: outcome.keptProblem }, 'a scheduled run could not be kept');
  return outcome.report.run.status;
}

function toOrder(order: StartOrder, connection: string): SweepOrder {
  const base = { connection, workspaceId: null, by: 'the schedule' };
  if (order.kind === 'schedule') {
    const { tenants, only, name } = order.schedule;
    return { ...base, by: `the schedule ${name}`, tenants, only: only ?? undefined };
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
