import type { Storage } from '../../adapters/storage/open-storage.ts';
import { type ClockWatch, describeJump } from '../../core/watch/schedules/clock-watch.ts';
import type { WatchHealth } from '../../core/watch/schedules/judge-watch.ts';
import type { HealthPart, PartHealth } from '../http/health.ts';

/** Without its log the process goes on: alerts matter more. But somebody has to learn of it. */
export function logHealth(isUnread: () => boolean): HealthPart {
  const check = (): PartHealth =>
    isUnread()
      ? { ok: false, detail: 'nobody reads standard error any more; a restart gives it a new reader' }
      : { ok: true, detail: 'is read' };
  return { name: 'log', check };
}

/** Where a file is gone, a restart alone would begin with an empty one: somebody has to look. */
export function databaseHealth({ problem }: Pick<Storage, 'problem'>): HealthPart {
  const check = (): PartHealth => {
    const found = problem();
    return { ok: found === undefined, detail: found?.message ?? 'takes what is written' };
  };
  return { name: 'database', check };
}

/** A scheduler that stands still is mended by a restart; a connection that is not swept isn't. */
export function watchHealth(read: () => WatchHealth | undefined, clockWatch: ClockWatch): HealthPart[] {
  const check = (reasonOf: (health: Extract<WatchHealth, { kind: 'stalled' }>) => string | null) => (): PartHealth => {
    const health = read();
    if (!health) return { ok: false, detail: 'is being started' };
    const reason = health.kind === 'stalled' ? reasonOf(health) : null;
    return { ok: reason === null, detail: reason ?? 'as it should be' };
  };
  return [
    { name: 'scheduler', vital: true, check: check((health) => health.schedulerReason) },
    {
      name: 'sweeps',
      check: check(({ connections }) => connections.map(({ reason }) => reason).join(' ') || null),
    },
    {
      name: 'clock',
      check: () => {
        const { jump } = clockWatch;
        return { ok: jump === null, detail: jump === null ? 'as it should be' : describeJump(jump) };
      },
    },
  ];
}
