import { describe, expect, it } from 'vitest';
import { faultsOf, HOME, parse, SANDBOX, startConfigOf } from './start-settings.ts';

describe('parseServer', () => {
  it.each([
    ['0.0.0.0', '0.0.0.0'],
    ['[::1]', '::1'],
    ['::', '::'],
    ['LocalHost', 'localhost'],
    ['bot.contoso.com', 'bot.contoso.com'],
  ])('listens on %s', (host, bound) => {
    expect(startConfigOf({ SAMARITAN_HOST: host }).server.host).toBe(bound);
  });

  it.each(['127.0.0.1:3978', 'http://localhost', '3978', '*', 'a b', '[localhost]:1', '999.1.1.1'])(
    'does not listen on %s',
    (host) =>
      expect(faultsOf({ SAMARITAN_HOST: host })).toEqual([expect.stringMatching(/^SAMARITAN_HOST is no address/)]),
  );

  it('takes ports that there are, and a free one with the sandbox only', () => {
    const ports = { SAMARITAN_PORT: '8080', SAMARITAN_METRICS_PORT: '65535' };
    expect(startConfigOf(ports).server).toEqual({ host: '127.0.0.1', api: false, port: 8080, metricsPort: 65535 });
    for (const port of ['0', '65536', '80a', '-1'])
      expect(faultsOf({ SAMARITAN_PORT: port })).toEqual(['SAMARITAN_PORT is no whole number from 1 to 65535.']);
    expect(startConfigOf({ ...SANDBOX, SAMARITAN_PORT: '0', SAMARITAN_METRICS_PORT: '0' }).server).toEqual({
      api: false,
      host: '127.0.0.1',
      port: 0,
      metricsPort: 0,
    });
  });

  it('keeps metrics off the port that may be public', () => {
    const fault = expect.stringMatching(/^SAMARITAN_METRICS_PORT is 3978, which is the HTTP server’s/);
    expect(faultsOf({ SAMARITAN_METRICS_PORT: '3978' })).toEqual([fault]);
  });
});

describe('parseMasterKey', () => {
  const key = Buffer.alloc(32, 'hush');

  it.each([key.toString('base64'), key.toString('base64url'), key.toString('hex'), key.toString('hex').toUpperCase()])(
    'takes a value in base64 or hex',
    (value) => {
      const { masterKey } = startConfigOf({ SAMARITAN_MASTER_KEY: ` ${value}\n` });
      expect(masterKey.kind === 'value' && masterKey.key.reveal()).toBe(value);
    },
  );

  it.each([key.subarray(1).toString('base64'), key.toString('hex').slice(1), `${key.toString('base64')}A`, 'password'])(
    'refuses a value of another length',
    (value) => {
      expect(faultsOf({ SAMARITAN_MASTER_KEY: value })).toEqual([
        'SAMARITAN_MASTER_KEY is no key. It is 32 random bytes in base64 or hex; “openssl rand -base64 32” makes one.',
      ]);
    },
  );

  it('names a file: as set, below the home folder, or where XDG has it', () => {
    const fileOf = (env: Record<string, string>) => startConfigOf(env).masterKey;
    const file = (path: string) => ({ kind: 'file', path });
    expect(fileOf({ SAMARITAN_MASTER_KEY_FILE: 'keys/one' })).toEqual(file('keys/one'));
    expect(fileOf({ SAMARITAN_MASTER_KEY_FILE: '~/one' })).toEqual(file(`${HOME}/one`));
    expect(fileOf({ SAMARITAN_MASTER_KEY_FILE: '/~/one' })).toEqual(file('/~/one'));
    expect(fileOf({ XDG_CONFIG_HOME: '/etc/ada' })).toEqual(file('/etc/ada/samaritan/master.key'));
    expect(fileOf({ XDG_CONFIG_HOME: 'relative' })).toEqual(file(`${HOME}/.config/samaritan/master.key`));
  });

  it('refuses both at once, and warns of a file beside the database', () => {
    expect(faultsOf({ SAMARITAN_MASTER_KEY: key.toString('hex'), SAMARITAN_MASTER_KEY_FILE: 'x' })).toEqual([
      'SAMARITAN_MASTER_KEY and SAMARITAN_MASTER_KEY_FILE are both set. Remove one of them.',
    ]);
    expect(parse({ SAMARITAN_MASTER_KEY_FILE: './data/master.key' })).toMatchObject({
      ok: true,
      warnings: [expect.stringMatching(/^SAMARITAN_MASTER_KEY_FILE is in the folder of the database/)],
    });
  });
});
