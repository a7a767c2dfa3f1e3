import { createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPrivateAddress } from '../../../src/adapters/webhooks/private-addresses.ts';
import { newWebhookSecret, signWebhook } from '../../../src/adapters/webhooks/sign-webhook.ts';
import { createWebhookSink } from '../../../src/adapters/webhooks/webhook-sink.ts';
import type { SealedRoute } from '../../../src/core/watch/notifications/route-book.ts';
import type { RouteEvent } from '../../../src/core/watch/notifications/route-event.ts';
import { manualClock, START } from '../../core/chat/fake-stores.ts';
import { type Loopback, startLoopback } from '../http/loopback.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const event: RouteEvent = {
  type: 'test',
  timestamp: new Date(START).toISOString(),
  data: { schema: 'samaritan.event/1', summary: 's', text: 'żółć', incidents: [] },
};

describe('signWebhook', () => {
  it('signs as the specification’s example', () => {
    const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
    const headers = signWebhook({ id, body: '{"test": 2432232314}', secrets: [SECRET] }, 1_614_265_330_999);
    expect(headers).toEqual({
      'webhook-id': id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('makes secrets of 32 bytes, each another', () => {
    const [one, other] = [newWebhookSecret(), newWebhookSecret()];
    expect(Buffer.from(one.slice('whsec_'.length), 'base64')).toHaveLength(32);
    expect(one).not.toBe(other);
  });
});

describe('isPrivateAddress', () => {
  it.each([
    ...['127.0.0.1', '10.1.2.3', '172.31.255.255', '192.168.0.1', '169.254.169.254', '100.100.0.1', '0.0.0.0'],
    ...['255.255.255.255', '224.0.0.1', '[::1]', '::', 'fe80::1%eth0', 'fd00::1', '::ffff:8.8.8.8', '::ffff:a00:1'],
    ...['64:ff9b::a00:1', '2002:a00:1::', 'ff02::1', 'no address'],
  ])('takes %s for one', (address) => expect(isPrivateAddress(address)).toBe(true));

  it.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '[2a00:1450::8]'])(
    'takes %s for none',
    (address) => expect(isPrivateAddress(address)).toBe(false),
  );
});

describe('a webhook', () => {
  let server: Loopback;
  let answer: (response: ServerResponse) => void;
  let route: SealedRoute | undefined;
  const sinks: { close(): Promise<void> }[] = [];
  const toRoute = (rest: Partial<SealedRoute> = {}): SealedRoute => ({
    url: `${server.origin}/hook?key=1`,
    mayBePrivate: true,
    secrets: [{ value: SECRET, until: null }],
    ...rest,
  });

  beforeAll(async () => {
    server = await startLoopback((_request, response) => answer(response));
  });
  afterAll(async () => {
    await Promise.all(sinks.map((sink) => sink.close()));
    await server.close();
  });

  async function send(given: SealedRoute | undefined, timeoutMs = 5000) {
    route = given;
    const sink = createWebhookSink({ open: async () => route, clock: manualClock(), timeoutMs });
    sinks.push(sink);
    return await sink.send('noc', 'EVENT1', event).then(
      () => 'taken',
      (error: unknown) => error,
    );
  }

  it('is signed with every secret that is valid, over the very bytes that are sent', async () => {
    answer = (response) => response.writeHead(204).end();
    const [newer, over] = [newWebhookSecret(), newWebhookSecret()];
    const secrets = [
      { value: newer, until: null },
      { value: SECRET, until: START + 1 },
      { value: over, until: START },
    ];
    expect(await send(toRoute({ secrets }))).toBe('taken');
    const { method, url, headers, body } = server.requests.at(-1) ?? { headers: {}, body: '' };
    expect([method, url, JSON.parse(body)]).toEqual(['POST', '/hook?key=1', event]);
    const signed = [newer, SECRET].map((secret) => {
      const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
      return `v1,${createHmac('sha256', key)
        .update(`EVENT1.${START / 1000}.${body}`)
        .digest('base64')}`;
    });
    expect(headers).toMatchObject({
      'webhook-id': 'EVENT1',
      'webhook-signature': signed.join(' '),
      'content-type': 'application/json',
    });
  });

  it.each<[string, (response: ServerResponse) => void, object]>([
    ['410', (response) => response.writeHead(410).end(), { code: 'gone' }],
    ['422', (response) => response.writeHead(422).end(), { code: 'refused' }],
    ['401', (response) => response.writeHead(401).end(), { code: 'forbidden' }],
    ['a redirect', (response) => response.writeHead(307, { location: '/other' }).end(), { code: 'forbidden' }],
    ['429', (response) => response.writeHead(429, { 'retry-after': '7' }).end(), { code: 'busy', retryAfterMs: 7000 }],
    ['503', (response) => response.writeHead(503).end(), { code: 'busy', uncertain: true }],
    ['a cut', (response) => response.destroy(), { code: 'busy', uncertain: true }],
    ['10 MB', (response) => response.end(Buffer.alloc(10_000_000)), { code: 'busy', uncertain: true }],
  ])('that answers with %s is told apart, and asked once', async (_what, reply, error) => {
    answer = reply;
    const before = server.requests.length;
    expect(await send(toRoute())).toMatchObject(error);
    expect(server.requests).toHaveLength(before + 1);
  });

  it('that never ends its answer is given up in time', async () => {
    answer = (response) => response.writeHead(200).write('.');
    expect(await send(toRoute(), 150)).toMatchObject({ code: 'busy', uncertain: true });
  });

  it.each([
    ['the address', (port: string) => `https://127.0.0.1:${port}/`, 'forbidden'],
    ['the address in another form', (port: string) => `https://0x7f000001:${port}/`, 'forbidden'],
    ['a name that leads to it', (port: string) => `https://localhost:${port}/`, 'busy'],
  ])('reaches this machine by %s only where that was allowed', async (_what, toUrl, code) => {
    const before = server.requests.length;
    const error = await send(toRoute({ url: toUrl(new URL(server.origin).port), mayBePrivate: false }));
    expect(error).toMatchObject({ code, message: expect.stringContaining('private address') });
    expect(server.requests).toHaveLength(before);
  });

  it('of a route that was removed is gone', async () => {
    expect(await send(undefined)).toMatchObject({ code: 'gone' });
  });
});
