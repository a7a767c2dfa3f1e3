import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CHANNEL } from '../../../simulators/teams/activities.ts';
import { PATIENT } from '../../patience.ts';
import type { Service } from '../../processes/run-command-line.ts';
import { ask, labelsOf, press, REPORT, readable, shows, underWay } from './drive.ts';
import { guardWorld } from './guard-world.ts';
import { createTeamsWorld, STRANGER, type TeamsWorld } from './teams-setup.ts';

const THREAD = `${CHANNEL};messageid=1500000000001`;

let world: TeamsWorld;
let running: Service;
/** From before all restarts: the chat and its card. */
let old: string;
let report: Awaited<ReturnType<typeof shows>>;

beforeAll(async () => {
  world = await createTeamsWorld({ sandbox: { tenants: 8 } });
  running = await world.start();
  old = await ask(world, 'testtokens');
  report = await shows(world, old, REPORT);
});
afterAll(() => world.close());
guardWorld(() => world);

/** One tenant never answers, so that a sweep stays under way. */
const hang = () => world.sandbox.setTenant(world.sandbox.tenants()[0]?.tenantId ?? '', 'graph-hang');
const mend = () => world.sandbox.setTenant(world.sandbox.tenants()[0]?.tenantId ?? '', 'fine');

/** A message is kept before it is seen, and under its own id as soon as Teams has told that. */
function keptMessages(): number {
  const database = new Database(world.database, { readonly: true });
  const { count } = database
    .prepare("select count(*) as count from run_messages where address not like '%askedBy%'")
    .get() as { count: number };
  database.close();
  return count;
}

describe('a process that is killed in the middle of a sweep', () => {
  it('has its cards say so at the next start, and each runs again at a press', async () => {
    hang();
    const chat = await ask(world, 'testtokens only: graph');
    await ask(world, 'testtokens', { kind: 'channel' });
    await shows(world, chat, /Testing tokens.*running/);
    await shows(world, THREAD, /Testing tokens.*running/);
    await vi.waitUntil(() => keptMessages() === 2, PATIENT);
    await running.stop('SIGKILL');
    mend();

    running = await world.startHere();
    const [mine, shared] = [
      await shows(world, chat, /Samaritan was stopped/),
      await shows(world, THREAD, /Samaritan was stopped/),
    ];
    expect([labelsOf(mine), labelsOf(shared)]).toEqual([['Run again'], ['Run again']]);
    expect([world.connector.messages(chat).length, world.connector.messages(THREAD).length]).toEqual([1, 1]);
    const refused = await press(world, chat, mine, 'Run again', { person: STRANGER });
    expect(readable(refused.json())).toMatch(/You may not run this/);
    await press(world, chat, mine, 'Run again');
    expect(readable(await shows(world, chat, REPORT))).toContain('of 8');
    await press(world, THREAD, shared, 'Run again', { kind: 'channel' });
    await shows(world, THREAD, REPORT);
    await vi.waitUntil(() => keptMessages() === 0, PATIENT);
  });
});

describe('a process that is told to end in the middle of a sweep', () => {
  it('says so on the card, and ends with 0', async () => {
    hang();
    world.sandbox.resetStats();
    const chat = await ask(world, 'testtokens');
    await underWay(world, chat);
    expect(await running.stop('SIGTERM')).toBe(0);
    mend();
    const [message, ...more] = world.connector.messages(chat);
    expect(readable(message)).toMatch(/interrupted, \d+ not tested/);
    expect(more).toEqual([]);
    running = await world.startHere();
  });
});

describe('a card from before two restarts', () => {
  it('works in its buttons, and proactive messages find their chat', async () => {
    await press(world, old, report, 'Test everything again');
    const reports = () => world.connector.messages(old).filter((one) => REPORT.test(readable(one)));
    await vi.waitUntil(() => reports().length === 2, PATIENT);
    await ask(world, 'status', { conversation: '19:later@thread.v2', kind: 'groupChat' });
    await shows(world, old, /Connection default/);
    expect(world.connector.calls.filter(({ operation }) => operation === 'create')).toEqual([]);
  });
});
