import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startLoopback } from '../../adapters/http/loopback.ts';
import { PATIENT } from '../../patience.ts';
import type { Program } from '../../processes/start-program.ts';
import { createDiscordWorld, type DiscordWorld, FOREIGN_GUILD, GUILD, TOKEN } from './discord-setup.ts';
import { guardWorld } from './guard-world.ts';

/** What an outage ends with: whoever watches the process may try again. */
const OUTAGE = 1;

let world: DiscordWorld;

beforeAll(async () => {
  world = await createDiscordWorld({ sandbox: { tenants: 2 } });
});
afterAll(() => world.close());
guardWorld(() => world);

/** A start that must fail: its exit code and what it told the operator. */
async function fails(settings: Record<string, string>, wanted = 2): Promise<string> {
  const { exitCode, stderr, stdout } = await world.run(['start'], settings);
  expect(stdout).not.toContain('Samaritan runs');
  expect(stderr).not.toMatch(/\n\s+at |"stack"/);
  expect(exitCode).toBe(wanted);
  return stderr;
}

describe('samaritan start, where Discord can’t be used', () => {
  it('says what to do about a token that is refused', async () => {
    const wrong = 'canary-wrong-token-0123456789';
    const said = await fails({ DISCORD_TOKEN: wrong });
    expect(said).toMatch(/doesn't accept DISCORD_TOKEN.*Reset Token/);
    expect(said).not.toContain(wrong);
  });

  it('says that the token belongs to another application', async () => {
    expect(await fails({ DISCORD_APPLICATION_ID: '1300000000000000009' })).toContain('another application');
  });

  it('says that the bot is in none of the servers, with the invitation', async () => {
    const said = await fails({ DISCORD_GUILD_IDS: '1300000000000000199' });
    expect(said).toContain('1300000000000000199');
    expect(said).toMatch(/https:\/\/discord\.com\/oauth2\/authorize\?client_id=\d+/);
  });

  it('says that nothing answers', async () => {
    const gone = await startLoopback(() => {});
    await gone.close();
    const said = await fails({ DISCORD_API_URL: `${gone.origin}/api` }, OUTAGE);
    expect(said).toMatch(/Discord can't be .*(ECONNREFUSED|network)/);
  });

  it.each([401, 500])('says what Discord answered (%i)', async (status) => {
    world.standIn.failNext({ pathPattern: '/gateway/bot', status, times: 4 });
    const said = await fails({}, status === 401 ? 2 : OUTAGE);
    expect(said).toMatch(status === 401 ? /DISCORD_TOKEN/ : /Discord can't be used now/);
  });

  it('names every setting that is wrong, and asks nothing of Discord', async () => {
    const before = world.standIn.requests.length;
    const said = await fails({ DISCORD_TOKEN: `Bot ${TOKEN}`, DISCORD_GUILD_IDS: 'my-server', SAMARITAN_ADMINS: 'me' });
    for (const name of ['DISCORD_TOKEN', 'DISCORD_GUILD_IDS', 'SAMARITAN_ADMINS']) expect(said).toContain(name);
    expect(world.standIn.requests.length).toBe(before);
  });
});

describe('samaritan start', () => {
  let running: Program;
  beforeAll(async () => {
    running = await world.start({ DISCORD_GUILD_IDS: `${GUILD},1300000000000000199` });
  });

  it('says what runs, what isn’t configured, and which server it isn’t in', async () => {
    await vi.waitUntil(() => running.output().includes('Teams is not configured'), PATIENT);
    expect(running.output()).toContain('Discord in 1 of 2 servers');
    expect(running.output()).toMatch(/not in a configured server/);
    expect(running.output()).toContain(FOREIGN_GUILD);
    expect(world.standIn.gateway.identifies.at(-1)).toEqual({ intents: 1, shard: [0, 1] });
  });

  it('registers no commands by itself', () => {
    const written = world.standIn.requests.filter(({ method, path }) => method === 'PUT' && path.endsWith('/commands'));
    // The two that this test's own set-up wrote: the guild's and those of direct messages.
    expect(written).toHaveLength(2);
  });

  it('is refused a second time on one database, with the process that runs', async () => {
    const logins = world.standIn.gateway.identifies.length;
    expect(await fails({})).toContain(String(running.pid));
    expect(world.standIn.gateway.identifies).toHaveLength(logins);
  });

  it('ends at SIGINT with 0 within seconds, and gives the database free', async () => {
    expect(await running.stop('SIGINT')).toBe(0);
    expect(running.output()).not.toContain('could not be stopped');
    const again = await world.startHere();
    expect(await again.stop('SIGTERM')).toBe(0);
  });
});
