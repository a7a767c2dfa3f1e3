import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/bot/config/parse-config.ts';
import { toConnection } from '../../../src/bot/config/to-connection.ts';

const SECRETS = {
  SAM_APPLICATION_SECRET: 'hush-secret',
  SAM_REFRESH_TOKEN: 'hush-token',
  SAM_EXCHANGE_REFRESH_TOKEN: 'hush-second',
};
const env = { SAM_APPLICATION_ID: ' ID ', SAM_TENANT_ID: ' Contoso.COM ', ...SECRETS };

const faultsOf = (rest: Record<string, string>): string[] => {
  const parsed = parseConfig({ ...env, ...rest });
  return parsed.ok ? [] : parsed.faults;
};
const configOf = (rest: Record<string, string> = {}) => {
  const parsed = parseConfig({ ...env, ...rest }, { home: '/home/ada' });
  if (!parsed.ok) throw new Error(parsed.faults.join(' '));
  return parsed.config;
};

describe('parseConfig', () => {
  it('has a default for everything but the credentials', () => {
    const { credentials, ...rest } = configOf();
    expect(rest).toEqual({
      cloud: 'global',
      database: 'data/samaritan.db',
      includeOwnTenant: false,
      admins: [],
      chats: { discord: false, teams: false },
      masterKey: { kind: 'file', path: '/home/ada/.config/samaritan/master.key' },
    });
    expect(credentials).toMatchObject({ applicationId: ' ID ', exchangeMode: 'sam' });
  });

  it('reads choices in any case, with white space around them, and takes empty ones for unset', () => {
    expect(configOf({ SAMARITAN_CLOUD: ' USGov-DoD ', SAM_INCLUDE_OWN_TENANT: 'TRUE' })).toMatchObject({
      cloud: 'usgov-dod',
      includeOwnTenant: true,
    });
    expect(configOf({ SAMARITAN_CLOUD: ' ', SAM_EXCHANGE_MODE: '', SAMARITAN_SANDBOX_URL: '' }).cloud).toBe('global');
  });

  it('reports every fault at once, each naming its setting, and still hands the credentials on', () => {
    const parsed = parseConfig({
      ...env,
      SAMARITAN_CLOUD: 'mars',
      SAM_EXCHANGE_MODE: 'both',
      SAM_INCLUDE_OWN_TENANT: 'yes',
      SAMARITAN_SANDBOX_URL: 'http://127.0.0.1:1',
      SAMARITAN_DATABASE: 'postgres://user:hush-password@db/samaritan?sslmode=prefer',
    });
    if (parsed.ok) throw new Error('accepted');
    for (const name of [
      'SAMARITAN_CLOUD',
      'SAM_EXCHANGE_MODE',
      'SAM_INCLUDE_OWN_TENANT',
      'SAMARITAN_SANDBOX_URL',
      'SAMARITAN_DATABASE',
    ])
      expect(
        parsed.faults.filter((fault) => fault.startsWith(`${name} `)),
        name,
      ).toHaveLength(1);
    expect(parsed.faults).toHaveLength(5);
    expect(parsed.faults.join()).not.toMatch(/hush/);
    expect(parsed.credentials.refreshToken).toBe('hush-token');
  });

  it('names what a choice could be', () => {
    expect(faultsOf({ SAMARITAN_CLOUD: 'mars' })).toEqual([
      'SAMARITAN_CLOUD is “mars”, which is none of: global, usgov, usgov-dod, china, sandbox.',
    ]);
  });

  it.each([
    ['http://127.0.0.1:4100', 'http://127.0.0.1:4100'],
    ['http://localhost:4100/', 'http://localhost:4100'],
    ['http://[::1]:4100', 'http://[::1]:4100'],
    ['https://127.1.2.3', 'https://127.1.2.3'],
  ])('takes %s for a sandbox', (url, origin) => {
    expect(configOf({ SAMARITAN_CLOUD: 'sandbox', SAMARITAN_SANDBOX_URL: url })).toMatchObject({
      cloud: 'global',
      sandboxUrl: origin,
    });
  });

  it.each([
    ['', /is missing/],
    ['nonsense', /no http address/],
    ['ftp://127.0.0.1', /no http address/],
    ['http://10.0.0.1:4100', /not this machine/],
    ['http://127.0.0.1.evil.example', /not this machine/],
    ['http://localhost.evil.example', /not this machine/],
    ['http://0.0.0.0:4100', /not this machine/],
    ['http://[::2]:4100', /not this machine/],
    ['http://127.0.0.1@evil.example', /not this machine/],
    ['http://127.0.0.1:4100/path', /only be an origin/],
    ['http://127.0.0.1:4100/?a=b', /only be an origin/],
    ['http://user:hush@127.0.0.1:4100', /only be an origin/],
  ])('lets “%s” stand in for nobody', (url, fault) => {
    const faults = faultsOf({ SAMARITAN_CLOUD: 'sandbox', SAMARITAN_SANDBOX_URL: url });
    expect(faults).toEqual([expect.stringMatching(fault)]);
    expect(faults[0]).toMatch(/^SAMARITAN_SANDBOX_URL /);
    expect(faults[0]).not.toMatch(/hush/);
  });

  it('takes any path for a SQLite file, and an address of PostgreSQL alone for a server', () => {
    expect(configOf({ SAMARITAN_DATABASE: ' C:\\data\\my.db ' }).database).toBe('C:\\data\\my.db');
    const { database } = configOf({ SAMARITAN_DATABASE: 'POSTGRESQL://sam:hush@db/x' });
    expect(String(database)).toBe('postgres://sam@db:5432/x');
    expect(JSON.stringify(database)).not.toMatch(/hush/);
    const shown = inspect(database, { depth: 9 });
    expect(shown).not.toMatch(/hush/);
    expect(faultsOf({ SAMARITAN_DATABASE: 'mysql://db/x' })).toEqual([
      expect.stringMatching(/^SAMARITAN_DATABASE names a database server/),
    ]);
  });

  it.each([
    ['postgres://db/x', /lacks the host, the user or the database/],
    ['postgres://sam:hush@db', /lacks the host/],
    ['postgres://sam:hush@db:99999/x', /is no address/],
    ['postgres://sam:hush%zz@db/x', /special characters/],
    ['postgres://sam:hush@db/x?sslmode=prefer', /verify-full/],
    ['postgres://sam:hush@db/x?options=-c', /parameter options/],
  ])('refuses “%s”, and never shows the password', (url, fault) => {
    const faults = faultsOf({ SAMARITAN_DATABASE: url });
    expect(faults).toEqual([expect.stringMatching(fault)]);
    expect(faults[0]).toMatch(/^SAMARITAN_DATABASE /);
    expect(faults[0]).not.toMatch(/hush/);
  });
});

describe('toConnection', () => {
  it('leaves white space out and writes ids and domains in lower case', () => {
    const connection = toConnection(configOf({ SAM_REFRESH_TOKEN: ' hush-token\n' }));
    expect(connection).toMatchObject({
      applicationId: 'id',
      tenant: 'contoso.com',
      exchange: { kind: 'sam' },
      includeOwnTenant: false,
    });
    expect(connection.refreshToken.reveal()).toBe('hush-token');
    expect(connection.applicationSecret.reveal()).toBe('hush-secret');
  });

  it('takes the second token only where Exchange is reached the old way', () => {
    const { exchange } = toConnection(configOf({ SAM_EXCHANGE_MODE: 'legacy' }));
    expect(exchange.kind === 'legacy' && exchange.refreshToken.reveal()).toBe('hush-second');
  });

  it('prints no secret', () => expect(JSON.stringify(toConnection(configOf()))).not.toMatch(/hush/));
});
