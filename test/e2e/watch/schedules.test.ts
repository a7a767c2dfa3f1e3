import { afterEach, describe, expect, it } from 'vitest';
import { createHeartbeat } from '../../../src/bot/start/create-heartbeat.ts';
import { alertsSubscribe } from '../../../src/core/chat/commands/alerts/subscribe.ts';
import { status } from '../../../src/core/chat/commands/diagnosis/status.ts';
import { reportsShow } from '../../../src/core/chat/commands/reports/show.ts';
import { Secret } from '../../../src/core/model/text/secret.ts';
import { startLoopback } from '../../adapters/http/loopback.ts';
import { press, readable, shows } from '../discord/drive.ts';
import { ask, confirm, give, pass, runCount, schedule, tell, toNextSweep } from './watch-steps.ts';
import {
  ADMIN,
  ALERTS,
  createWatchWorld,
  expectNoViolation,
  GUILD,
  HOUR,
  MINUTE,
  messagesIn,
  messageWith,
  placeOf,
  textsIn,
  type WatchWorld,
  type WatchWorldOptions,
} from './watch-world.ts';

let world: WatchWorld;

async function begin(options: WatchWorldOptions = {}): Promise<void> {
  world = await createWatchWorld(options);
  await tell(world);
}

afterEach(async () => {
  expectNoViolation(world);
  await world.close();
});

/** When the runs of a connection began, as minutes of their hour. */
async function minutesOf(connection: string): Promise<number[]> {
  const runs = await world.life().storage.runs.latestRuns(connection, 20);
  return runs.map(({ startedAt }) => Math.floor((startedAt % HOUR) / MINUTE)).reverse();
}

describe('schedules', () => {
  it('start connections half an hour apart', async () => {
    await begin({ connections: ['default', 'second'] });
    await schedule(world, { connection: 'default' });
    await schedule(world, { name: 'other', connection: 'second' });
    for (let hour = 0; hour < 2; hour += 1) {
      await toNextSweep(world);
      await pass(world, 31 * MINUTE, 3 * MINUTE);
    }
    expect(await minutesOf('default')).toEqual([0, 0]);
    expect(await minutesOf('second')).toEqual([30, 30]);
  });

  it('never sweep a connection twice at once: what finds it busy runs afterwards', async () => {
    await begin();
    await schedule(world, { name: 'all' });
    await schedule(world, { name: 'graph', only: 'graph' });
    const { desk } = world.life();
    let most = 0;
    world.sandbox.resetStats();
    const look = setInterval(() => {
      most = Math.max(most, desk.running().length);
    }, 1);
    await toNextSweep(world);
    clearInterval(look);
    expect(most).toBe(1);
    expect(await runCount(world)).toBe(2);
  });

  it('make up for what was missed while it was down: once, and said to be late', async () => {
    await begin();
    await schedule(world);
    await toNextSweep(world);
    await world.restart(5 * HOUR + 10 * MINUTE);
    expect(await runCount(world)).toBe(2);
    expect(world.logged().join('')).toContain('It stands for 5 runs.');
    expect(readable(messageWith(world, /ran late/))).toContain('Samaritan was not running');
    await toNextSweep(world);
    expect(await runCount(world)).toBe(3);
  });

  it('make up for what a sleeping machine missed, and take that for no stall', async () => {
    await begin();
    await schedule(world);
    await toNextSweep(world);
    await world.time.leap(8 * HOUR + 10 * MINUTE);
    await world.time.advance(5 * MINUTE);
    expect(await runCount(world)).toBe(2);
    expect(textsIn(world)).toHaveLength(1);
    expect(readable(messageWith(world, /ran late/))).toContain('8 runs');
  });

  it('go on after a restart where they were, incidents too', async () => {
    await begin();
    await schedule(world);
    give(world, 'ca-block', 1);
    await toNextSweep(world);
    await world.restart();
    await world.time.advance(4 * MINUTE);
    const opened = messageWith(world, /New:/);
    await world.restart(MINUTE);
    give(world, 'fine', 1);
    await confirm(world);
    messageWith(world, /Mended after 1 h/);
    expect(readable(opened)).toContain('Mended: ');
    expect(messagesIn(world)).toHaveLength(2);
  });
});

describe('the dead man’s switch', () => {
  it('speaks up when no sweep finishes, keeps the heartbeat back, and says when sweeps finish again', async () => {
    let calls = 0;
    const monitor = await startLoopback((_request, response) => {
      calls += 1;
      response.end('OK');
    });
    await begin({ heartbeat: createHeartbeat(new Secret(`${monitor.origin}/ping/canary`), false) });
    await schedule(world);
    await toNextSweep(world);
    expect(calls).toBeGreaterThan(2);
    const { schedules } = world.life().storage;
    const [state] = await schedules.states();
    if (!state) throw new Error('no schedule has run');
    // Every run is taken for dealt with just before it is due, as if something kept it from ever beginning. A time
    // further ahead would be taken for a wrong clock, and a longer leap for a machine that slept.
    const standStill = async (minutes: number): Promise<void> => {
      const end = world.time.now() + minutes * MINUTE;
      while (world.time.now() < end) {
        const ms = Math.min(2 * MINUTE, end - world.time.now());
        await schedules.putState({ ...state, handledUntil: world.time.now() + ms });
        await world.time.leap(ms);
      }
    };
    await standStill(130);
    expect(textsIn(world)).toEqual([]);
    await standStill(8);
    const stalled = messageWith(world, /New: The watch stands still/);
    expect(world.life().watch.health().kind).toBe('stalled');
    const silent = calls;
    await standStill(5);
    expect(calls).toBe(silent);

    await schedules.putState({ ...state, handledUntil: world.time.now() });
    await toNextSweep(world);
    await world.time.advance(2 * MINUTE);
    messageWith(world, /Settled after/);
    expect(readable(stalled)).toContain('Mended: ');
    expect(calls).toBeGreaterThan(silent);
    expect(world.life().watch.health().kind).toBe('healthy');
    await monitor.close();
  });

  it('survives a monitor that is out of reach', async () => {
    const gone = await startLoopback(() => {});
    await gone.close();
    await begin({ heartbeat: createHeartbeat(new Secret(`${gone.origin}/ping/canary`), false) });
    await schedule(world);
    give(world, 'ca-block', 1);
    await confirm(world);
    messageWith(world, /New:/);
    expect(world.logged().join('')).toContain('the heartbeat could not be sent');
    expect(world.logged().join('')).not.toContain('canary');
  });
});

describe('an app by itself beside the customers of a partner', () => {
  it('is swept apart from them, alerts where it may be known, is mended and has its report', async () => {
    await begin({ ownApp: 'clinic', tenants: 3 });
    const channel = placeOf(ALERTS);
    const heard = async (wish: { workspace?: string }) =>
      JSON.stringify((await ask(world, alertsSubscribe, { channel, ...wish })).card);
    expect(await heard({})).toContain('clinic is told only where it was allowed');
    expect(await heard({ workspace: `discord:${GUILD}` })).not.toContain('clinic');
    await schedule(world, { connection: 'default' });
    await schedule(world, { name: 'other', connection: 'clinic' });
    const [first] = world.sandbox.tenants();
    const sweepBoth = async (scenario: string) => {
      world.sandbox.setOwnApp(first?.tenantId ?? '', scenario);
      await confirm(world);
      await pass(world, 31 * MINUTE, 6 * MINUTE);
    };
    await sweepBoth('permission-missing');
    expect(textsIn(world)).toEqual([expect.stringMatching(/New: .*connection clinic$/s)]);
    const [opened] = messagesIn(world);
    if (!opened) throw new Error('nothing was told');
    const lacks = await shows(press(world, opened, 'How to fix', ADMIN), /Who acts:/);
    expect(readable(lacks)).toMatch(/The token lacks: Policy\.Read\.All.*Broken:\W+app\.permissions/s);
    const asks = await shows(press(world, lacks, 'Message to the customer', ADMIN), /Message to /);
    expect(readable(asks)).toContain('lacks Policy.Read.All. An administrator');
    await sweepBoth('fine');
    expect(textsIn(world)).toEqual([expect.stringMatching(/Mended: /), expect.stringMatching(/works again/)]);
    // What keeps it out at its door is its customer's too, who is called as before.
    await sweepBoth('blocked');
    const blocked = messageWith(world, /New: Conditional Access/);
    const fix = await shows(press(world, blocked, 'How to fix', ADMIN), /The administrator of the app's tenant/);
    const message = await shows(press(world, fix, 'Message to the customer', ADMIN), /Message to /);
    expect(readable(message)).toContain(`Our monitoring of ${first?.displayName} needs your administrator`);
    await shows(press(world, message, 'Mailed', ADMIN), /It waits for the customer now/);
    await sweepBoth('fine');
    await world.time.leap(7 * 24 * HOUR);
    const { json } = await ask(world, reportsShow, { every: 'week', connection: 'clinic' });
    expect(json).toMatchObject({
      report: { numbers: { incidentCount: 2, mended: 2 }, tenants: [{ tenantId: first?.tenantId }] },
    });
    const { card } = await ask(world, status, {});
    expect(JSON.stringify(card)).toMatch(/Connection default.*All 3 tenants work.*Connection clinic.*The tenant works/);
  });
});
