import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { StoredMessage } from '../../../simulators/discord/world/messages.ts';
import {
  ADMIN,
  BOUND,
  COLLEAGUE,
  createDiscordWorld,
  type DiscordWorld,
  FOREIGN_CHANNEL,
  FOREIGN_GUILD,
  NIGHT_SHIFT,
  STRANGER,
  TECHNICIAN,
  UNBOUND,
  VIEWER,
} from './discord-setup.ts';
import { ask, idOf, isPrivate, press, REPORT, readable, reads, shows, sweep } from './drive.ts';
import { guardWorld } from './guard-world.ts';

let world: DiscordWorld;
let report: StoredMessage;

beforeAll(async () => {
  world = await createDiscordWorld({ sandbox: { tenants: 40, mix: 'demo' } });
  await world.startHere();
  report = await sweep(world);
});
afterAll(() => world.close());
guardWorld(() => world);

const auditSchema = z.object({
  entries: z.array(
    z.object({ personId: z.string(), action: z.string(), target: z.string().nullable(), outcome: z.string() }),
  ),
});
async function latestAudit() {
  const { stdout } = await world.run(['audit', '--limit', '1000', '--json']);
  return auditSchema.parse(JSON.parse(stdout)).entries;
}
const cli = async (...args: string[]) => expect((await world.run(args)).exitCode).toBe(0);
const refused = /You may not run this/;

describe('who may', () => {
  it('runs nothing without a role but help, and is told so alone', async () => {
    for (const command of ['testtokens', 'status', 'access list']) {
      const handle = ask(world, command, { user: STRANGER });
      expect(await reads(handle, refused)).toContain('you have none');
      expect(await isPrivate(handle)).toBe(true);
    }
    await shows(ask(world, 'explain', { user: STRANGER, options: { text: 'AADSTS50076' } }), refused);
    await shows(ask(world, 'explain', { user: STRANGER }), refused);
    const [tenant] = world.sandbox.tenants();
    await shows(ask(world, 'check', { user: STRANGER, options: { tenant: tenant?.tenantId ?? '' } }), refused);
    await shows(ask(world, 'help', { user: STRANGER }), /you may run/);
  });

  it('reads as a viewer, tests as a technician, changes as an administrator', async () => {
    await shows(ask(world, 'status', { user: VIEWER }), /Connection default/);
    await shows(ask(world, 'testtokens', { user: VIEWER }), refused);
    const grant = { subject: VIEWER, role: 'admin' };
    await shows(ask(world, 'access grant', { user: TECHNICIAN, options: grant }), refused);
    await shows(ask(world, 'access list', { user: ADMIN }), /Who may|technician/);
  });

  it('is asked at every press, whoever’s card it is', async () => {
    for (const label of ['How to fix', 'Details', 'Download', 'History'])
      await shows(press(world, report, label, STRANGER), refused);
    const pressed = press(world, report, 'How to fix', VIEWER);
    const fix = await shows(pressed, /Who acts/);
    for (const user of [VIEWER, STRANGER]) await shows(press(world, report, 'Test everything again', user), refused);
    await shows(press(world, fix, 'Test these again', VIEWER), refused);
    expect(await isPrivate(pressed)).toBe(true);
    expect(REPORT.test(readable(report))).toBe(true);
  });

  it('cannot stop the sweep of others without the role', async () => {
    const [tenant] = world.sandbox.tenants();
    world.sandbox.setTenant(tenant?.tenantId ?? '', 'graph-hang');
    const handle = ask(world, 'testtokens', { options: { only: 'graph' } });
    const running = await shows(handle, /Testing tokens|of 40 tenants/);
    await shows(press(world, running, 'Cancel', VIEWER), refused);
    expect(REPORT.test(readable(running))).toBe(false);
    press(world, running, 'Cancel', COLLEAGUE);
    expect(await reads(handle, REPORT)).toMatch(/interrupted/i);
    world.sandbox.setTenant(tenant?.tenantId ?? '', 'fine');
  });

  it('has the role of its Discord roles, in a server that is configured', async () => {
    const user = { ...STRANGER, roles: [NIGHT_SHIFT] };
    await shows(ask(world, 'status', { user }), refused);
    await shows(
      ask(world, 'access grant', { user: ADMIN, options: { subject: NIGHT_SHIFT, role: 'technician' } }),
      /now has the role technician/,
    );
    await shows(ask(world, 'testtokens', { user, options: { only: 'graph' } }), REPORT);
    await shows(ask(world, 'status', { user: STRANGER }), refused);
    await cli('access', 'revoke', `discord:role:${NIGHT_SHIFT}`);
    await shows(ask(world, 'status', { user }), refused);
  });
});

describe('a server that is not configured', () => {
  it('is refused, also to an administrator', async () => {
    const place = { guildId: FOREIGN_GUILD, channelId: FOREIGN_CHANNEL, user: ADMIN, unregistered: true };
    const before = world.sandbox.stats().requests.total;
    for (const command of ['testtokens', 'help']) {
      const handle = world.standIn.slash({ ...place, command });
      await shows(handle, /doesn’t serve this server/);
      expect(await isPrivate(handle)).toBe(true);
    }
    expect(world.sandbox.stats().requests.total).toBe(before);
  });
});

describe('a forged button', () => {
  const forge = (customId: string, user = TECHNICIAN) => {
    const button = { type: 2, style: 2, label: 'Forged', custom_id: customId };
    const planted = world.standIn.plantMessage(BOUND, { components: [{ type: 1, components: [button] }] });
    return world.standIn.button({ messageId: planted.id, user, label: 'Forged' });
  };

  it('of a run that is not there finds nothing', async () => {
    const run = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
    for (const rest of [
      'report~%~0',
      'fix~%~0',
      'details~%',
      'mailed~%~0',
      'tenants~%~0~0',
      'message~%~0~0',
      'download~%',
      'again~%~all',
    ])
      await shows(forge(`s1~${rest.replace('%', run)}`), /not kept any more/);
    await shows(forge(`s1~retest~${run}~0`), /not kept any more/);
    await shows(forge(`s1~cancel~${run}`), /not under way any more/);
  });

  it('of a place that the report does not have finds nothing', async () => {
    const run = idOf(report, 'How to fix').split('~')[2] ?? '';
    const absent = ['999999', '-1', '1e3', '', '0x1', '0~999999', '0~-1', `4~0`];
    for (const place of absent) await shows(forge(`s1~fix~${run}~${place}`), /does not have|not found/);
    await shows(forge(`s1~report~${run}~99999`), /Start with/);
    await shows(forge(`s1~tenants~${run}~0~-5`), /Consent is missing/);
    await shows(forge('s1~article~no-such-article~0'), /no article/i);
    await shows(forge('s1~article~..%2F..%2Fetc%2Fpasswd~7'), /no article/i);
  });

  it('of another version, or none at all, says so', async () => {
    const ids = [
      's0~report~x~0',
      's2~report~x~0',
      'junk',
      '~~~~',
      's1~drop-tables',
      's1',
      's1~__proto__~x',
      'constructor',
    ];
    for (const id of ids) await shows(forge(id), /another version of Samaritan/);
  });

  it('sweeps nothing for whoever may not, nor a connection that is not there', async () => {
    const before = world.sandbox.stats().requests.total;
    await shows(forge('s1~sweep~default~both', VIEWER), refused);
    await shows(forge('s1~sweep~other~both'), /no connection/i);
    await shows(forge('s1~cancel', STRANGER), refused);
    expect(world.sandbox.stats().requests.total).toBe(before);
  });
});

describe('what changes while the bot runs', () => {
  it('takes effect at the next press: a role, and a channel', async () => {
    await cli('access', 'revoke', `discord:user:${COLLEAGUE.id}`);
    await shows(press(world, report, 'Test everything again', COLLEAGUE), refused);
    await shows(ask(world, 'status', { user: COLLEAGUE }), refused);
    await cli('access', 'grant', `discord:user:${COLLEAGUE.id}`, 'viewer');
    await shows(press(world, report, 'How to fix', COLLEAGUE), /Who acts/);
    await shows(press(world, report, 'Test everything again', COLLEAGUE), refused);

    await cli('access', 'channel', 'on', `discord:channel:${UNBOUND}`);
    await shows(ask(world, 'status', { channel: UNBOUND }), /Connection default/);
    await cli('access', 'channel', 'off', `discord:channel:${UNBOUND}`);
    const handle = ask(world, 'status', { channel: UNBOUND });
    const answers = await handle.waitFor(({ original }) => original?.loading === false);
    const seenByAll = [answers.original, ...answers.followUps].filter((one) => one && !one.ephemeral);
    for (const message of seenByAll) expect(message && readable(message)).not.toContain('Connection default');
  });

  it('leaves a row for everything that ran or was refused', async () => {
    await shows(ask(world, 'testtokens', { user: STRANGER }), refused);
    await shows(press(world, report, 'Download', VIEWER), /The report of the connection/);
    const option = { text: 'password=ThisMustNotBeKept123' };
    await shows(ask(world, 'explain', { user: VIEWER, options: option }), /\S/);
    const rows = await latestAudit();
    const run = idOf(report, 'Download').split('~')[2];
    expect(rows).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ personId: STRANGER.id, action: 'command testtokens', outcome: 'refused' }),
        expect.objectContaining({ personId: VIEWER.id, action: 'button download', target: run, outcome: 'allowed' }),
        expect.objectContaining({ personId: VIEWER.id, action: 'command explain', target: null, outcome: 'allowed' }),
      ]),
    );
    expect(JSON.stringify(rows)).not.toContain('ThisMustNotBeKept');
  });
});
