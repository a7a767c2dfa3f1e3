import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOUND, createDiscordWorld, type DiscordWorld, GUILD, STRANGER, TECHNICIAN, VIEWER } from './discord-setup.ts';
import { ask, press, REPORT, reads, shows, sweep } from './drive.ts';
import { guardWorld } from './guard-world.ts';

let world: DiscordWorld;

beforeAll(async () => {
  world = await createDiscordWorld({ sandbox: { tenants: 40, mix: 'demo' } });
  await world.startHere();
  await sweep(world);
});
afterAll(() => world.close());
guardWorld(() => world);

function offered(command: string, option: string, value: string, user = TECHNICIAN) {
  const place = { guildId: GUILD, channelId: BOUND };
  return world.standIn.autocomplete({ ...place, user, command, option, value }).choices();
}

describe('what is offered while a technician types', () => {
  it('is at most 25 tenants of the last sweep, and one that is chosen can be swept', async () => {
    expect(await offered('testtokens', 'tenant', '')).toHaveLength(25);
    const [tenant] = world.sandbox.tenants();
    const [choice, ...others] = await offered('testtokens', 'tenant', tenant?.displayName?.slice(0, 8) ?? '');
    expect(others.length).toBeLessThan(5);
    expect(choice?.name).toContain(tenant?.defaultDomainName);
    expect(choice?.value).toBe(tenant?.tenantId);
    const report = await shows(
      ask(world, 'testtokens', { options: { tenant: String(choice?.value), only: 'exchange' } }),
      REPORT,
    );
    expect(await reads(press(world, report, 'Test again'), REPORT)).toContain('Exchange answers for 1 of 1');
  });

  it('goes on after a comma', async () => {
    const [first, second] = world.sandbox.tenants();
    const choices = await offered('testtokens', 'tenant', `${first?.tenantId}, ${second?.displayName}`);
    expect(choices[0]?.value).toBe(`${first?.tenantId}, ${second?.tenantId}`);
  });

  it('is one tenant for check, the connection, and the topics', async () => {
    const [tenant] = world.sandbox.tenants();
    expect((await offered('check', 'tenant', tenant?.defaultDomainName ?? ''))[0]?.value).toBe(tenant?.tenantId);
    for (const command of ['testtokens', 'check', 'status'])
      expect(await offered(command, 'connection', 'def')).toEqual([{ name: 'default', value: 'default' }]);
    expect(await offered('status', 'connection', 'nobody')).toEqual([]);
    const topics = await offered('troubleshoot', 'topic', 'consent', VIEWER);
    expect(topics.map(({ value }) => value)).toContain('consent-missing');
    expect(await offered('troubleshoot', 'topic', '', VIEWER)).toHaveLength(25);
  });

  it('is the commands that this person may run', async () => {
    const commands = async (user: typeof VIEWER) =>
      (await offered('help', 'command', 'c', user)).map((one) => one.value);
    expect(await commands(TECHNICIAN)).toContain('check');
    expect(await commands(VIEWER)).not.toContain('check');
  });

  it('is nothing for whoever may not run the command', async () => {
    expect(await offered('testtokens', 'tenant', '', VIEWER)).toEqual([]);
    expect(await offered('troubleshoot', 'topic', 'consent', STRANGER)).toEqual([]);
  });
});
