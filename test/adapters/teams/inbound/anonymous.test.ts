import { request } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { APP_ID, message, OTHER_TENANT_ID, TENANT_ID } from '../../../../simulators/teams/activities.ts';
import { createFakeAuthority, type FakeAuthority } from '../../../../simulators/teams/fake-authority.ts';
import { sendActivity } from '../../../../simulators/teams/send-activity.ts';
import { HttpClient } from '../../../../src/adapters/http/http-client.ts';
import { createMessagesRouter } from '../../../../src/adapters/teams/inbound/create-messages-router.ts';
import type { MessagesRouterOptions } from '../../../../src/adapters/teams/inbound/messages-router-options.ts';
import { type Bot, createTestLedger, realClock, SERVICE_URL, startBot } from './messages-fixture.ts';

describe('anonymous mode', () => {
  let authority: FakeAuthority;
  let bot: Bot;
  beforeAll(async () => {
    authority = await createFakeAuthority();
    bot = await startBot({ authority, options: { appId: undefined, allowAnonymous: true } });
  });
  afterEach(() => {
    bot.events.length = 0;
  });
  afterAll(async () => {
    await bot.close();
    await authority.close();
  });

  it('takes a request of this machine without a token', async () => {
    const { status } = await sendActivity(bot.origin, message(SERVICE_URL, 'help'));
    await bot.idle();
    expect({ status, events: bot.events.length }).toEqual({ status: 200, events: 1 });
  });

  it.each([
    ['Forwarded', { forwarded: 'for=203.0.113.7' }],
    ['X-Forwarded-For', { 'x-forwarded-for': '203.0.113.7' }],
    ['X-Forwarded-Host', { 'x-forwarded-host': 'bot.example.com' }],
    ['X-Forwarded-Proto', { 'x-forwarded-proto': 'https' }],
    ['Via', { via: '1.1 proxy' }],
    ['X-Real-IP', { 'x-real-ip': '203.0.113.7' }],
    ['CF-Connecting-IP', { 'cf-connecting-ip': '203.0.113.7' }],
    ['a foreign Host', { host: 'bot.example.com' }],
    ['a Host that only begins as loopback', { host: '127.0.0.1.example.com' }],
    ['a Host that only begins as localhost', { host: 'localhost.example.com:3978' }],
  ])('answers a request with %s with a bare 403', async (_name, headers) => {
    const { statusCode, body } = await request(`${bot.origin}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(message(SERVICE_URL, 'help')),
    });
    expect({ statusCode, text: await body.text(), events: bot.events.length }).toEqual({
      statusCode: 403,
      text: '',
      events: 0,
    });
  });

  it('checks the tenant as ever', async () => {
    const channelData = { tenant: { id: OTHER_TENANT_ID } };
    const { status } = await sendActivity(bot.origin, message(SERVICE_URL, 'help', { channelData }));
    expect(status).toBe(403);
  });

  it('refuses a service URL beyond this machine', async () => {
    const { status } = await sendActivity(bot.origin, message('https://smba.trafficmanager.net/emea/', 'help'));
    expect(status).toBe(401);
  });

  it('drops a message that comes twice', async () => {
    const activity = message(SERVICE_URL, 'help');
    await sendActivity(bot.origin, activity);
    await sendActivity(bot.origin, activity);
    await bot.idle();
    expect(bot.events.length).toBe(1);
  });
});

describe('createMessagesRouter', () => {
  const options: MessagesRouterOptions = {
    appId: APP_ID,
    allowedTenants: [TENANT_ID],
    host: '127.0.0.1',
    handler: { handle: async () => undefined, deliverLate: async () => {} },
    ledger: createTestLedger(new Map()),
    http: new HttpClient({ timeoutMs: 1000, useProxy: false }),
    clock: realClock,
    timers: { after: () => () => {} },
    onRefused: () => {},
    onFault: () => '',
  };

  it.each<[string, Partial<MessagesRouterOptions>, RegExp]>([
    ['no app id', { appId: undefined }, /app id/],
    ['an empty app id', { appId: '' }, /app id/],
    ['no app id, in the sandbox', { appId: undefined, sandbox: true }, /app id/],
    ['anonymous mode outside the sandbox', { allowAnonymous: true }, /sandbox/],
    ['anonymous mode on every address', { allowAnonymous: true, sandbox: true, host: '0.0.0.0' }, /loopback/],
    ['anonymous mode on every IPv6 address', { allowAnonymous: true, sandbox: true, host: '::' }, /loopback/],
    ['anonymous mode on a network address', { allowAnonymous: true, sandbox: true, host: '192.0.2.1' }, /loopback/],
    ['no allowed tenant', { allowedTenants: [] }, /tenant/],
    ['metadata without TLS', { openIdMetadataUrl: 'http://login.example.com/openid' }, /TLS/],
    ['metadata on loopback outside the sandbox', { openIdMetadataUrl: 'http://127.0.0.1:1/openid' }, /TLS/],
    ['foreign metadata without TLS in the sandbox', { sandbox: true, openIdMetadataUrl: 'http://a.example/o' }, /TLS/],
  ])('does not start with %s', (_name, more, expected) => {
    expect(() => createMessagesRouter({ ...options, ...more })).toThrow(expected);
  });

  it.each<[string, Partial<MessagesRouterOptions>]>([
    ['an app id', {}],
    ['anonymous mode in the sandbox on loopback', { appId: '', allowAnonymous: true, sandbox: true, host: '::1' }],
  ])('starts with %s', (_name, more) => {
    expect(createMessagesRouter({ ...options, ...more })).toHaveProperty('mount');
  });
});
