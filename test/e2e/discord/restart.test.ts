import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { InteractionHandle } from '../../../simulators/discord/interactions/handle.ts';
import { PATIENT } from '../../patience.ts';
import type { Service } from '../../processes/run-command-line.ts';
import { databaseBytes } from '../find-leaks.ts';
import { createDiscordWorld, type DiscordWorld, UNBOUND, VIEWER } from './discord-setup.ts';
import { ask, idOf, labelsOf, press, REPORT, readable, reads, shows, sweep } from './drive.ts';
import { guardWorld, leaksOf } from './guard-world.ts';

const DAY_MS = 86_400_000;

let world: DiscordWorld;
let running: Service;
/** From before all restarts. */
let report: Awaited<ReturnType<typeof sweep>>;

beforeAll(async () => {
  world = await createDiscordWorld({ sandbox: { tenants: 12 } });
  world.sandbox.spread(['consent-missing', 'consent-missing', 'ca-block']);
  running = await world.start();
  report = await sweep(world);
});
afterAll(() => world.close());
guardWorld(() => world);

/** One tenant never answers, so that a sweep stays under way. */
const hang = () => world.sandbox.setTenant(world.sandbox.tenants()[0]?.tenantId ?? '', 'graph-hang');
const mend = () => world.sandbox.setTenant(world.sandbox.tenants()[0]?.tenantId ?? '', 'fine');
const underWay = (handle: InteractionHandle) => shows(handle, /Testing/);

/** A message is kept before it is seen, and under its own id as soon as Discord has told that. */
function keptMessages(): number {
  const database = new Database(world.database, { readonly: true });
  const { count } = database
    .prepare("select count(*) as count from run_messages where address not like '%@original%'")
    .get() as { count: number };
  database.close();
  return count;
}

describe('a process that is killed in the middle of a sweep', () => {
  it('has its messages say so at the next start, and each runs again at a press', async () => {
    hang();
    const [tenant] = world.sandbox.tenants();
    const open = ask(world, 'testtokens', { options: { only: 'graph' } });
    const own = ask(world, 'check', { channel: UNBOUND, options: { tenant: tenant?.tenantId ?? '' } });
    const [shared, mine] = [await underWay(open), await underWay(own)];
    await vi.waitUntil(() => keptMessages() === 2, PATIENT);
    await running.stop('SIGKILL');
    expect(readable(shared)).toContain('running');
    // Where the messages are is kept; what edits the private one is sealed.
    expect(databaseBytes(world.database)).toContain(mine.id);
    expect(leaksOf(world)).toEqual([]);

    running = await world.start();
    await shows(open, /Samaritan was stopped/);
    await shows(own, /Samaritan was stopped/);
    expect([labelsOf(shared), labelsOf(mine)]).toEqual([['Run again'], ['Run again']]);
    await shows(press(world, shared, 'Run again', VIEWER), /You may not run this/);
    mend();
    const text = await reads(press(world, shared, 'Run again'), REPORT);
    expect(text).toContain('Graph answers for 9 of 12');
    expect(text).not.toContain('Exchange');
    expect(await reads(press(world, mine, 'Run again'), /works/)).toContain(tenant?.displayName);
    const states = await world.withStorage(({ runs }) => runs.latestRuns('default', 10));
    expect(states.filter(({ status }) => status === 'running')).toEqual([]);
  });
});

describe('a process that is told to end in the middle of a sweep', () => {
  it('says so on the card, and ends with 0', async () => {
    hang();
    const handle = ask(world, 'testtokens');
    const message = await underWay(handle);
    expect(await running.stop('SIGTERM')).toBe(0);
    mend();
    expect(readable(message)).toMatch(/[Ii]nterrupted/);
    expect(readable(message)).toMatch(REPORT);
    expect(running.output()).not.toContain('"level":50');
    running = await world.startHere();
    expect(readable(message)).toMatch(REPORT);
    await shows(press(world, message, labelsOf(message).find((label) => /^Test .*again$/.test(label)) ?? ''), REPORT);
  });
});

describe('a card from before two restarts', () => {
  it('works in all its buttons, until its report is deleted: then it says so', async () => {
    const fix = await shows(press(world, report, 'How to fix'), /Who acts/);
    await shows(press(world, fix, 'Show tenants'), /tenants/);
    await shows(press(world, report, 'Details', VIEWER), /Run/);
    await shows(press(world, report, 'Download', VIEWER), /The report of the connection/);
    const opened = await shows(press(world, report, 'How to fix'), /Who acts/);
    await shows(press(world, opened, 'Test these again'), /still fail/);

    const later = { now: Date.now() + 15 * DAY_MS, historyDays: 400, reportDays: 14, auditDays: 400 };
    await world.withStorage(async ({ prune }) => {
      while (await prune(later));
    });
    for (const label of ['How to fix', 'Details', 'Download'])
      await shows(press(world, report, label), /not kept any more/);
    const told = await shows(press(world, report, 'How to fix'), /not kept any more/);
    await shows(press(world, told, 'Test tokens now'), REPORT);
    await shows(press(world, report, 'Test everything again'), REPORT);
    expect(idOf(report, 'Test everything again')).toBe('s1~sweep~default~both');
  });
});
