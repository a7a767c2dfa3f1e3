import type { TicketKind } from '../../../src/core/watch/notifications/route.ts';
import type { LoopbackRequest } from '../http/loopback.ts';

/** A ticket as every stand-in keeps it. */
export interface KeptTicket {
  id: number;
  title: string;
  text: string;
  client: number;
  key: string | null;
  isClosed: boolean;
  notes: string[];
}

export interface StandInAnswer {
  status: number;
  json: unknown;
}

/** A ticket system of one maker, as its documentation has it. What it would refuse it refuses here too. */
export interface TicketStandIn {
  tickets: Map<number, KeptTicket>;
  clients: readonly { id: number; name: string }[];
  answer(request: LoopbackRequest): StandInAnswer;
}

export const CLIENTS = [
  { id: 1, name: 'The MSP' },
  { id: 12, name: 'Contoso' },
  { id: 13, name: 'Twice' },
  { id: 14, name: 'Twice' },
];
export const CLOSED = 9;

const ok = (json: unknown, status = 200): StandInAnswer => ({ status, json });
const GONE: StandInAnswer = ok({ message: 'not found' }, 404);

class Kept {
  readonly tickets = new Map<number, KeptTicket>();
  readonly clients = CLIENTS;

  add(rest: Pick<KeptTicket, 'title' | 'text' | 'client' | 'key'>): KeptTicket {
    const ticket = { ...rest, id: 100 + this.tickets.size, isClosed: false, notes: [] };
    this.tickets.set(ticket.id, ticket);
    return ticket;
  }
}

function read(request: LoopbackRequest): { path: string; query: URLSearchParams; json: unknown } {
  const { pathname, searchParams } = new URL(request.url, 'http://stand.in');
  const isJson = request.headers['content-type'] === 'application/json';
  return { path: pathname, query: searchParams, json: isJson ? JSON.parse(request.body) : undefined };
}

type Body = Record<string, unknown>;

/** HaloPSA: bodies are lists of one, an action needs an outcome, and a ticket that is not there answers without an id. */
export class HaloStandIn extends Kept implements TicketStandIn {
  answer(request: LoopbackRequest): StandInAnswer {
    const { path, query, json } = read(request);
    if (path === '/auth/token') {
      const form = new URLSearchParams(request.body);
      const isKnown = form.get('client_secret') === 'hush' && form.get('grant_type') === 'client_credentials';
      return isKnown ? ok({ access_token: 'bearer-1', expires_in: 3600 }) : ok({ error: 'invalid_client' }, 401);
    }
    if (request.headers.authorization !== 'Bearer bearer-1') return ok({ error: 'no token' }, 401);
    if (request.method === 'POST') {
      const [one, ...others] = Array.isArray(json) ? (json as Body[]) : [];
      if (!one || others.length > 0) return ok('A list of one object is expected', 400);
      return path === '/api/Tickets' ? this.#write(one) : this.#act(one);
    }
    const [, ref] = /^\/api\/Tickets\/(\d+)$/.exec(path) ?? [];
    if (ref) {
      const found = this.tickets.get(Number(ref));
      return ok(found ? { id: found.id, details: found.text, hasbeenclosed: found.isClosed } : {});
    }
    if (path === '/api/Tickets') {
      const wanted = query.get('search') ?? '';
      const found = [...this.tickets.values()].filter(({ title, text }) => `${title} ${text}`.includes(wanted));
      return ok({ record_count: found.length, tickets: found.map(({ id, title }) => ({ id, summary: title })) });
    }
    if (path === '/api/Actions') {
      const notes = this.tickets.get(Number(query.get('ticket_id')))?.notes ?? [];
      return ok({ actions: notes.map((note, id) => ({ id, note_html: note })).reverse() });
    }
    if (path === '/api/Client') {
      const wanted = (query.get('search') ?? '').toLowerCase();
      return ok({ clients: this.clients.filter(({ name }) => name.toLowerCase().includes(wanted)) });
    }
    const lists: Record<string, Body[]> = {
      '/api/TicketType': [{ id: 1, name: 'Incident' }],
      '/api/Status': [
        { id: 1, name: 'New' },
        { id: CLOSED, name: 'Closed' },
      ],
      '/api/Outcome': [{ id: 7, name: 'Private Note' }],
    };
    return lists[path] ? ok(lists[path]) : GONE;
  }

  #write(one: Body): StandInAnswer {
    if (one.id !== undefined) {
      const found = this.tickets.get(Number(one.id));
      if (!found) return GONE;
      found.isClosed = one.status_id === CLOSED;
      return ok({ id: found.id }, 201);
    }
    if (typeof one.summary !== 'string' || typeof one.client_id !== 'number') return ok('summary is required', 400);
    const text = String(one.details_html);
    return ok({ id: this.add({ title: one.summary, text, client: one.client_id, key: null }).id }, 201);
  }

  #act({ ticket_id: ref, outcome_id: outcome, note_html: note }: Body): StandInAnswer {
    if (!outcome) return ok('An Outcome must be entered for this Action', 400);
    this.tickets.get(Number(ref))?.notes.push(String(note));
    return ok({ id: 1 }, 201);
  }
}

/** ConnectWise: keys and a clientId in headers, titles of 100 characters, a JSON Patch, notes with at least one flag. */
export class ConnectWiseStandIn extends Kept implements TicketStandIn {
  answer(request: LoopbackRequest): StandInAnswer {
    const { path, query, json } = read(request);
    const keys = Buffer.from('msp+public:hush').toString('base64');
    if (request.headers.authorization !== `Basic ${keys}` || request.headers.clientid !== 'guid')
      return ok({ code: 'Unauthorized', message: 'keys or clientId' }, 401);
    const conditions = query.get('conditions') ?? '';
    const [, ref, notes] = /^\/service\/tickets\/(\d+)(\/notes)?$/.exec(path) ?? [];
    if (ref) return this.#one(this.tickets.get(Number(ref)), notes !== undefined, request.method, json as Body);
    if (path === '/service/tickets' && request.method === 'POST') return this.#open(json as Body);
    if (path === '/service/tickets') {
      const [, key] = /^externalXRef="([A-Za-z0-9:_-]+)"$/.exec(conditions) ?? [];
      if (!key) return ok({ code: 'BadRequest', message: 'conditions' }, 400);
      const found = [...this.tickets.values()].filter((one) => one.key === key);
      return ok(found.map(({ id, isClosed }) => ({ id, closedFlag: isClosed })));
    }
    if (path === '/company/companies') {
      const names = [...conditions.matchAll(/name="([^"]*)"/g)].map(([, name = '']) => name.toLowerCase());
      return ok(this.clients.filter(({ name }) => conditions === '' || names.includes(name.toLowerCase())));
    }
    if (path === '/service/boards') return ok([{ id: 3, name: 'Service' }]);
    if (path === '/service/boards/3/statuses') return ok([{ id: CLOSED, name: 'Closed' }]);
    return GONE;
  }

  #open({ summary, company, externalXRef: key, initialInternalAnalysis: text }: Body): StandInAnswer {
    if (typeof summary !== 'string' || summary.length > 100 || summary === '') {
      const field = { code: 'MaxLength', message: 'summary is too long', resource: 'ticket', field: 'summary' };
      return ok({ code: 'InvalidObject', message: 'ticket object is invalid', errors: [field] }, 400);
    }
    const client = Number((company as Body | undefined)?.id);
    return ok({ id: this.add({ title: summary, text: String(text), client, key: String(key) }).id }, 201);
  }

  #one(ticket: KeptTicket | undefined, notes: boolean, method: string, json: Body): StandInAnswer {
    if (!ticket) return GONE;
    if (notes && method === 'GET') return ok(ticket.notes.map((text, id) => ({ id, text })));
    if (notes) {
      if (!json.internalAnalysisFlag) return ok({ code: 'InvalidObject', message: 'a flag is required' }, 400);
      ticket.notes.push(String(json.text));
      return ok({ id: ticket.notes.length }, 201);
    }
    if (method === 'PATCH') {
      const [{ op, path, value } = {} as Body] = json as unknown as Body[];
      if (op !== 'replace' || path !== 'status') return ok({ code: 'BadRequest', message: 'patch' }, 400);
      ticket.isClosed = (value as Body).id === CLOSED;
    }
    return ok({ id: ticket.id, closedFlag: ticket.isClosed });
  }
}

/** Autotask: three headers, what is wrong with a ticket is a 500, notes below their ticket, a single ticket in `item`. */
export class AutotaskStandIn extends Kept implements TicketStandIn {
  answer(request: LoopbackRequest): StandInAnswer {
    const { path, json } = read(request);
    const { apiintegrationcode: code, username, secret } = request.headers;
    if (code !== 'code' || username !== 'user' || secret !== 'hush') return ok({ errors: ['Unauthorized'] }, 401);
    const body = (json ?? {}) as Body;
    const [, ref, notes] = /^\/v1\.0\/Tickets\/(\d+)(\/Notes)?$/.exec(path) ?? [];
    if (ref) return this.#one(this.tickets.get(Number(ref)), notes !== undefined, request.method, body);
    if (path === '/v1.0/Tickets' && request.method === 'POST') return this.#open(body);
    if (path === '/v1.0/Tickets' && request.method === 'PATCH') {
      const found = this.tickets.get(Number(body.id));
      if (!found) return ok({ errors: ['no such ticket'] }, 500);
      found.isClosed = body.status === CLOSED;
      return ok({ itemId: found.id });
    }
    if (path.endsWith('/query')) return this.#query(path, body);
    if (path === '/v1.0/Tickets/entityInformation/fields') {
      const values = [1, 2, CLOSED].map((value) => ({ value: String(value), label: `label ${value}` }));
      return ok({ fields: ['status', 'queueID', 'priority'].map((name) => ({ name, picklistValues: values })) });
    }
    return GONE;
  }

  #query(path: string, { filter }: Body): StandInAnswer {
    const [{ op, field, value } = {} as Body] = filter as Body[];
    if (path === '/v1.0/Companies/query') {
      const names = Array.isArray(value) ? value : undefined;
      const found = this.clients.filter(({ name }) => op === 'gte' || names?.includes(name));
      return ok({ items: found.map(({ id, name }) => ({ id, companyName: name })), pageDetails: {} });
    }
    const found = [...this.tickets.values()].filter(
      ({ key }) => field === 'externalID' && op === 'eq' && key === value,
    );
    return ok({ items: found.map(({ id, isClosed }) => ({ id, status: isClosed ? CLOSED : 1 })), pageDetails: {} });
  }

  #open({ companyID, title, description, externalID, queueID, status }: Body): StandInAnswer {
    if (!queueID)
      return ok({ errors: ['AssignedResourceID, AssignedResourceRoleID, and QueueID cannot all be empty'] }, 500);
    if (typeof title !== 'string' || !status) return ok({ errors: ['title and status are required'] }, 500);
    const kept = { title, text: String(description), client: Number(companyID), key: String(externalID) };
    return ok({ itemId: this.add(kept).id });
  }

  #one(ticket: KeptTicket | undefined, notes: boolean, method: string, body: Body): StandInAnswer {
    if (!ticket) return notes ? ok({ errors: ['no such ticket'] }, 500) : ok({ item: null });
    if (!notes) return ok({ item: { id: ticket.id, status: ticket.isClosed ? CLOSED : 1 } });
    if (method === 'GET') return ok({ items: ticket.notes.map((description, id) => ({ id, description })) });
    if (!body.title || !body.noteType) return ok({ errors: ['title and noteType are required'] }, 500);
    ticket.notes.push(String(body.description));
    return ok({ itemId: ticket.notes.length });
  }
}

/** Each maker's, and what signs in there. */
export const SYSTEMS: Record<TicketKind, { create: () => TicketStandIn; fields: Record<string, string> }> = {
  halopsa: {
    create: () => new HaloStandIn(),
    fields: { 'client-id': 'id', 'client-secret': 'hush', 'ticket-type': '1', outcome: '7' },
  },
  connectwise: {
    create: () => new ConnectWiseStandIn(),
    fields: { 'company-id': 'msp', 'public-key': 'public', 'private-key': 'hush', 'client-id': 'guid', board: '3' },
  },
  autotask: {
    create: () => new AutotaskStandIn(),
    fields: {
      'user-name': 'user',
      secret: 'hush',
      'integration-code': 'code',
      queue: '2',
      'new-status': '1',
      priority: '2',
    },
  },
};
