import type { SandboxTenant } from '../../../simulators/microsoft/sandbox.ts';
import type { CommandAnswer } from '../../../src/core/cards/command-answer.ts';
import { acceptFailure, addMaintenance } from '../../../src/core/chat/commands/watch/accepted.ts';
import { type SubscribeWish, subscribe } from '../../../src/core/chat/commands/watch/alerts.ts';
import { addSchedule, type ScheduleWish } from '../../../src/core/chat/commands/watch/schedules.ts';
import { ALERTS, HOUR, MINUTE, placeOf, type WatchWorld } from './watch-world.ts';

/** Who sets things up. */
const BY = 'terminal:user:test';

async function done(answering: Promise<CommandAnswer>): Promise<Record<string, unknown>> {
  const { failed, json } = await answering;
  if (failed) throw new Error(JSON.stringify(json));
  return json;
}

/** Tells a channel of everything, or of what the wish says. */
export async function tell(world: WatchWorld, wish: Partial<SubscribeWish> = {}): Promise<void> {
  await done(subscribe(world.life().parts, { place: placeOf(ALERTS), ...wish }, BY));
}

/** An hourly sweep of the default connection, or what the wish says. */
export async function schedule(world: WatchWorld, wish: Partial<ScheduleWish> = {}): Promise<void> {
  await done(addSchedule(world.life().parts, { name: 'hourly', cron: '0 * * * *', ...wish }));
}

export async function accept(world: WatchWorld, tenant: string): Promise<void> {
  await done(acceptFailure(world.life().parts, { tenant, reason: 'no Exchange bought' }, BY));
}

export async function maintain(world: WatchWorld, tenant: string, to: string): Promise<void> {
  await done(addMaintenance(world.life().parts, { tenant, to }, BY));
}

/** To the next full hour and through its sweep, which starts then. All but the last minutes pass at once. */
export async function toNextSweep({ time }: WatchWorld): Promise<void> {
  const ms = HOUR - (time.now() % HOUR);
  if (ms > 3 * MINUTE) await time.leap(ms - 2 * MINUTE);
  await time.advance(HOUR - (time.now() % HOUR));
}

/** Through the quick re-check that follows a change. */
export async function throughRecheck({ time }: WatchWorld): Promise<void> {
  await time.advance(4 * MINUTE);
}

/** A sweep that fails, and the re-check that confirms it; the same for what works again. */
export async function confirm(world: WatchWorld): Promise<void> {
  await toNextSweep(world);
  await throughRecheck(world);
}

/** Gives a scenario to the tenants at these places of the list. */
export function give({ sandbox }: WatchWorld, scenario: string, ...indexes: number[]): SandboxTenant[] {
  const tenants = indexes.map((index) => {
    const tenant = sandbox.tenants()[index];
    if (!tenant) throw new Error(`there is no tenant ${index}`);
    return tenant;
  });
  for (const { tenantId } of tenants) sandbox.setTenant(tenantId, scenario);
  return tenants;
}

/** How many runs were kept so far. */
export async function runCount(world: WatchWorld): Promise<number> {
  return (await world.life().storage.runs.latestRuns('default', 1000)).length;
}
