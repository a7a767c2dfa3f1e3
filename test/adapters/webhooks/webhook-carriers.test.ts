import { createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPrivateAddress } from '../../../src/adapters/http/guarded-client.ts';
import { renderCard } from '../../../src/adapters/teams/cards/render-card.ts';
import { newWebhookSecret, signWebhook } from '../../../src/adapters/webhooks/sign-webhook.ts';
import { createWebhookCarriers } from '../../../src/adapters/webhooks/webhook-carriers.ts';
import type { Card } from '../../../src/core/cards/card.ts';
import { toTestCard } from '../../../src/core/watch/notifications/cards/notice-card.ts';
import { createEventSink, type RouteTelling } from '../../../src/core/watch/notifications/event-sink.ts';
import type { SealedRoute } from '../../../src/core/watch/notifications/route-book.ts';
import type { RouteEvent } from '../../../src/core/watch/notifications/route-event.ts';
import { START } from '../../core/fixtures.ts';
import { VirtualTime } from '../../core/virtual-time.ts';
import { type Loopback, startLoopback } from '../http/loopback.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const event: RouteEvent = {
  type: 'test',
  timestamp: new Date(START).toISOString(),
  data: { schema: 'samaritan.event/1', summary: 's', text: 'żółć', incidents: [] },
};

const other = async () => undefined;
const card: Card = {
  ...toTestCard('Ada'),
  actions: [
    { kind: 'button', label: 'Acknowledge', id: 'ack INC-7Q2M4X' },
    { kind: 'link', label: 'Read more', url: 'https://learn.example/more' },
  ],
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
    kind: 'webhook',
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

  async function send(
    given: SealedRoute | undefined,
    {
      timeoutMs = 5000,
      told = event,
      thread = null,
    }: { timeoutMs?: number; told?: RouteEvent; thread?: RouteTelling['thread'] } = {},
  ) {
    route = given;
    const webhooks = createWebhookCarriers({
      clock: new VirtualTime(START),
      renderAdaptiveCard: (card, mostBytes) => renderCard(card, { now: START, mostBytes }).card,
      timeoutMs,
    });
    sinks.push(webhooks);
    const sink = createEventSink(async () => route, {
      ...webhooks.carriers,
      ...{ mail: other, halopsa: other, connectwise: other, autotask: other },
    });
    return await sink.send({ route: 'noc', id: 'EVENT1', event: told, card, thread }).then(
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
    expect(await send(toRoute(), { timeoutMs: 150 })).toMatchObject({ code: 'busy', uncertain: true });
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

  const open = {
    ...{ id: 'INC-7Q2M4X', connection: 'default', state: 'open', severity: 'failure', owner: 'customer' },
    ...{ cause: { id: 'mfa.required', title: 'MFA is missing' }, partnerLevel: false, acknowledgedBy: null },
    ...{ since: '2026-11-28T08:00:00.000Z', closedAt: null, tenantCount: 2 },
    tenants: [{ id: 'a', name: 'Contoso', domain: null }],
  } satisfies RouteEvent['data']['incidents'][number];
  const closed = { ...open, state: 'closed', closedAt: '2026-11-28T09:00:00.000Z' } as const;
  const withIncident = (incident: RouteEvent['data']['incidents'][number]): RouteEvent => ({
    ...event,
    type: 'incident.updated',
    data: { ...event.data, incidents: [incident] },
  });
  const bodies = async (kind: SealedRoute['kind'], told: RouteEvent): Promise<unknown[]> => {
    answer = (response) => response.writeHead(202).end();
    const before = server.requests.length;
    expect(await send(toRoute({ kind }), { told, thread: { id: 'MESSAGE1', address: null } })).toBe('taken');
    return server.requests.slice(before).map(({ body }) => JSON.parse(body) as unknown);
  };

  it.each<[object, string, string]>([
    [open, 'trigger', 'firing'],
    [{ ...open, acknowledgedBy: 'Ada' }, 'acknowledge', 'firing'],
    [closed, 'resolve', 'resolved'],
  ])(
    'tells PagerDuty and what takes Alertmanager’s form of one incident under one key (%#)',
    async (change, action, status) => {
      const told = withIncident({ ...open, ...change });
      expect(await bodies('pagerduty', told)).toMatchObject([
        {
          ...{ routing_key: SECRET, event_action: action, dedup_key: 'samaritan:INC-7Q2M4X' },
          payload: { summary: 'MFA is missing · Contoso and 1 more', severity: 'error', source: 'default' },
        },
      ]);
      expect(await bodies('alertmanager', told)).toMatchObject([
        {
          ...{ version: '4', status, groupKey: 'samaritan:MESSAGE1', receiver: 'noc' },
          alerts: [
            {
              ...{ status, fingerprint: '72b159e78758d740', startsAt: open.since },
              labels: { alertname: 'mfa.required', incident: 'INC-7Q2M4X', severity: 'failure' },
              endsAt: status === 'firing' ? '0001-01-01T00:00:00Z' : closed.closedAt,
            },
          ],
        },
      ]);
    },
  );

  it('leaves nothing open at either that is no incident', async () => {
    expect(await bodies('pagerduty', event)).toMatchObject([{ event_action: 'trigger' }, { event_action: 'resolve' }]);
    expect(await bodies('alertmanager', event)).toMatchObject([{ status: 'firing' }, { status: 'resolved' }]);
  });

  it('gives a Teams workflow a card without anything that needs a bot', async () => {
    const [body] = await bodies('workflows', event);
    expect(body).toMatchObject({
      type: 'message',
      attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard' } }],
    });
    const text = JSON.stringify(body);
    expect(text).toContain('This is a test message');
    expect(text).toContain('https://learn.example/more');
    expect(text).not.toMatch(/Acknowledge|Action.Execute/);
  });
});
