import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDiscordStandIn, type DiscordStandIn } from '../../../../simulators/discord/create-discord-stand-in.ts';
import { APPLICATION, GUILD, WORLD } from '../../../../simulators/discord/demo-world.ts';
import { type DeployMode, runDeploy } from '../../../../src/adapters/discord/commands/run-deploy.ts';
import { Secret } from '../../../../src/core/model/text/secret.ts';

let standIn: DiscordStandIn;

beforeEach(async () => {
  standIn = await createDiscordStandIn({ ...WORLD, token: 'the-token' });
});

afterEach(async () => {
  expect(standIn.violations).toEqual([]);
  await standIn.close();
});

const run = (mode: DeployMode, { token = 'the-token', guildIds = [GUILD] as readonly string[] } = {}) =>
  runDeploy({ token: new Secret(token), applicationId: APPLICATION, guildIds, apiUrl: standIn.origin }, mode);
const writes = () => standIn.requests.filter(({ method }) => method !== 'GET');

describe('runDeploy', () => {
  it('registers the commands in the guild, and for direct messages what is answered there', async () => {
    const [inGuild, direct] = await run('deploy');
    expect(inGuild).toMatchObject({ guildId: GUILD, written: true, changed: [], removed: [] });
    expect(inGuild?.created).toContain('/testtokens');
    expect(direct).toMatchObject({ guildId: null, written: true });
    expect(standIn.commands(GUILD).map(({ name }) => name)).toContain('Explain this error');
    expect(standIn.commands(null)).toHaveLength(4);
  });

  it('writes nothing where nothing differs', async () => {
    await run('deploy');
    const before = writes().length;
    const results = await run('deploy');
    expect(results.map(({ written, unchanged }) => [written, unchanged.length > 0])).toEqual([
      [false, true],
      [false, true],
    ]);
    expect(writes()).toHaveLength(before);
  });

  it('writes where something differs, and says what', async () => {
    await run('deploy');
    standIn.registerCommands(GUILD, [
      { name: 'help', description: 'Old' },
      { name: 'old', description: 'Old' },
    ]);
    const [inGuild, direct] = await run('deploy');
    expect(inGuild?.removed).toEqual(['/old']);
    expect(inGuild?.changed.map(({ name }) => name)).toEqual(['/help']);
    expect(direct?.written).toBe(false);
    expect(standIn.commands(GUILD).map(({ name }) => name)).not.toContain('old');
  });

  it('only tells the difference, or what is there, when asked to', async () => {
    const [diff] = await run('diff');
    expect(diff).toMatchObject({ written: false, registered: [] });
    expect(diff?.created).toContain('/status');
    standIn.registerCommands(GUILD, [{ name: 'help', description: 'Old' }]);
    expect((await run('list'))[0]).toMatchObject({ registered: ['/help'], created: [], removed: [], written: false });
    expect(writes()).toEqual([]);
  });

  it('removes all commands', async () => {
    await run('deploy');
    const [inGuild] = await run('remove');
    expect(inGuild?.removed).toContain('/testtokens');
    expect([...standIn.commands(GUILD), ...standIn.commands(null)]).toEqual([]);
  });

  it('says what to do about a token that Discord refuses, and asks no more', async () => {
    const results = await run('deploy', { token: 'another-token' });
    expect(results).toHaveLength(1);
    expect(results[0]?.error).toMatchObject({ code: 'token', message: expect.stringContaining('Reset Token') });
    expect(JSON.stringify(results)).not.toContain('another-token');
    expect(standIn.requests).toHaveLength(1);
  });

  it('says what to do about a guild that the bot is not in, and goes on with the others', async () => {
    standIn.failNext({ method: 'GET', pathPattern: /guilds\/42\/commands/, status: 403, code: 50001 });
    const [missing, inGuild] = await run('deploy', { guildIds: ['42', GUILD] });
    expect(missing).toMatchObject({ guildId: '42', error: { code: 'not-invited' }, written: false });
    expect(missing?.error?.message).toContain(
      `client_id=${APPLICATION}&scope=bot+applications.commands&permissions=274878008320&guild_id=42`,
    );
    expect(inGuild?.written).toBe(true);
  });

  it.each([
    [404, 10004, 'unknown-guild'],
    [404, 10002, 'application'],
    [403, 20012, 'application'],
    [400, 30034, 'daily-limit'],
    [400, 50035, 'refused'],
  ])('tells %i with code %i as %s', async (status, code, expected) => {
    standIn.failNext({ method: 'PUT', pathPattern: /guilds/, status, code });
    expect((await run('deploy'))[0]).toMatchObject({ error: { code: expected }, written: false });
  });

  it('tells that Discord can’t be reached', async () => {
    standIn.failNext({ pathPattern: /guilds/, status: 503, times: 9 });
    expect((await run('deploy'))[0]?.error).toMatchObject({ code: 'unreachable' });
  });
});
