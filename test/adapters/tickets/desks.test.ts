import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDesks } from '../../../src/adapters/tickets/open-desks.ts';
import { toNoticeCard } from '../../../src/core/cards/plain-cards.ts';
import type { IncidentGroup } from '../../../src/core/watch/incidents/incident.ts';
import type { TicketKind } from '../../../src/core/watch/notifications/route.ts';
import type { RouteEvent } from '../../../src/core/watch/notifications/route-event.ts';
import { acknowledgeClosed } from '../../../src/core/watch/notifications/tickets/acknowledge-closed.ts';
import { ClientBook } from '../../../src/core/watch/notifications/tickets/client-book.ts';
import { createTicketCarrier } from '../../../src/core/watch/notifications/tickets/ticket-carrier.ts';
import { START } from '../../core/fixtures.ts';
import { memorySettings } from '../../core/memory-settings.ts';
import { VirtualTime } from '../../core/virtual-time.ts';
import { type Loopback, startLoopback } from '../http/loopback.ts';
import { CLOSED, type KeptTicket, SYSTEMS, type TicketStandIn } from './stand-ins.ts';

type EventIncident = RouteEvent['data']['incidents'][number];

const REF = 'INC-7Q2M4X';
const contoso = { id: '11111111-1111-4111-8111-111111111111', name: 'Contoso', domain: 'contoso.example' };
const incident: EventIncident = {
  ...{ id: REF, connection: 'default', state: 'open', severity: 'failure', owner: 'customer', partnerLevel: false },
  ...{ cause: { id: 'mfa.required', title: 'MFA is missing' }, acknowledgedBy: null, closedAt: null },
  ...{ since: '2026-11-28T08:00:00.000Z', tenants: [contoso], tenantCount: 1 },
};
const closed = { state: 'closed', closedAt: '2026-11-28T09:00:00.000Z' } as const;

const KINDS = Object.keys(SYSTEMS) as TicketKind[];

describe.each(KINDS)('tickets in %s', (kind) => {
  let server: Loopback;
  let standIn: TicketStandIn;
  let book: ClientBook;
  /** Called in place of the answer to what changes something, once the stand-in has done it. */
  let interrupt: ((response: ServerResponse) => void) | undefined;
  const desks = createDesks(new VirtualTime(START));

  const sealed = (fields: Record<string, string> = {}) => {
    const whole = { ...SYSTEMS[kind].fields, client: '1', 'closed-status': String(CLOSED), ...fields };
    return { kind, url: server.origin, mayBePrivate: true, secrets: [], fields: whole };
  };
  /** One telling; gives back the address, or the error. */
  const tell = async (
    type: RouteEvent['type'],
    id: string,
    {
      address = null,
      change = {},
      fields = {},
    }: { address?: string | null; change?: Partial<EventIncident>; fields?: Record<string, string> } = {},
  ): Promise<string> => {
    const isAlone = type === 'test' || type === 'notice';
    const incidents = isAlone ? [] : [{ ...incident, ...change }];
    const address_ = await createTicketCarrier(desks.open, book)(
      {
        ...{ route: 'psa', id, thread: isAlone ? null : { id: 'MESSAGE1', address } },
        card: toNoticeCard('bad', 'new', `New: MFA is missing (${id})`, ['First step: look.']),
        event: {
          type,
          timestamp: new Date(START).toISOString(),
          data: { schema: 'samaritan.event/1', summary: 'A test.', text: 't', incidents },
        },
      },
      sealed(fields),
    );
    return address_ ?? '';
  };
  const kept = (): KeptTicket[] => [...standIn.tickets.values()];
  const only = (): KeptTicket => {
    const [ticket, ...others] = kept();
    if (!ticket || others.length > 0) throw new Error(`${kept().length} tickets`);
    return ticket;
  };

  beforeAll(async () => {
    server = await startLoopback((request, response) => {
      const { status, json } = standIn.answer(request);
      const changes = request.method !== 'GET' && !/query|token/.test(request.url);
      if (changes && interrupt) return interrupt(response);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    });
  });
  beforeEach(() => {
    standIn = SYSTEMS[kind].create();
    book = new ClientBook(memorySettings());
    interrupt = undefined;
  });
  afterAll(async () => {
    await desks.close();
    await server.close();
  });

  it('opens one on the client, notes what changed, and closes it once it is mended', async () => {
    const address = await tell('incident.opened', 'E1');
    expect(only()).toMatchObject({
      title: `[${REF}] MFA is missing · Contoso`,
      client: 12,
      isClosed: false,
      notes: [],
    });
    expect(only().text).toContain('First step: look.');
    await tell('incident.updated', 'E2', { address, change: { acknowledgedBy: 'Ada' } });
    await tell('incident.updated', 'E3', { address, change: { acknowledgedBy: 'Ada' } });
    expect(only().notes).toHaveLength(1);
    await tell('incident.updated', 'E4', { address, change: closed });
    expect(only()).toMatchObject({ isClosed: false, notes: [expect.stringContaining('E2')] });
    expect(await tell('incident.resolved', 'E5', { address, change: closed })).toBe(address);
    expect(only()).toMatchObject({ isClosed: true, notes: [expect.anything(), expect.stringContaining('E5')] });
  });

  it('does nothing twice where an answer was lost', async () => {
    const repeat = async (type: RouteEvent['type'], id: string, rest: Parameters<typeof tell>[2] = {}) => {
      interrupt = (response) => response.destroy();
      await expect(tell(type, id, rest)).rejects.toMatchObject({ code: 'busy', uncertain: true });
      interrupt = undefined;
      return await tell(type, id, rest);
    };
    const address = await repeat('incident.opened', 'E1');
    await repeat('incident.reminder', 'E2', { address });
    await repeat('incident.resolved', 'E3', { address, change: closed });
    expect(only().notes.map((note) => /E\d/.exec(note)?.[0])).toEqual(['E2', 'E3']);
    expect(only().isClosed).toBe(true);
    expect(await tell('incident.resolved', 'E3', { change: closed })).toBe(address);
  });

  it('leaves closing to whoever wrote there', async () => {
    const address = await tell('incident.opened', 'E1');
    only().notes.push('called the customer');
    await tell('incident.resolved', 'E2', { address, change: closed });
    expect(only()).toMatchObject({
      isClosed: false,
      notes: [expect.anything(), expect.stringContaining('Others wrote here')],
    });
  });

  it('leaves one that was closed by hand, and opens another that names it where it is news again', async () => {
    const address = await tell('incident.opened', 'E1');
    only().isClosed = true;
    await tell('incident.updated', 'E2', { address, change: { severity: 'critical' } });
    await tell('incident.resolved', 'E3', { address, change: closed });
    expect(only()).toMatchObject({ isClosed: true, notes: [] });
    const later = await tell('incident.reminder', 'E4', { address });
    expect(await tell('incident.reminder', 'E4', { address })).toBe(later);
    expect(kept()).toHaveLength(2);
    expect(kept()[1]?.text).toContain(`It goes on from ticket ${kept()[0]?.id}`);
  });

  it('opens another where it was deleted', async () => {
    const address = await tell('incident.opened', 'E1');
    const { id } = only();
    const other = { ...only(), id: id + 50, key: 'of others', text: 'of others' };
    standIn.tickets.clear();
    standIn.tickets.set(other.id, other);
    expect(await tell('incident.reminder', 'E2', { address })).not.toBe(address);
    expect(kept()).toHaveLength(2);
  });

  it.each<[string, Partial<EventIncident>, RegExp | undefined]>([
    [
      'is called like nobody',
      { tenants: [{ ...contoso, name: 'Nobody' }] },
      /no client is called so.*routes map psa contoso\.example CLIENT/,
    ],
    ['is called like two', { tenants: [{ ...contoso, name: 'Twice' }] }, /several clients are called so/],
    ['are several', { tenantCount: 300 }, undefined],
    ['is the partner itself', { partnerLevel: true, tenants: [], tenantCount: 0 }, undefined],
  ])('is on the own client where who fails %s', async (_what, change, said) => {
    await tell('incident.opened', 'E1', { change });
    expect(only().client).toBe(1);
    if (said) expect(only().text).toMatch(said);
    else expect(only().text).not.toContain('own client');
  });

  it('is on the client that a person named', async () => {
    await book.put('psa', { [contoso.id]: { client: '14', by: 'Ada' } });
    await tell('incident.opened', 'E1');
    expect(only().client).toBe(14);
  });

  it('opens and closes one for a test, and none for a notice', async () => {
    expect(await tell('notice', 'E1')).toBe('');
    expect(kept()).toEqual([]);
    await tell('test', 'E2');
    expect(only()).toMatchObject({ client: 1, isClosed: true });
  });

  it('acknowledges what was closed or deleted by hand, once, and nothing else', async () => {
    const address = await tell('incident.opened', 'E1');
    const group = { id: REF, closedAt: null, acknowledged: null } as IncidentGroup;
    const said: string[] = [];
    const look = async (groups: readonly IncidentGroup[]): Promise<string[]> => {
      const acknowledge = async (id: string, reason: string): Promise<unknown> => said.push(`${id}: ${reason}`);
      const messages = [{ groupIds: [REF], address }];
      const seen = { groups, messages, desk: desks.open(sealed()), acknowledge };
      await acknowledgeClosed({ ...seen, limit: 9, readAt: new Map(), now: START });
      return said.splice(0);
    };
    expect(await look([group])).toEqual([]);
    only().isClosed = true;
    expect(await look([group])).toEqual([`${REF}: ticket ${only().id} was closed`]);
    expect(await look([{ ...group, acknowledged: { by: 'psa', at: START, reason: '' } }])).toEqual([]);
    const { id } = only();
    standIn.tickets.clear();
    expect(await look([group])).toEqual([`${REF}: ticket ${id} was deleted`]);
  });

  it('lists what can be chosen', async () => {
    const choices = await desks.open(sealed()).choices();
    expect(choices['closed-status']?.map(({ id }) => id)).toContain(String(CLOSED));
    expect(choices.client).toContainEqual({ id: '12', name: 'Contoso' });
  });

  it('tells a wrong secret, a refused ticket and a busy system apart', async () => {
    const wrong = Object.fromEntries(
      Object.entries(SYSTEMS[kind].fields).map(([name, value]) => [name, value.replace('hush', 'other')]),
    );
    await expect(tell('incident.opened', 'E1', { fields: wrong })).rejects.toMatchObject({ code: 'forbidden' });
    const judged = kind === 'autotask' ? 500 : 400;
    interrupt = (response) => response.writeHead(judged).end(JSON.stringify({ errors: ['the queue is missing'] }));
    const refused = { code: 'refused', message: expect.stringContaining('the queue is missing') };
    await expect(tell('incident.opened', 'E1')).rejects.toMatchObject(refused);
    standIn.tickets.clear();
    interrupt = (response) => response.writeHead(429, { 'retry-after': '30' }).end();
    await expect(tell('incident.opened', 'E2')).rejects.toMatchObject({ code: 'busy', retryAfterMs: 30_000 });
    standIn.tickets.clear();
    interrupt = (response) => response.writeHead(503).end('<html>maintenance</html>');
    await expect(tell('incident.opened', 'E3')).rejects.toMatchObject({ code: 'busy', uncertain: true });
  });
});
