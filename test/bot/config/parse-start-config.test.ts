import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SETTING_NAMES } from '../../../src/bot/config/setting-names.ts';
import { APP_ID, DISCORD, faultsOf, parse, SANDBOX, startConfigOf, TEAMS, TENANT_ID } from './start-settings.ts';

describe('parseStartConfig', () => {
  it('needs nothing, has a default for everything and says what is not configured', () => {
    const { credentials, notConfigured, ...rest } = startConfigOf({});
    expect(credentials.exchangeMode).toBe('sam');
    expect(rest).toEqual({
      cloud: 'global',
      database: 'data/samaritan.db',
      includeOwnTenant: false,
      admins: [],
      chats: { discord: false, teams: false },
      server: { host: '127.0.0.1', port: 3978, api: false },
      masterKey: { kind: 'file', path: '/home/ada/.config/samaritan/master.key' },
      limits: { commandsPerMinute: 20, sweepsPerGuild: 3, historyDays: 400, reportDays: 14 },
      logLevel: 'info',
    });
    expect(notConfigured).toEqual([
      expect.stringMatching(/^No connection is configured\. Set SAM_APPLICATION_ID/),
      expect.stringMatching(/^Discord is not configured\. Set DISCORD_TOKEN/),
      expect.stringMatching(/^Teams is not configured\. Set MICROSOFT_APP_ID/),
      expect.stringMatching(/^No administrator is listed\. Set SAMARITAN_ADMINS/),
    ]);
  });

  it('has nothing to say of parts that are configured', () => {
    const { discord, teams, notConfigured } = startConfigOf({
      ...DISCORD,
      ...TEAMS,
      SAM_APPLICATION_ID: 'x',
      SAMARITAN_ADMINS: 'discord:user:123456789012345678',
    });
    expect(notConfigured).toEqual([]);
    expect(discord).toMatchObject({ applicationId: '223456789012345678' });
    expect(teams).toMatchObject({ appId: APP_ID, tenantId: TENANT_ID });
  });

  it('reports the faults of every part at once, and still hands the credentials on', () => {
    const parsed = parse({
      SAMARITAN_CLOUD: 'mars',
      DISCORD_TOKEN: 'YOUR_TOKEN_HERE',
      MICROSOFT_APP_ID: 'nonsense',
      SAMARITAN_ADMINS: 'everybody',
      SAMARITAN_PORT: 'http',
      SAMARITAN_MASTER_KEY: 'short',
      SAMARITAN_HEARTBEAT_URL: 'nowhere',
      SAMARITAN_HISTORY_DAYS: '-1',
      SAMARITAN_LOG_LEVEL: 'loud',
      SAM_REFRESH_TOKEN: 'hush-token',
    });
    if (parsed.ok) throw new Error('accepted');
    expect(parsed.faults.map((fault) => fault.split(/[ :]/)[0]).sort()).toEqual([
      'DISCORD_APPLICATION_ID',
      'DISCORD_GUILD_IDS',
      'DISCORD_TOKEN',
      'MICROSOFT_APP_ID',
      'MICROSOFT_APP_PASSWORD',
      'MICROSOFT_APP_TENANT_ID',
      'SAMARITAN_ADMINS',
      'SAMARITAN_CLOUD',
      'SAMARITAN_HEARTBEAT_URL',
      'SAMARITAN_HISTORY_DAYS',
      'SAMARITAN_LOG_LEVEL',
      'SAMARITAN_MASTER_KEY',
      'SAMARITAN_PORT',
    ]);
    expect(parsed.credentials.refreshToken).toBe('hush-token');
  });

  it('never shows a secret, wherever it was pasted', () => {
    const hush = 'hush-hush-hush-hush-hush';
    const names = SETTING_NAMES.filter((name) => !/DATABASE|KEY_FILE|XDG/.test(name));
    for (const value of [hush, `${hush} ${hush}`, `<${hush}>`, `https://${hush}:${hush}@example.com/${hush}`]) {
      const everywhere = Object.fromEntries(names.map((name) => [name, value]));
      for (const env of [everywhere, { ...everywhere, ...SANDBOX }, ...names.map((name) => ({ [name]: value }))]) {
        const parsed = parse(env);
        const said = [...parsed.warnings, ...(parsed.ok ? parsed.config.notConfigured : parsed.faults)];
        expect(said.join('\n')).not.toMatch(/hush/);
      }
    }
  });

  it('prints no secret with the configuration', () => {
    const { credentials, ...config } = startConfigOf({
      ...DISCORD,
      ...TEAMS,
      SAMARITAN_MASTER_KEY: Buffer.alloc(32, 'hush').toString('hex'),
      SAMARITAN_HEARTBEAT_URL: 'https://monitor.example/hush',
    });
    expect(credentials.refreshToken).toBeUndefined();
    expect(JSON.stringify(config)).not.toMatch(/hush|68757368/);
    expect(config.discord?.token.reveal()).toMatch(/hush/);
  });

  it('takes admins of both chats once each, and names the entry that is none', () => {
    const guid = 'ABCDEF01-2345-6789-ABCD-EF0123456789';
    const admins = `discord:user:123456789012345678, DISCORD:Role:12345678901234567 ,teams:user:${guid},,teams:user:${guid.toLowerCase()}`;
    expect(startConfigOf({ SAMARITAN_ADMINS: admins }).admins).toEqual([
      'discord:user:123456789012345678',
      'discord:role:12345678901234567',
      `teams:user:${guid.toLowerCase()}`,
    ]);
    for (const wrong of ['discord:user:123', 'discord:user:123456789012345678901', 'discord:guild:123456789012345678'])
      expect(faultsOf({ SAMARITAN_ADMINS: `${admins},${wrong}` })).toEqual([
        expect.stringMatching(/^SAMARITAN_ADMINS: entry 5 of 5 is not discord:user:ID/),
      ]);
    for (const wrong of ['teams:user:ada', `teams:role:${guid}`, 'terminal:user:ada', '123456789012345678', 'admin'])
      expect(faultsOf({ SAMARITAN_ADMINS: wrong })).toEqual([
        expect.stringMatching(/^SAMARITAN_ADMINS: entry 1 of 1 is not/),
      ]);
    expect(faultsOf({ SAMARITAN_ADMINS: ' , ' })).toEqual([expect.stringMatching(/^SAMARITAN_ADMINS lists nothing/)]);
  });

  const SMTP = { SAMARITAN_SMTP_HOST: 'mail.msp.example', SAMARITAN_SMTP_FROM: 'samaritan@msp.example' };
  const SIGN_IN = { SAMARITAN_SMTP_USER: 'samaritan', SAMARITAN_SMTP_PASSWORD: 'hush-hush' };

  const APP = {
    SAMARITAN_SMTP_TENANT_ID: 'msp.example',
    SAMARITAN_SMTP_CLIENT_ID: '5f0c1d2e-0000-4000-8000-000000000001',
    SAMARITAN_SMTP_CLIENT_SECRET: 'hush-hush',
  };

  it('signs in to mail with an app, as the mailbox that writes unless another is named', () => {
    expect(startConfigOf({ ...SMTP, ...APP }).mail?.signIn).toMatchObject({
      user: SMTP.SAMARITAN_SMTP_FROM,
      app: { kind: 'app-only', tenant: 'msp.example', cloud: 'global' },
    });
    const user = 'desk@msp.example';
    expect(startConfigOf({ ...SMTP, ...APP, SAMARITAN_SMTP_USER: user }).mail?.signIn).toMatchObject({ user });
  });

  it('encrypts what goes to a mail server, unless a setting says otherwise, and then without a password', () => {
    expect(startConfigOf({ ...SMTP, ...SIGN_IN }).mail).toMatchObject({ port: 587, tls: 'start' });
    expect(startConfigOf({ ...SMTP, SAMARITAN_SMTP_PORT: '465' }).mail).toMatchObject({ port: 465, tls: 'whole' });
    expect(startConfigOf({ ...SMTP, SAMARITAN_SMTP_TLS: 'none' }).mail).toMatchObject({ tls: 'none' });
    expect(faultsOf({ ...SMTP, ...SIGN_IN, SAMARITAN_SMTP_TLS: 'none' })).toEqual([
      expect.stringMatching(/^SAMARITAN_SMTP_TLS is none, and a password would travel in the clear/),
    ]);
  });

  it.each([
    [{ ...SMTP, SAMARITAN_SMTP_FROM: 'Ada <ada@msp.example>' }, /^SAMARITAN_SMTP_FROM is no plain mail address/],
    [{ ...SMTP, SAMARITAN_SMTP_FROM: 'a@b.example,c@d.example' }, /^SAMARITAN_SMTP_FROM is no plain mail address/],
    [{ ...SMTP, SAMARITAN_SMTP_HOST: 'smtp://mail.msp.example' }, /^SAMARITAN_SMTP_HOST is no name/],
    [{ ...SMTP, SAMARITAN_SMTP_USER: 'samaritan' }, /go together/],
    [{ ...SMTP, ...APP, SAMARITAN_SMTP_PASSWORD: 'hush-hush' }, /are two ways to sign in/],
    [{ ...SMTP, ...APP, SAMARITAN_SMTP_TLS: 'none' }, /a token would travel in the clear/],
    [{ ...SMTP, ...APP, SAMARITAN_SMTP_CLIENT_ID: 'reader' }, /^SAMARITAN_SMTP_CLIENT_ID is no application/],
    [{ ...SMTP, ...APP, SAMARITAN_SMTP_TENANT_ID: 'my tenant' }, /^SAMARITAN_SMTP_TENANT_ID is neither/],
    [{ ...SMTP, ...APP, SAMARITAN_SMTP_CLIENT_SECRET: '' }, /^SAMARITAN_SMTP_CLIENT_SECRET is missing/],
    [{ SAMARITAN_SMTP_FROM: SMTP.SAMARITAN_SMTP_FROM }, /^SAMARITAN_SMTP_HOST is missing/],
  ])('sends no mail with %j', (env, said) => {
    expect(faultsOf(env)).toEqual([expect.stringMatching(said)]);
  });

  it.each([
    ['https://monitor.example/ping/1', 'https://monitor.example/ping/1'],
    ['http://127.0.0.1:9/ping', 'http://127.0.0.1:9/ping'],
  ])('calls %s as a heartbeat', (url, called) => {
    expect(startConfigOf({ SAMARITAN_HEARTBEAT_URL: url }).heartbeatUrl?.reveal()).toBe(called);
  });

  it.each(['http://monitor.example/ping', 'ftp://127.0.0.1/x', 'monitor', 'https://user:hush@monitor.example'])(
    'calls nothing at %s',
    (url) => {
      expect(faultsOf({ SAMARITAN_HEARTBEAT_URL: url })).toEqual([expect.stringMatching(/^SAMARITAN_HEARTBEAT_URL /)]);
    },
  );

  it('takes limits within their bounds only', () => {
    expect(
      startConfigOf({
        SAMARITAN_COMMANDS_PER_MINUTE: '1',
        SAMARITAN_SWEEPS_PER_GUILD: '100',
        SAMARITAN_HISTORY_DAYS: ' 30 ',
        SAMARITAN_REPORT_DAYS: '365',
        SAMARITAN_LOG_LEVEL: 'DEBUG',
      }),
    ).toMatchObject({
      limits: { commandsPerMinute: 1, sweepsPerGuild: 100, historyDays: 30, reportDays: 365 },
      logLevel: 'debug',
    });
    for (const wrong of ['0', '-1', '1.5', '1e2', '99999', 'many', '0x10'])
      expect(faultsOf({ SAMARITAN_SWEEPS_PER_GUILD: wrong })).toEqual([
        'SAMARITAN_SWEEPS_PER_GUILD is no whole number from 1 to 100.',
      ]);
  });

  it('warns of a name that is nearly one of its own', () => {
    const { warnings } = parse({
      SAMARITAN_ADMIN: 'x',
      DISCORD_GUILD_ID: 'x',
      TEAMS_ALLOWED_TENNANTS: 'x',
      samaritan_port: '1',
      DISCORD_TOKNE: 'hush',
      SAMARITAN_SOMETHING: 'x',
      TEAMS_APP_NAME: 'x',
      SAMARITAN_HOTS: '',
      EDITOR: 'x',
    });
    expect(warnings).toEqual([
      'SAMARITAN_ADMIN is no setting of Samaritan and was not read. Is SAMARITAN_ADMINS meant?',
      'DISCORD_GUILD_ID is no setting of Samaritan and was not read. Is DISCORD_GUILD_IDS meant?',
      'TEAMS_ALLOWED_TENNANTS is no setting of Samaritan and was not read. Is TEAMS_ALLOWED_TENANTS meant?',
      'samaritan_port is no setting of Samaritan and was not read. Is SAMARITAN_PORT meant?',
      'DISCORD_TOKNE is no setting of Samaritan and was not read. Is DISCORD_TOKEN meant?',
    ]);
  });

  it('reads exactly the variables it knows, and docs/configure.md names each', () => {
    const read = new Set<string>();
    const watched = new Proxy<Record<string, string>>(
      {},
      {
        get: (_, name) => {
          read.add(String(name));
          return undefined;
        },
      },
    );
    parse(watched);
    expect([...read].sort()).toEqual([...SETTING_NAMES].sort());
    const page = readFileSync(new URL('../../../docs/configure.md', import.meta.url), 'utf8');
    const documented = new Set(page.match(/`[A-Z][A-Z_]+(?==|`)/g)?.map((match) => match.slice(1)));
    expect([...read].filter((name) => !documented.has(name))).toEqual([]);
  });
});
