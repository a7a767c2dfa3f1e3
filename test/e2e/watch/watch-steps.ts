import type { SandboxTenant } from '../../../simulators/microsoft/sandbox.ts';
import type { CommandAnswer } from '../../../src/core/cards/plain-cards.ts';
import type { Command } from '../../../src/core/chat/calls/command.ts';
import { readValues } from '../../../src/core/chat/calls/read-values.ts';
import { acceptAdd } from '../../../src/core/chat/commands/accept/acceptances.ts';
import { alertsSubscribe } from '../../../src/core/chat/commands/alerts/subscribe.ts';
import { maintenanceAdd } from '../../../src/core/chat/commands/maintenance/windows.ts';
import { scheduleAdd } from '../../../src/core/chat/commands/schedule/add.ts';
import { ALERTS, HOUR, MINUTE, placeOf, type WatchWorld } from './watch-world.ts';

/** Who sets things up. */
const REQUEST = {
  person: { platform: 'terminal', id: 'test', roles: [], name: 'test' },
  place: { platform: 'terminal', kind: 'direct', workspaceId: null, channelId: '' },
} as const;

type Wish = Record<string, string | string[]>;

/** Asks a command as the terminal does; throws where it could not be done. */
export async function ask(world: WatchWorld, command: Command, wish: Wish): Promise<CommandAnswer> {
  const read = readValues(command, 'terminal', wish);
  if (!read.ok || command.offline) throw new Error(read.ok ? `${command.name} changes nothing` : read.problems.join());
  const answer = await command.answer({ parts: world.life().parts, request: REQUEST, role: 'admin' }, read.values);
  if ('order' in answer || answer.failed) throw new Error(JSON.stringify(answer));
  return answer;
}

/** Tells a channel of everything, or of what the wish says. */
export async function tell(world: WatchWorld, wish: Wish = {}): Promise<void> {
  await ask(world, alertsSubscribe, { channel: placeOf(ALERTS), ...wish });
}

/** An hourly sweep of the default connection, or what the wish says. */
export async function schedule(world: WatchWorld, wish: Wish = {}): Promise<void> {
  await ask(world, scheduleAdd, { name: 'hourly', cron: '0 * * * *', ...wish });
}

export async function accept(world: WatchWorld, tenant: string): Promise<void> {
  await ask(world, acceptAdd, { tenant, reason: 'no Exchange bought' });
}

export async function maintain(world: WatchWorld, tenant: string, to: string): Promise<void> {
  await ask(world, maintenanceAdd, { tenant, to });
}

/** Lets time pass at once, but for the end of it, in which something is awaited. */
export async function pass({ time }: WatchWorld, ms: number, awaitedMs = MINUTE): Promise<void> {
  const awaited = ms > awaitedMs ? awaitedMs : ms;
  await time.leap(ms - awaited);
  await time.advance(awaited);
}

/** To the next full hour and through its sweep, which starts then. */
export async function toNextSweep(world: WatchWorld): Promise<void> {
  await pass(world, HOUR - (world.time.now() % HOUR));
}

/** Through the quick re-check that follows a change. */
export async function throughRecheck(world: WatchWorld): Promise<void> {
  await pass(world, 4 * MINUTE, 2 * MINUTE);
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
