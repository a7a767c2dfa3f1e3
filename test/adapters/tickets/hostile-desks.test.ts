import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findAutotaskZone } from '../../../src/adapters/tickets/autotask.ts';
import { createDesks } from '../../../src/adapters/tickets/open-desks.ts';
import { DeliveryError } from '../../../src/core/cards/messenger.ts';
import type { TicketKind } from '../../../src/core/watch/notifications/route.ts';
import type { TicketDesk } from '../../../src/core/watch/notifications/tickets/ticket-desk.ts';
import { VirtualTime } from '../../core/virtual-time.ts';
import { type Loopback, type LoopbackRequest, startLoopback } from '../http/loopback.ts';
import { SYSTEMS } from './stand-ins.ts';

const KINDS = Object.keys(SYSTEMS) as TicketKind[];
const SECRET = 'hush-3b9dQ7-do-not-tell';
const CARD = { title: 'New: MFA is missing', text: 'look', html: '<p>look</p>' };
const json = (body: unknown, status = 200) => ({ status, body: JSON.stringify(body), type: 'application/json' });
// Put into bytes once, and not for each answer.
const TEN_MEGABYTES = {
  ...json({}),
  body: Buffer.from(JSON.stringify({ id: 1, items: 'a'.repeat(10_000_000) })),
};

type Hostile = (
  request: LoopbackRequest,
  foreign: string,
) => { status: number; body: string | Buffer; type: string } | undefined;

const ANSWERS: Record<string, Hostile> = {
  'a redirect': (_request, foreign) => ({ status: 307, body: foreign, type: 'location' }),
  'a page in place of data': () => ({ status: 200, body: '<html><form action="/login">', type: 'text/html' }),
  'ten megabytes': () => TEN_MEGABYTES,
  'JSON a hundred thousand deep': () => ({
    status: 200,
    body: `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    type: 'application/json',
  }),
  'half a JSON': () => ({ status: 200, body: '{"id": 1, "items": [', type: 'application/json' }),
  'ids that are no ids': () =>
    json({
      id: { $ne: 1 },
      itemId: [1],
      items: [{ id: null }],
      tickets: [{ id: {} }],
      access_token: 7,
      expires_in: 'x',
    }),
  'a refusal that repeats what was sent': ({ headers, body }) =>
    json({ message: `no: ${JSON.stringify(headers)} ${body}`, errors: [JSON.stringify(headers)] }, 401),
  'a fault that repeats what was sent': ({ headers, body }) => ({
    status: 500,
    body: `<h1>Fault</h1><pre>${Object.values(headers).join('\n')}\n${body}</pre>`,
    type: 'text/html',
  }),
};

/** Everything that is asked of a desk, one after the other. */
const ASKED: Record<string, (desk: TicketDesk) => Promise<unknown>> = {
  find: (desk) => desk.find('samaritan:default:INC-7Q2M4X', 'INC-7Q2M4X'),
  open: (desk) => desk.open('samaritan:default:INC-7Q2M4X', '1', CARD),
  read: (desk) => desk.read('../../x?y#z'),
  notes: (desk) => desk.notes('1'),
  note: (desk) => desk.note('1', CARD),
  close: (desk) => desk.close('1'),
  clients: (desk) => desk.clients(['Contoso"; DROP', 'x" or name like "%']),
};

describe.each(KINDS)('a hostile server in place of %s', (kind) => {
  let server: Loopback;
  let foreign: Loopback;
  let answer: Hostile;
  const desks = createDesks(new VirtualTime());
  const fields = Object.fromEntries(
    Object.entries(SYSTEMS[kind].fields).map(([name, value]) => [name, value === 'hush' ? SECRET : value]),
  );
  const desk = () =>
    desks.open({
      kind,
      url: server.origin,
      mayBePrivate: true,
      secrets: [],
      fields: { ...fields, 'closed-status': '9' },
    });
  const signedIn: Hostile = ({ url }) =>
    url.startsWith('/auth/token') ? json({ access_token: 'bearer-1', expires_in: 3600 }) : undefined;

  beforeAll(async () => {
    foreign = await startLoopback((_request, response) => void response.end('{}'));
    server = await startLoopback((request, response: ServerResponse) => {
      const { status, body, type } = answer(request, `${foreign.origin}/taken`) ?? json({}, 404);
      const headers = type === 'location' ? { location: `${body}` } : { 'content-type': type };
      response.writeHead(status, headers).end(body);
    });
  });
  beforeEach(() => {
    server.requests.length = 0;
    foreign.requests.length = 0;
  });
  afterAll(async () => {
    await desks.close();
    await Promise.all([server.close(), foreign.close()]);
  });

  it.each(Object.keys(ANSWERS))('is told of as a fault, and learns nothing: %s', async (name) => {
    const hostile = ANSWERS[name] as Hostile;
    for (const first of [hostile, signedIn]) {
      answer = (request, to) => (first === signedIn ? signedIn(request, to) : undefined) ?? hostile(request, to);
      for (const ask of Object.values(ASKED)) {
        const said = await ask(desk()).catch((error: unknown) => error);
        if (!(said instanceof Error)) continue;
        expect(said).toBeInstanceOf(DeliveryError);
        expect(said.message).not.toContain(SECRET);
        expect(said.message).not.toContain(Buffer.from(`msp+public:${SECRET}`).toString('base64'));
        expect(said.message.length).toBeLessThan(400);
      }
    }
    expect(foreign.requests).toEqual([]);
  });

  it('asks for no more than it wanted, however many there are said to be', async () => {
    const many = Array.from({ length: 2000 }, (_, number) => ({ id: number, status: 1, name: `n${number}` }));
    answer = (request, to) =>
      signedIn(request, to) ?? json(kind === 'connectwise' ? many : { tickets: many, items: many, clients: many });
    await ASKED.find?.(desk()).catch(() => undefined);
    expect(server.requests.length).toBeLessThan(60);
  });

  it('has no say in the headers of what is sent next', async () => {
    answer = (request) =>
      request.url.startsWith('/auth/token')
        ? json({ access_token: 'a\r\nx-forged: 1', expires_in: 3600 })
        : json({ message: 'no' }, 401);
    const said = await ASKED.read?.(desk()).catch((error: unknown) => error);
    if (said instanceof Error) expect(said).toBeInstanceOf(DeliveryError);
    expect(server.requests.some(({ headers }) => headers['x-forged'] !== undefined)).toBe(false);
  });
});

describe('the zone of Autotask', () => {
  it.each([
    ['https://webservices5.autotask.net/ATServicesRest/', 'https://webservices5.autotask.net/ATServicesRest'],
    ['https://autotask.net.example/ATServicesRest/', undefined],
    ['https://webservices5.autotask.net@other.example/', undefined],
    ['http://webservices5.autotask.net/', undefined],
  ])('is one of its own: %s', async (url, zone) => {
    const send = async () => ({ status: 200, headers: {}, body: JSON.stringify({ url }) }) as never;
    const parts = { client: { send, close: async () => {} }, clock: new VirtualTime(), tokens: new Map() };
    const found = await findAutotaskZone(parts, 'api@contoso.example').catch((error: unknown) => error);
    expect(found instanceof DeliveryError ? undefined : found).toBe(zone);
  });
});
