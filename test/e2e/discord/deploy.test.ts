import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDiscordWorld, type DiscordWorld, GUILD, TOKEN } from './discord-setup.ts';
import { guardWorld } from './guard-world.ts';

const ABSENT = '1300000000000000199';

let world: DiscordWorld;

beforeAll(async () => {
  world = await createDiscordWorld({ sandbox: { tenants: 1 } });
  world.standIn.registerCommands(GUILD, []);
  world.standIn.registerCommands(null, []);
});
afterAll(() => world.close());
guardWorld(() => world);

async function discord(verb: string, settings: Record<string, string> = {}) {
  const before = world.standIn.requests.length;
  const finished = await world.run(['discord', verb], settings);
  const requests = world.standIn.requests.slice(before);
  // The terminal breaks lines where they are too long for it.
  const stdout = finished.stdout.replace(/\s+/g, ' ');
  return { ...finished, stdout, writes: requests.filter(({ method }) => method !== 'GET') };
}

describe('samaritan discord', () => {
  it('writes each place once, and nothing where nothing differs', async () => {
    const first = await discord('deploy');
    expect([first.exitCode, first.writes.length]).toEqual([0, 2]);
    expect(first.stdout).toMatch(/created .*testtokens/);
    const second = await discord('deploy');
    expect([second.exitCode, second.writes]).toEqual([0, []]);
    expect(second.stdout).toMatch(/nothing to change \(\d+ commands\)/);
    expect((await discord('diff')).stdout).toContain('nothing to change');
  });

  it('hides commands for administrators from ordinary members', () => {
    const byName = new Map(world.standIn.commands(GUILD).map((command) => [command.name, command]));
    expect(byName.get('access')?.default_member_permissions).toBe('0');
    expect(byName.get('help')?.default_member_permissions).toBeNull();
  });

  it('says what differs, changes it, and keeps the ids of the others', async () => {
    const { standIn } = world;
    const before = standIn.commands(GUILD);
    const odd = before.map((command) => (command.name === 'status' ? { ...command, description: 'Old' } : command));
    const strange = { name: 'roulette', description: 'Not ours' };
    standIn.registerCommands(GUILD, [...odd.filter(({ name }) => name !== 'check'), strange]);

    const diff = await discord('diff');
    expect(diff.writes).toEqual([]);
    for (const words of ['created /check', 'changed /status (description)', 'removed /roulette'])
      expect(diff.stdout).toContain(words);
    expect(standIn.commands(GUILD).some(({ name }) => name === 'roulette')).toBe(true);

    expect((await discord('deploy')).writes).toHaveLength(1);
    const after = standIn.commands(GUILD);
    expect(after.map(({ name }) => name).sort()).toEqual(before.map(({ name }) => name).sort());
    const idOf = (name: string) => [before, after].map((list) => list.find((one) => one.name === name)?.id);
    const [old, kept] = idOf('testtokens');
    expect(kept).toBe(old);
  });

  it('goes on with the other servers where the bot is not in one, and says how to invite it', async () => {
    const { exitCode, stdout } = await discord('deploy', { DISCORD_GUILD_IDS: `${ABSENT},${GUILD}` });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(new RegExp(`isn't in guild ${ABSENT}.*https://discord.com/oauth2/authorize`));
    expect(stdout).toContain(`Guild ${GUILD}: nothing to change`);
  });

  it('says what to do about a token that is refused', async () => {
    const { exitCode, stdout, stderr } = await discord('deploy', { DISCORD_TOKEN: `${TOKEN}-other` });
    expect(exitCode).toBe(1);
    expect(stdout + stderr).toContain('Reset Token');
  });

  it('lists and removes them', async () => {
    expect((await discord('list')).stdout).toContain('testtokens');
    expect((await discord('remove')).writes).toHaveLength(2);
    expect([world.standIn.commands(GUILD), world.standIn.commands(null)]).toEqual([[], []]);
    expect((await discord('list')).stdout).toContain('no commands');
  });
});
