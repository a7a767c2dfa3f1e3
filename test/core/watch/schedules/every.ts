import type { Cron } from '../../../../src/core/model/time/cron.ts';
import type { Recheck } from '../../../../src/core/watch/incidents/recheck.ts';
import type { StartOrder } from '../../../../src/core/watch/schedules/plan-schedules.ts';
import type { Schedule } from '../../../../src/core/watch/schedules/schedule.ts';
import { MINUTE, START } from '../harness.ts';

/** Understands `every N`, in minutes from midnight in UTC. */
export const cron: Cron = {
  parse: (expression) => {
    const minutes = Number(/^every (\d+)$/.exec(expression)?.[1]);
    if (!(minutes > 0)) return { ok: false, problem: 'it is not understood.' };
    const step = minutes * MINUTE;
    const next = (after: number, count: number): number[] => {
      const first = (Math.floor(after / step) + 1) * step;
      return Array.from({ length: count }, (_, index) => first + index * step);
    };
    return { ok: true, next };
  },
};

export function schedule(rest: Partial<Schedule> = {}): Schedule {
  return {
    id: 's1',
    name: 'hourly',
    connection: 'default',
    cron: 'every 60',
    timeZone: 'UTC',
    only: null,
    tenants: [],
    offsetMs: 0,
    jitterMs: 0,
    paused: false,
    activeSince: START - MINUTE,
    ...rest,
  };
}

export const recheck = (rest: Partial<Recheck> = {}): Recheck => ({
  connection: 'default',
  targets: 'all',
  partnerTenantId: 'p',
  notBefore: START,
  ...rest,
});
export const words = (orders: readonly StartOrder[]): string[] =>
  orders.map((order) => (order.kind === 'recheck' ? `recheck ${order.connection}` : `sweep ${order.schedule.id}`));
