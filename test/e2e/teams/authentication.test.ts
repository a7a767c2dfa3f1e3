import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APP_ID, message, OTHER_TENANT_ID } from '../../../simulators/teams/activities.ts';
import type { FakeAuthority } from '../../../simulators/teams/fake-authority.ts';
import { teamsClaims } from '../../../simulators/teams/send-activity.ts';
import type { Service } from '../../processes/run-command-line.ts';
import { ask, from, newChat, readable, shows } from './drive.ts';
import { guardWorld } from './guard-world.ts';
import { createTeamsWorld, TECHNICIAN, type TeamsWorld } from './teams-setup.ts';

let world: TeamsWorld;
let running: Service;

beforeAll(async () => {
  world = await createTeamsWorld({ sandbox: { tenants: 2 } });
  running = await world.start();
});
afterAll(() => world.close());
guardWorld(() => world);

const now = (): number => Math.floor(Date.now() / 1000);
const bearer = async (token: string | Promise<string>): Promise<string> => `Bearer ${await token}`;
type Forge = (authority: FakeAuthority, serviceUrl: string) => Promise<string>;

const FORGED: readonly [name: string, forge: Forge][] = [
  ['no header', async () => ''],
  ['a header that holds no token', async () => 'Bearer abc'],
  ['another issuer', (a, url) => bearer(a.sign(teamsClaims(url, { iss: 'https://sts.example.com' })))],
  ['another audience', (a, url) => bearer(a.sign(teamsClaims(url, { aud: OTHER_TENANT_ID })))],
  ['an unknown key', (a, url) => bearer(a.sign(teamsClaims(url), { key: a.keys.unpublished }))],
  ['an end ten minutes ago', (a, url) => bearer(a.sign(teamsClaims(url, { exp: now() - 600 })))],
  ['another service URL', (a) => bearer(a.sign(teamsClaims('https://smba.trafficmanager.net/emea/')))],
  ['no service URL', (a, url) => bearer(a.sign({ ...teamsClaims(url), serviceurl: undefined }))],
  ['a key for another channel', (a, url) => bearer(a.sign(teamsClaims(url), { key: a.keys.otherChannel }))],
  ['a key without endorsements', (a, url) => bearer(a.sign(teamsClaims(url), { key: a.keys.unendorsed }))],
  [
    'a wrong signature',
    (a, url) => bearer(a.sign(teamsClaims(url), { key: a.keys.unpublished, kid: a.keys.teams.kid })),
  ],
  ['algorithm none', (_, url) => bearer(new UnsecuredJWT(teamsClaims(url)).encode())],
  [
    'HS256 with the public key as its secret',
    ({ keys: { teams } }, url) => {
      const token = new SignJWT(teamsClaims(url)).setProtectedHeader({ alg: 'HS256', kid: teams.kid });
      return bearer(token.sign(new TextEncoder().encode(teams.publicPem)));
    },
  ],
  [
    'a token of the emulator for this app',
    (a, url) => {
      const iss = 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/';
      return bearer(a.sign(teamsClaims(url, { iss, ver: '1.0', appid: APP_ID })));
    },
  ],
];

/** A message of the technician in a chat of its own. */
const typed = (text: string, chat = newChat()) => {
  const { conversation } = from({ conversation: chat });
  return message(world.connector.serviceUrl, text, { from: TECHNICIAN, conversation });
};

/** Whatever was posted before has been handled once a later message is answered. */
async function settle(): Promise<void> {
  await shows(world, await ask(world, 'help'), /testtokens/);
}

describe('what asks without a valid token', () => {
  it.each(FORGED)('gets a bare 401, and nothing runs (%s)', async (_name, forge) => {
    const chat = newChat();
    const authorization = await forge(world.authority, world.connector.serviceUrl);
    const { status, text } = await world.post(typed('help', chat), { authorization });
    expect({ status, text }).toEqual({ status: 401, text: '' });
    expect(world.connector.messages(chat)).toEqual([]);
  });

  it('has reached nobody in the end', async () => {
    const before = world.connector.calls.length;
    for (const [, forge] of FORGED) {
      const authorization = await forge(world.authority, world.connector.serviceUrl);
      await world.post(typed('testtokens'), { authorization });
    }
    await settle();
    expect(world.connector.calls.length).toBe(before + 1);
    expect(world.sandbox.stats().requests.graph).toBe(0);
  });
});

describe('what asks with a valid token', () => {
  it('is answered through the connector with the bot’s own token', async () => {
    const chat = newChat();
    const { status, text } = await world.post(typed('help', chat));
    expect({ status, text }).toEqual({ status: 200, text: '' });
    await shows(world, chat, /testtokens/);
    expect(world.connector.calls.at(-1)?.authorization).toMatch(/^Bearer eyJ/);
  });

  it('may come two minutes after its end, for clocks that differ', async () => {
    const chat = newChat();
    const token = world.authority.sign(teamsClaims(world.connector.serviceUrl, { exp: now() - 120 }));
    expect((await world.post(typed('help', chat), { authorization: await bearer(token) })).status).toBe(200);
    await shows(world, chat, /testtokens/);
  });

  it('is refused for another tenant, with a bare 403', async () => {
    const chat = newChat();
    const foreign = { id: chat, conversationType: 'personal', tenantId: OTHER_TENANT_ID };
    const activity = { ...typed('help'), conversation: foreign, channelData: { tenant: { id: OTHER_TENANT_ID } } };
    const { status, text } = await world.post(activity);
    await settle();
    expect({ status, text, shown: world.connector.messages(chat) }).toEqual({ status: 403, text: '', shown: [] });
  });

  it.each([
    ['too large', 'x'.repeat(300 * 1024), 413],
    ['no JSON', undefined, 400],
  ])('is refused where its body is %s', async (_name, text, expected) => {
    const rawBody = text === undefined ? '{"type":' : JSON.stringify(typed(text));
    const sent = await world.post(typed('help'), { rawBody });
    expect({ status: sent.status, text: sent.text }).toEqual({ status: expected, text: '' });
  });
});

describe('what was received before', () => {
  it('is not done again, also by the next process', async () => {
    const chat = newChat();
    const activity = typed('help', chat);
    const authorization = await bearer(world.authority.sign(teamsClaims(world.connector.serviceUrl)));
    const statuses = [await world.post(activity, { authorization }), await world.post(activity, { authorization })];
    await shows(world, chat, /testtokens/);
    await running.stop('SIGKILL');
    running = await world.startHere();
    await settle();
    statuses.push(await world.post(activity, { authorization }));
    await settle();
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 200]);
    // Killed before it was noted that the answer stands, it may be followed by what says so.
    const answers = world.connector.messages(chat).filter((one) => /testtokens/.test(readable(one)));
    expect(answers).toHaveLength(1);
  });
});
