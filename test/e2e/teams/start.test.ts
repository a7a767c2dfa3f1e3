import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { message, TENANT_ID } from '../../../simulators/teams/activities.ts';
import { sendActivity } from '../../../simulators/teams/send-activity.ts';
import { PATIENT } from '../../patience.ts';
import type { Service } from '../../processes/run-command-line.ts';
import { originOf } from '../product-world.ts';
import { from, newChat, readable } from './drive.ts';
import { guardWorld } from './guard-world.ts';
import { ADMIN, APP_PASSWORD, createTeamsWorld, type TeamsWorld } from './teams-setup.ts';

const UNREGISTERED = {
  MICROSOFT_APP_ID: '',
  MICROSOFT_APP_PASSWORD: '',
  MICROSOFT_APP_TENANT_ID: '',
  TEAMS_OPENID_METADATA_URL: '',
};
const ANONYMOUS = { ...UNREGISTERED, TEAMS_ALLOW_ANONYMOUS: 'true', TEAMS_ALLOWED_TENANTS: TENANT_ID };
const GLOBAL = { SAMARITAN_CLOUD: 'global', SAMARITAN_SANDBOX_URL: '', TEAMS_OPENID_METADATA_URL: '' };

let world: TeamsWorld;

beforeAll(async () => {
  world = await createTeamsWorld({ sandbox: { tenants: 2 } });
});
afterAll(() => world.close());
guardWorld(() => world);

describe('samaritan start', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    ['no app id', { MICROSOFT_APP_ID: '' }, /MICROSOFT_APP_ID/],
    ['the secret’s id in place of its value', { MICROSOFT_APP_PASSWORD: TENANT_ID }, /secret’s id and not its value/],
    ['no authentication outside the sandbox', { ...ANONYMOUS, ...GLOBAL }, /TEAMS_ALLOW_ANONYMOUS.*not sandbox/],
    ['no authentication on an open address', { ...ANONYMOUS, SAMARITAN_HOST: '0.0.0.0' }, /SAMARITAN_HOST/],
    ['no authentication and no tenants', { ...ANONYMOUS, TEAMS_ALLOWED_TENANTS: '' }, /TEAMS_ALLOWED_TENANTS/],
    ['a national cloud', { ...GLOBAL, SAMARITAN_CLOUD: 'usgov' }, /SAMARITAN_CLOUD is usgov.*global cloud only/],
    [
      'keys of another place outside the sandbox',
      { ...GLOBAL, TEAMS_OPENID_METADATA_URL: 'http://127.0.0.1:1/' },
      /tests only/,
    ],
  ])('is refused with %s, and says what to do', async (_name, settings, said) => {
    const { exitCode, stderr, stdout } = await world.run(['start'], settings);
    expect(stdout).not.toContain('Samaritan runs');
    expect(stderr).toMatch(said);
    expect(stderr).not.toMatch(/\n\s+at |"stack"/);
    expect(stderr).not.toContain(APP_PASSWORD);
    expect(exitCode).toBe(2);
  });

  it('says what runs and what isn’t configured', async () => {
    const running = await world.startHere();
    expect(running.output()).toMatch(/Samaritan runs: .*Teams/);
    await vi.waitUntil(() => running.output().includes('Discord is not configured'), PATIENT);
    expect(await running.stop('SIGTERM')).toBe(0);
  });
});

describe('a process whose log nobody reads any more', () => {
  it('goes on, and its health says so', async () => {
    const running = await world.start();
    const origin = originOf(running);
    const ready = async () => ((await (await fetch(`${origin}/readyz`)).json()) as { parts: unknown }).parts;
    expect(await ready()).toMatchObject({ log: 'ready', teams: 'ready' });
    running.stopReading();
    // Each refusal is a line of the log.
    await sendActivity(origin, message(world.connector.serviceUrl, 'help'));
    await sendActivity(origin, message(world.connector.serviceUrl, 'help'));
    await vi.waitUntil(async () => JSON.stringify(await ready()).includes('"log":"not ready"'), PATIENT);
    expect(await ready()).toMatchObject({ log: 'not ready', teams: 'ready' });
    expect(await running.stop('SIGTERM')).toBe(0);
  });
});

describe('Teams without authentication, in the sandbox', () => {
  let running: Service;
  beforeAll(async () => {
    running = await world.startHere(ANONYMOUS);
  });

  const send = (headers: Record<string, string> = {}, chat = newChat(), tenantId = TENANT_ID) => {
    const { conversation } = from({ conversation: chat });
    const activity = message(world.connector.serviceUrl, 'help', {
      from: ADMIN,
      conversation: { ...(conversation as object), tenantId },
      channelData: { tenant: { id: tenantId } },
    });
    return sendActivity(originOf(running), activity, { headers });
  };

  it('says so', () => {
    expect(running.output()).toContain('Teams without authentication, for trying it');
  });

  it.each([
    'forwarded',
    'via',
    'x-forwarded-for',
    'x-forwarded-host',
    'x-real-ip',
    'cf-connecting-ip',
    'ngrok-trace-id',
  ])('gives 403 to what came through a proxy or tunnel (%s)', async (header) => {
    const { status, text } = await send({ [header]: '203.0.113.9' });
    expect({ status, text }).toEqual({ status: 403, text: '' });
  });

  it('gives 403 to what was sent to another name', async () => {
    const { port } = new URL(originOf(running));
    expect(await rawStatus(Number(port), 'samaritan.example.com')).toBe(403);
    expect(await rawStatus(Number(port), '127.0.0.1.example.com')).toBe(403);
  });

  it('gives 403 to a tenant that is not allowed', async () => {
    expect((await send({}, newChat(), 'bbbbbbbb-0000-4000-8000-00000000f00d')).status).toBe(403);
  });

  it('takes the rest, and sends no token', async () => {
    const chat = newChat();
    expect((await send({}, chat)).status).toBe(200);
    // The connector takes nobody without a token, so the answer is refused there.
    const reached = await vi.waitUntil(
      () => world.connector.calls.find((call) => call.conversationId === chat),
      PATIENT,
    );
    expect(reached.authorization).toBeUndefined();
    expect(readable(reached.body)).toContain('testtokens');
  });
});

/** `fetch` would not let the Host header be chosen. */
async function rawStatus(port: number, host: string): Promise<number | undefined> {
  const headers = { host, 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', path: '/api/messages', method: 'POST', headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end('{}');
  });
}
