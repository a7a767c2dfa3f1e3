import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeAuthority, type FakeAuthority } from '../../../../simulators/teams/fake-authority.ts';
import { createFakeTime, type FakeTime } from '../../../../simulators/teams/fake-time.ts';
import { HttpClient } from '../../../../src/adapters/http/http-client.ts';
import { createSigningKeys, type SigningKeys } from '../../../../src/adapters/teams/inbound/signing-keys.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

describe('createSigningKeys', () => {
  let authority: FakeAuthority;
  let http: HttpClient;
  let time: FakeTime;
  let keys: SigningKeys;
  beforeEach(async () => {
    authority = await createFakeAuthority();
    http = new HttpClient({ timeoutMs: 5000, useProxy: false });
    time = createFakeTime();
    keys = createSigningKeys({
      openIdMetadataUrl: authority.openIdMetadataUrl,
      http,
      clock: time.clock,
      sandbox: true,
    });
  });
  afterEach(async () => {
    await http.close();
    await authority.close();
  });

  it('fetches once for many requests at the same time', async () => {
    const { kid } = authority.keys.teams;
    const found = await Promise.all([keys.find(kid), keys.find(kid), keys.find(authority.keys.otherChannel.kid)]);
    expect(found.map((key) => key?.endorsements)).toEqual([
      ['msteams', 'emulator'],
      ['msteams', 'emulator'],
      ['webchat'],
    ]);
    expect(authority.keyFetches()).toBe(1);
  });

  it('finds a key that was published since, once the cooldown is over', async () => {
    const { unpublished } = authority.keys;
    await keys.find(authority.keys.teams.kid);
    authority.publish(unpublished);
    expect(await keys.find(unpublished.kid)).toBeUndefined();
    time.advance(MINUTE_MS);
    expect((await keys.find(unpublished.kid))?.endorsements).toEqual(['msteams']);
    expect(authority.keyFetches()).toBe(2);
  });

  it('fetches once a minute at most, however many unknown keys are named', async () => {
    await keys.find(authority.keys.teams.kid);
    time.advance(MINUTE_MS);
    await Promise.all(Array.from({ length: 50 }, (_, index) => keys.find(`forged-${index}`)));
    expect(authority.keyFetches()).toBe(2);
  });

  it('renews the keys after a day', async () => {
    await keys.find(authority.keys.teams.kid);
    time.advance(DAY_MS + 1);
    await keys.find(authority.keys.teams.kid);
    expect(authority.keyFetches()).toBe(2);
  });

  it('lives with a failed renewal for five days, not longer', async () => {
    const { kid } = authority.keys.teams;
    await keys.find(kid);
    authority.failKeys(true);
    time.advance(4 * DAY_MS);
    expect(await keys.find(kid)).toBeDefined();
    time.advance(DAY_MS + 1);
    await expect(keys.find(kid)).rejects.toThrow('no signing keys');
    authority.failKeys(false);
    time.advance(MINUTE_MS);
    expect(await keys.find(kid)).toBeDefined();
  });

  it('tries again soon where no key could be had yet', async () => {
    const { kid } = authority.keys.teams;
    authority.failKeys(true);
    await expect(keys.find(kid)).rejects.toThrow('no signing keys');
    authority.failKeys(false);
    await expect(keys.find(kid)).rejects.toThrow('no signing keys');
    time.advance(5_000);
    expect(await keys.find(kid)).toBeDefined();
  });

  it('fetches nothing without TLS outside the sandbox', async () => {
    const { openIdMetadataUrl } = authority;
    const strict = createSigningKeys({ openIdMetadataUrl, http, clock: time.clock, sandbox: false });
    await expect(strict.find(authority.keys.teams.kid)).rejects.toThrow('no signing keys');
    expect(authority.keyFetches()).toBe(0);
  });
});
