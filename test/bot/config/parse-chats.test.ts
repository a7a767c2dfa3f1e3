import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/bot/config/parse-config.ts';
import { APP_ID, DISCORD, faultsOf, parse, SANDBOX, startConfigOf, TEAMS, TENANT_ID } from './start-settings.ts';

const without = (settings: Record<string, string>, name: string) => ({ ...settings, [name]: '' });

describe('parseDiscord', () => {
  it('takes the token, the application and each server once', () => {
    const guilds = '323456789012345678, 423456789012345678,323456789012345678';
    const { discord } = startConfigOf({ ...DISCORD, DISCORD_GUILD_IDS: guilds });
    expect(discord).toMatchObject({
      applicationId: '223456789012345678',
      guildIds: ['323456789012345678', '423456789012345678'],
    });
    expect(discord?.token.reveal()).toBe('hush.hush.hush');
    expect(discord).not.toHaveProperty('apiUrl');
  });

  it.each(Object.keys(DISCORD))('names %s when it is missing', (name) => {
    expect(faultsOf(without(DISCORD, name))).toEqual([
      `${name} is missing. Discord needs DISCORD_TOKEN, DISCORD_APPLICATION_ID and DISCORD_GUILD_IDS. Set it, or remove the other settings of Discord.`,
    ]);
  });

  it.each([
    ['YOUR_BOT_TOKEN_HERE', /still a placeholder/],
    ['your-token', /still a placeholder/],
    ['yourtoken', /still a placeholder/],
    ['<token>', /still a placeholder/],
    ['changeme', /still a placeholder/],
    ['xxxxxxxx', /still a placeholder/],
    ['Bot hush.hush.hush', /Leave that word out/],
    ['hush.hush hush', /white space/],
    ['223456789012345678', /an id and no token/],
  ])('takes “%s” for no token', (token, fault) => {
    expect(faultsOf({ ...DISCORD, DISCORD_TOKEN: token })).toEqual([expect.stringMatching(fault)]);
  });

  it('only warns of an odd token, and not where a stand-in takes any', () => {
    const odd = { ...DISCORD, DISCORD_TOKEN: 'hush' };
    expect(parse(odd)).toMatchObject({ ok: true, warnings: [expect.stringMatching(/^DISCORD_TOKEN does not look/)] });
    const url = 'http://127.0.0.1:4200/api/';
    expect(parse({ ...SANDBOX, ...odd, DISCORD_API_URL: url })).toMatchObject({
      warnings: [],
      config: { discord: { apiUrl: 'http://127.0.0.1:4200/api' } },
    });
  });

  it('refuses ids that are none, by their place', () => {
    expect(faultsOf({ ...DISCORD, DISCORD_GUILD_IDS: '323456789012345678,Contoso' })).toEqual([
      'DISCORD_GUILD_IDS: entry 2 of 2 is not the id of a server, 17 to 20 digits.',
    ]);
    expect(faultsOf({ ...DISCORD, DISCORD_GUILD_IDS: ',' })).toEqual([expect.stringMatching(/lists nothing/)]);
    expect(faultsOf({ ...DISCORD, DISCORD_APPLICATION_ID: '12345' })).toEqual([
      expect.stringMatching(/^DISCORD_APPLICATION_ID is no application id/),
    ]);
  });
});

describe('parseTeams', () => {
  it('takes the registration, and its own tenant for the only one allowed', () => {
    const { teams } = startConfigOf({ ...TEAMS, MICROSOFT_APP_ID: APP_ID.toUpperCase() });
    expect(teams).toMatchObject({
      allowAnonymous: false,
      appId: APP_ID,
      tenantId: TENANT_ID,
      allowedTenants: [TENANT_ID],
      loopbackConnector: false,
    });
    expect(teams).not.toHaveProperty('openIdMetadataUrl');
  });

  it('takes listed tenants instead of its own', () => {
    const { teams } = startConfigOf({ ...TEAMS, TEAMS_ALLOWED_TENANTS: APP_ID.toUpperCase() });
    expect(teams?.allowedTenants).toEqual([APP_ID]);
    expect(faultsOf({ ...TEAMS, TEAMS_ALLOWED_TENANTS: `${APP_ID},contoso.com` })).toEqual([
      'TEAMS_ALLOWED_TENANTS: entry 2 of 2 is not the id of a tenant, a GUID.',
    ]);
  });

  it.each(Object.keys(TEAMS))('names %s when it is missing', (name) => {
    expect(faultsOf(without(TEAMS, name))).toEqual([
      expect.stringMatching(new RegExp(`^${name} is missing\\. Teams needs MICROSOFT_APP_ID, `)),
    ]);
  });

  it('refuses to run without an application id whatever else is set', () => {
    for (const settings of [
      { TEAMS_ALLOWED_TENANTS: TENANT_ID },
      { ...SANDBOX, TEAMS_OPENID_METADATA_URL: 'http://127.0.0.1:1/openid' },
      { ...SANDBOX, TEAMS_ALLOW_ANONYMOUS: 'true', MICROSOFT_APP_PASSWORD: 'hush' },
    ])
      expect(faultsOf(settings)).toContainEqual(expect.stringMatching(/^MICROSOFT_APP_ID is missing/));
  });

  it.each([
    ['MICROSOFT_APP_ID', 'contoso', /is no application/],
    ['MICROSOFT_APP_ID', '00000000-0000-0000-0000-000000000000', /still a placeholder/],
    ['MICROSOFT_APP_TENANT_ID', 'contoso.com', /is no tenant id/],
    ['MICROSOFT_APP_PASSWORD', APP_ID, /the secret’s id and not its value/],
    ['MICROSOFT_APP_PASSWORD', '<your secret>', /still a placeholder/],
  ])('refuses a %s of “%s”', (name, value, fault) => {
    expect(faultsOf({ ...TEAMS, [name]: value })).toEqual([expect.stringMatching(fault)]);
  });

  it.each(['usgov', 'usgov-dod', 'china'])('is refused in the cloud %s, and only if it is set', (cloud) => {
    expect(faultsOf({ ...TEAMS, SAMARITAN_CLOUD: cloud })).toEqual([
      expect.stringMatching(
        new RegExp(`^SAMARITAN_CLOUD is ${cloud}, and the Teams bot runs in the global cloud only`),
      ),
    ]);
    expect(faultsOf({ ...DISCORD, SAMARITAN_CLOUD: cloud })).toEqual([]);
  });

  it('runs without a registration in the sandbox on loopback alone', () => {
    const anonymous = { TEAMS_ALLOW_ANONYMOUS: 'true' };
    const { teams } = startConfigOf({ ...SANDBOX, ...anonymous });
    expect(teams).toEqual({ allowAnonymous: true, allowedTenants: 'any', loopbackConnector: true });
    const listed = startConfigOf({ ...SANDBOX, ...anonymous, TEAMS_ALLOWED_TENANTS: TENANT_ID });
    expect(listed.teams?.allowedTenants).toEqual([TENANT_ID]);
    for (const host of ['::1', 'localhost', '127.0.0.2'])
      expect(faultsOf({ ...SANDBOX, ...anonymous, SAMARITAN_HOST: host })).toEqual([]);
    for (const host of ['0.0.0.0', '::', '192.0.2.1', 'bot.contoso.com', '127.0.0.1.contoso.com'])
      expect(faultsOf({ ...SANDBOX, ...anonymous, SAMARITAN_HOST: host })).toEqual([
        expect.stringMatching(/^TEAMS_ALLOW_ANONYMOUS is true, but SAMARITAN_HOST is open/),
      ]);
    expect(faultsOf(anonymous)).toEqual([expect.stringMatching(/but SAMARITAN_CLOUD is not sandbox/)]);
    expect(faultsOf({ ...anonymous, ...TEAMS })).toEqual([expect.stringMatching(/but SAMARITAN_CLOUD is not sandbox/)]);
  });

  it('verifies requests where there is a registration, whatever is said of anonymous ones', () => {
    const parsed = parse({ ...SANDBOX, ...TEAMS, TEAMS_ALLOW_ANONYMOUS: 'true' });
    expect(parsed).toMatchObject({
      config: { teams: { allowAnonymous: false, loopbackConnector: true } },
      warnings: [expect.stringMatching(/^TEAMS_ALLOW_ANONYMOUS has no effect/)],
    });
  });
});

describe('parseStandInUrl', () => {
  const chats = { ...DISCORD, ...TEAMS };

  it.each(['DISCORD_API_URL', 'TEAMS_OPENID_METADATA_URL'])('lets %s lead to this machine alone', (name) => {
    expect(faultsOf({ ...SANDBOX, ...chats, [name]: 'http://127.0.0.1:4200/x' })).toEqual([]);
    expect(faultsOf({ ...chats, [name]: 'http://127.0.0.1:4200/x' })).toEqual([
      `${name} is for tests only, and SAMARITAN_CLOUD is not sandbox. Remove the address.`,
    ]);
    for (const [url, fault] of [
      ['http://10.0.0.1/api', /another machine/],
      ['http://127.0.0.1.evil.example/', /another machine/],
      ['http://127.0.0.1@evil.example/', /another machine/],
      ['https://discord.com/api', /another machine/],
      ['ws://127.0.0.1', /no http address/],
      ['127.0.0.1:4200', /no http address/],
      ['http://user:hush@127.0.0.1/', /no user name/],
      ['http://127.0.0.1/?a=b', /nothing after the path/],
    ] as const)
      expect(faultsOf({ ...SANDBOX, ...chats, [name]: url }), url).toEqual([expect.stringMatching(fault)]);
  });
});

describe('parseConfig', () => {
  it('does not fail for what only a chat needs', () => {
    const broken = {
      DISCORD_TOKEN: 'changeme',
      TEAMS_ALLOW_ANONYMOUS: 'perhaps',
      SAMARITAN_PORT: 'x',
      SAMARITAN_METRICS_PORT: 'y',
    };
    expect(faultsOf(broken).length).toBeGreaterThan(3);
    expect(parseConfig(broken)).toMatchObject({ ok: true });
  });

  it('holds the master key to its shape, for a sweep of the terminal keeps tokens too', () => {
    expect(parseConfig({ SAMARITAN_MASTER_KEY: 'x' })).toMatchObject({
      ok: false,
      faults: [expect.stringMatching(/^SAMARITAN_MASTER_KEY is no key\./)],
    });
  });
});
