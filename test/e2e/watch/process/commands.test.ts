import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OptionValue } from '../../../../simulators/discord/drivers/option-values.ts';
import type { Service } from '../../../processes/run-command-line.ts';
import { ADMIN, BOUND, createDiscordWorld, type DiscordWorld, TECHNICIAN } from '../../discord/discord-setup.ts';
import { ask, isPrivate, REPORT, readable, reads, shows, sweep } from '../../discord/drive.ts';
import { guardWorld } from '../../discord/guard-world.ts';

let world: DiscordWorld;
let running: Service;
let tenant: string;

beforeAll(async () => {
  world = await createDiscordWorld({ sandbox: { tenants: 12 }, settings: { SAMARITAN_METRICS_PORT: '0' } });
  tenant = world.sandbox.tenants()[0]?.tenantId ?? '';
  world.sandbox.setTenant(tenant, 'ca-block');
  running = await world.startHere();
  await sweep(world);
});
afterAll(() => world.close());
guardWorld(() => world);

const command = (name: string, options: Readonly<Record<string, OptionValue>> = {}) =>
  ask(world, name, { options, user: ADMIN });
const says = (name: string, options: Readonly<Record<string, OptionValue>>, pattern: RegExp): Promise<string> =>
  reads(command(name, options), pattern);

describe('/schedule', () => {
  it('adds, lists, pauses, resumes, runs and removes', async () => {
    const added = await says('schedule add', { name: 'hourly', cron: '0 * * * *', zone: 'Europe/Berlin' }, /is added/);
    expect(added.match(/Next: <t:\d+/g)).toHaveLength(3);
    await says('schedule add', { name: 'Hourly', cron: '30 * * * *' }, /is changed/);
    expect(await says('schedule list', {}, /What is swept when/)).toContain('30 * * * * UTC');
    await says('schedule pause', { name: 'hourly' }, /rests now/);
    await says('schedule list', {}, /paused/);
    await says('schedule resume', { name: 'hourly' }, /runs again/);
    const report = await shows(command('schedule run', { name: 'hourly' }), REPORT);
    expect(readable(report)).toContain('1 of 12');
    await says('schedule remove', { name: 'hourly' }, /is removed/);
    await says('schedule list', {}, /Nothing is scheduled/);
  });

  it('explains what is wrong with an expression', async () => {
    expect(await says('schedule add', { name: 'x', cron: '* * * * *' }, /every 1 min/)).toContain('Examples');
    await says('schedule add', { name: 'x', cron: 'daily at six' }, /“daily at six” is no schedule/);
    await says('schedule run', { name: 'nightly' }, /no schedule “nightly”/);
  });

  it('is an administrator’s', async () => {
    const handle = ask(world, 'schedule list', { user: TECHNICIAN });
    await shows(handle, /You may not run this/);
    expect(await isPrivate(handle)).toBe(true);
  });
});

describe('/alerts', () => {
  it('subscribes this channel, sends it a test the way of an alert, lists and unsubscribes it', async () => {
    await says('alerts test', {}, /not subscribed/);
    const wish = { severity: 'failure', quiet: '22:00-06:00', zone: 'Europe/Berlin', remind: '4h', critical: 'hold' };
    await says('alerts subscribe', wish, /told from now on/);
    expect(await says('alerts list', {}, /Who is told of what/)).toContain(
      'from failure on, quiet 22:00-06:00 Europe/Berlin, reminders every 4 h',
    );
    await says('alerts test', {}, /on its way/);
    const sent = await world.standIn.waitForMessage(BOUND, (message) =>
      /This is a test message/.test(readable(message)),
    );
    expect(sent.nonce).toHaveLength(25);
    await says('alerts unsubscribe', {}, /told nothing any more/);
    await says('alerts list', {}, /No channel is told of anything/);
  });

  it('says everything that is wrong with a wish at once', async () => {
    const text = await says('alerts subscribe', { quiet: 'nights', remind: '10s', owners: 'me' }, /is no owner/);
    expect(text).toContain('“nights”');
    expect(text).toContain('“10s”');
  });
});

describe('/accept and /maintenance', () => {
  it('accept a failure, which then shows as accepted and not as fine', async () => {
    await says('accept add', { tenant, reason: 'no licence bought', until: '30d' }, /accepted from now on/);
    expect(await says('accept list', {}, /Failures that are accepted/)).toContain('no licence bought');
    expect(readable(await sweep(world))).toContain('accepted');
    await says('accept remove', { tenant }, /counts again/);
    await says('accept add', { tenant: 'nobody.example', reason: 'x' }, /nobody\.example/);
  });

  it('announce a window and end it', async () => {
    const text = await says('maintenance add', { tenant: 'all', to: '4h', reason: 'moving' }, /Maintenance in/);
    expect(text).toContain('every tenant and the partner connection');
    const listed = await says('maintenance list', {}, /Everything/);
    expect(listed).toContain('moving');
    const id = /\b[0-9A-Z]{26}\b/.exec(listed)?.[0] ?? '';
    await says('maintenance remove', { window: id }, /is over/);
    await says('maintenance list', {}, /No maintenance is announced/);
  });
});

describe('/history and /status', () => {
  it('draw the past days, for all and for one tenant', async () => {
    for (const options of [{}, { tenant, days: 90 }]) {
      const shown = await shows(command('history', options), /Up:/);
      const [picture] = shown.attachments;
      expect(picture?.filename).toMatch(/\.png$/);
      expect(picture?.data.subarray(1, 4).toString()).toBe('PNG');
    }
    await says('history', { tenant: 'nobody.example' }, /nobody\.example/);
  });

  it('say how things stand', async () => {
    expect(await says('status', {}, /12/)).toContain('default');
  });
});

describe('the health of the process', () => {
  const originOf = (what: string): string => {
    const found = new RegExp(`${what} on (http://[\\d.]+:\\d+)`).exec(running.output())?.[1];
    if (!found) throw new Error(`${what} is not served: ${running.output()}`);
    return found;
  };

  it('is told to everybody in one word for each part, and with details on its own port alone', async () => {
    const http = originOf('HTTP');
    expect(await (await fetch(`${http}/healthz`)).json()).toMatchObject({ status: 'alive' });
    const ready = await fetch(`${http}/readyz`);
    expect(ready.status).toBe(200);
    const text = await ready.text();
    expect(text).toContain('discord');
    expect(text).not.toContain('servers');
    expect(await (await fetch(`${originOf('metrics')}/readyz`)).text()).toContain('in 1 of 1 servers');
    expect((await fetch(`${http}/metrics`)).status).toBe(404);
  });

  it('is counted, and no label names a tenant or a person', async () => {
    const answer = await fetch(`${originOf('metrics')}/metrics`);
    expect(answer.headers.get('content-type')).toContain('text/plain');
    const text = await answer.text();
    const value = (pattern: RegExp): number => Number(new RegExp(`^${pattern.source} (\\S+)$`, 'm').exec(text)?.at(-1));
    expect(value(/samaritan_sweeps_total\{.*status="completed".*\}/)).toBeGreaterThanOrEqual(3);
    expect(value(/samaritan_checks_total\{.*cause="access\.conditional-access".*\}/)).toBeGreaterThanOrEqual(1);
    expect(value(/samaritan_request_duration_seconds_count\{.*\}/)).toBeGreaterThan(0);
    expect(value(/samaritan_incidents_open(?:\{.*\})?/)).toBe(0);
    expect(value(/samaritan_outbox_entries/)).toBe(0);
    expect(value(/samaritan_scheduler_since_look_seconds/)).toBeLessThan(120);
    expect(text).toMatch(/samaritan_chat_acknowledgement_seconds_count\{[^}]*\} [1-9]/);
    for (const secretive of [tenant, world.sandbox.tenants()[0]?.defaultDomainName ?? '', ADMIN.id, ADMIN.name])
      expect(text).not.toContain(secretive);
  });
});
