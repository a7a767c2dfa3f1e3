import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeAuthority, type FakeAuthority } from '../../../../simulators/teams/fake-authority.ts';
import { HttpClient } from '../../../../src/adapters/http/http-client.ts';
import { createSigningKeys, type SigningKeys } from '../../../../src/adapters/teams/inbound/signing-keys.ts';
import { VirtualTime } from '../../../core/virtual-time.ts';

const PAUSE_MS = 2_000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

describe('createSigningKeys', () => {
  let authority: FakeAuthority;
  let http: HttpClient;
  let time: VirtualTime;
  let keys: SigningKeys;
  beforeEach(async () => {
    authority = await createFakeAuthority();
    http = new HttpClient({ timeoutMs: 60_000, useProxy: false });
    time = new VirtualTime();
    keys = createSigningKeys({
      openIdMetadataUrl: authority.openIdMetadataUrl,
      http,
      clock: time,
      timers: time,
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

  it('finds a key that was published since, though a stranger has just named one that is not there', async () => {
    const { unpublished } = authority.keys;
    await keys.find(authority.keys.teams.kid);
    await time.advance(PAUSE_MS);
    expect(await keys.find('forged')).toBeUndefined();
    authority.publish(unpublished);
    const found = keys.find(unpublished.kid);
    await time.advance(PAUSE_MS);
    expect((await found)?.endorsements).toEqual(['msteams']);
    expect(authority.keyFetches()).toBe(3);
  });

  it('fetches once in two seconds at most, however many unknown keys are named', async () => {
    await keys.find(authority.keys.teams.kid);
    const named = Array.from({ length: 50 }, (_, index) => keys.find(`forged-${index}`));
    await time.advance(PAUSE_MS);
    expect(new Set(await Promise.all(named))).toEqual(new Set([undefined]));
    expect(authority.keyFetches()).toBe(2);
  });

  it('renews the keys after a day', async () => {
    await keys.find(authority.keys.teams.kid);
    await time.advance(DAY_MS + 1);
    await keys.find(authority.keys.teams.kid);
    expect(authority.keyFetches()).toBe(2);
  });

  it('lives with a failed renewal for five days, not longer', async () => {
    const { kid } = authority.keys.teams;
    await keys.find(kid);
    authority.failKeys(true);
    await time.advance(4 * DAY_MS);
    expect(await keys.find(kid)).toBeDefined();
    await time.advance(DAY_MS + 1);
    await expect(keys.find(kid)).rejects.toThrow('no signing keys');
    authority.failKeys(false);
    await time.advance(MINUTE_MS);
    expect(await keys.find(kid)).toBeDefined();
  });

  it('tries again soon where no key could be had yet', async () => {
    const { kid } = authority.keys.teams;
    authority.failKeys(true);
    await expect(keys.find(kid)).rejects.toThrow('no signing keys');
    authority.failKeys(false);
    await expect(keys.find(kid)).rejects.toThrow('no signing keys');
    await time.advance(5_000);
    expect(await keys.find(kid)).toBeDefined();
  });

  it('fetches nothing without TLS outside the sandbox', async () => {
    const { openIdMetadataUrl } = authority;
    const strict = createSigningKeys({ openIdMetadataUrl, http, clock: time, timers: time, sandbox: false });
    await expect(strict.find(authority.keys.teams.kid)).rejects.toThrow('no signing keys');
    expect(authority.keyFetches()).toBe(0);
  });
});
