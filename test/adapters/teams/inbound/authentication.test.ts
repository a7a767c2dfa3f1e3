import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { APP_ID, message } from '../../../../simulators/teams/activities.ts';
import type { FakeAuthority } from '../../../../simulators/teams/fake-authority.ts';
import { sendActivity, sendAuthentic, teamsClaims } from '../../../../simulators/teams/send-activity.ts';
import { type Bot, SERVICE_URL, startBot } from './messages-fixture.ts';

const MINUTE_S = 60;
const now = (): number => Math.floor(Date.now() / 1000);
const bearer = (token: string): string => `Bearer ${token}`;

/** Every way of asking that facts and the protocol's rules know to be wrong. */
const FORGERIES: readonly [name: string, reason: string, forge: (authority: FakeAuthority) => Promise<string>][] = [
  ['no header', 'no-token', async () => ''],
  ['a header that holds no token', 'bad-token', async () => 'Bearer abc'],
  ['a scheme that is not Bearer', 'bad-token', async (a) => `Basic ${await a.sign(teamsClaims(SERVICE_URL))}`],
  ['two tokens', 'bad-token', async (a) => `${bearer(await a.sign(teamsClaims(SERVICE_URL)))} x`],
  ['an enormous header', 'bad-token', async () => bearer(`a.${'b'.repeat(15_000)}.c`)],
  [
    'another issuer',
    'bad-token',
    async (a) => bearer(await a.sign(teamsClaims(SERVICE_URL, { iss: 'https://sts.example.com' }))),
  ],
  [
    'the issuer of the emulator, with the bot as authorized party',
    'bad-token',
    async (a) => {
      const iss = 'https://login.microsoftonline.com/d6d49420-f39b-4df7-a1dc-d59a935871db/v2.0';
      return bearer(await a.sign(teamsClaims(SERVICE_URL, { iss, ver: '2.0', azp: APP_ID })));
    },
  ],
  [
    'another audience',
    'bad-token',
    async (a) => bearer(await a.sign(teamsClaims(SERVICE_URL, { aud: 'another-app' }))),
  ],
  [
    'an unknown key id',
    'unknown-key',
    async (a) => bearer(await a.sign(teamsClaims(SERVICE_URL), { key: a.keys.unpublished })),
  ],
  [
    'expired ten minutes ago',
    'bad-token',
    async (a) => bearer(await a.sign(teamsClaims(SERVICE_URL, { exp: now() - 10 * MINUTE_S }))),
  ],
  [
    'not yet valid for ten minutes',
    'bad-token',
    async (a) => bearer(await a.sign(teamsClaims(SERVICE_URL, { nbf: now() + 10 * MINUTE_S }))),
  ],
  [
    'without an end',
    'bad-token',
    async (a) => {
      const { exp: _exp, ...endless } = teamsClaims(SERVICE_URL);
      return bearer(await a.sign(endless));
    },
  ],
  [
    'the service URL of another activity',
    'service-url',
    async (a) => bearer(await a.sign(teamsClaims('https://smba.trafficmanager.net/emea/'))),
  ],
  [
    'no service URL',
    'service-url',
    async (a) => {
      const { serviceurl: _serviceurl, ...without } = teamsClaims(SERVICE_URL);
      return bearer(await a.sign(without));
    },
  ],
  [
    'a key that is endorsed for another channel',
    'endorsement',
    async (a) => bearer(await a.sign(teamsClaims(SERVICE_URL), { key: a.keys.otherChannel })),
  ],
  [
    'a key without endorsements',
    'endorsement',
    async (a) => bearer(await a.sign(teamsClaims(SERVICE_URL), { key: a.keys.unendorsed })),
  ],
  [
    'a wrong signature',
    'bad-token',
    async (a) => bearer(await a.sign(teamsClaims(SERVICE_URL), { key: a.keys.unpublished, kid: a.keys.teams.kid })),
  ],
  [
    'a changed payload',
    'bad-token',
    async (a) => {
      const [head, , signature] = (await a.sign(teamsClaims(SERVICE_URL))).split('.');
      const [, payload] = (await a.sign(teamsClaims(SERVICE_URL, { exp: now() + 999_999 }))).split('.');
      return bearer(`${head}.${payload}.${signature}`);
    },
  ],
  ['algorithm none', 'bad-token', async () => bearer(new UnsecuredJWT(teamsClaims(SERVICE_URL)).encode())],
  [
    'algorithm none with the name of a real key',
    'bad-token',
    async (a) => {
      const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
      return bearer(`${encode({ alg: 'none', kid: a.keys.teams.kid })}.${encode(teamsClaims(SERVICE_URL))}.`);
    },
  ],
  [
    'HS256 with the public key as its secret',
    'bad-token',
    async (a) => {
      const { kid, publicPem } = a.keys.teams;
      const token = new SignJWT(teamsClaims(SERVICE_URL)).setProtectedHeader({ alg: 'HS256', kid });
      return bearer(await token.sign(new TextEncoder().encode(publicPem)));
    },
  ],
];

describe('authentication of POST /api/messages', () => {
  let bot: Bot;
  beforeAll(async () => {
    bot = await startBot();
  });
  afterEach(() => {
    bot.events.length = 0;
    bot.refusals.length = 0;
  });
  afterAll(() => bot.close());

  it.each(FORGERIES)('answers %s with a bare 401', async (_name, reason, forge) => {
    const authorization = await forge(bot.authority);
    const { status, text, headers } = await sendActivity(bot.origin, message(SERVICE_URL, 'help'), { authorization });
    await bot.idle();
    expect({ status, text, events: bot.events.length }).toEqual({ status: 401, text: '', events: 0 });
    expect(headers.get('www-authenticate')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
    expect(bot.refusals.map((refusal) => refusal.reason)).toEqual([reason]);
    const token = authorization.split(' ')[1];
    if (token && token !== 'abc') expect(JSON.stringify(bot.refusals)).not.toContain(token);
  });

  it('answers a valid request with 200 and hands the event on', async () => {
    const { status, text } = await sendAuthentic(bot.origin, message(SERVICE_URL, 'help'), bot.authority);
    await bot.idle();
    expect({ status, text, kinds: bot.events.map(({ kind }) => kind) }).toEqual({
      status: 200,
      text: '',
      kinds: ['message'],
    });
  });

  it('takes a token that ran out two minutes ago, for clocks that differ', async () => {
    const token = await bot.authority.sign(teamsClaims(SERVICE_URL, { exp: now() - 2 * MINUTE_S }));
    const { status } = await sendActivity(bot.origin, message(SERVICE_URL, 'help'), { authorization: bearer(token) });
    await bot.idle();
    expect({ status, events: bot.events.length }).toEqual({ status: 200, events: 1 });
  });

  it('refuses another channel, though the key may sign for it', async () => {
    const token = await bot.authority.sign(teamsClaims(SERVICE_URL));
    const activity = message(SERVICE_URL, 'help', { channelId: 'emulator' });
    const { status, text } = await sendActivity(bot.origin, activity, { authorization: bearer(token) });
    expect({ status, text, reasons: bot.refusals.map(({ reason }) => reason) }).toEqual({
      status: 401,
      text: '',
      reasons: ['channel'],
    });
  });

  it('refuses a service URL that is not one of the connector, though the token names it', async () => {
    const foreign = 'https://evil.trafficmanager.net/teams/';
    const { status, text } = await sendAuthentic(bot.origin, message(foreign, 'help'), bot.authority);
    expect({ status, text, reasons: bot.refusals.map(({ reason }) => reason) }).toEqual({
      status: 401,
      text: '',
      reasons: ['foreign-service'],
    });
  });

  it('refuses what botbuilder refuses', async () => {
    const strict = await startBot({ authority: bot.authority, options: { confirm: async () => false } });
    const { status, text } = await sendAuthentic(strict.origin, message(SERVICE_URL, 'help'), bot.authority);
    await strict.close();
    expect({ status, text, events: strict.events.length }).toEqual({ status: 401, text: '', events: 0 });
  });

  it('never reads the body of a stranger', async () => {
    const { status, text } = await sendActivity(bot.origin, {}, { authorization: 'Bearer a.b.c', rawBody: '{"broken' });
    expect({ status, text }).toEqual({ status: 401, text: '' });
  });
});
