import { z } from 'zod';
import { DeliveryError } from '../../core/cards/messenger.ts';
import type { SealedRoute } from '../../core/watch/notifications/route-book.ts';
import type { TicketDesk } from '../../core/watch/notifications/tickets/ticket-desk.ts';
import { type DeskParts, type DeskRequest, TicketHttp } from './ticket-http.ts';

const id = z.number().transform(String);
const ticketSchema = z.object({ id, status: z.number() });
const companySchema = z.object({ id, companyName: z.string() });
const opened = z.object({ itemId: id });
const notesSchema = z.object({ items: z.array(z.object({ id, description: z.string().nullish() })) });
const fieldsSchema = z.object({
  fields: z.array(
    z.object({
      name: z.string(),
      picklistValues: z.array(z.object({ value: z.string(), label: z.string() })).nullish(),
    }),
  ),
});
/** The field of a ticket whose pick list each choice is taken from. */
const PICK_LISTS = {
  queue: 'queueID',
  'new-status': 'status',
  'closed-status': 'status',
  priority: 'priority',
} as const;
const MOST_NOTE = 32_000;

const zoneSchema = z.object({ url: z.url({ protocol: /^https$/, hostname: /^[\w-]+\.autotask\.net$/ }) });

/** The address of the zone that a user is in; undefined where there is no such user. Throws `DeliveryError`. */
export async function findAutotaskZone(parts: DeskParts, user: string): Promise<string | undefined> {
  const url = 'https://webservices.autotask.net/atservicesrest';
  const path = `/v1.0/zoneInformation?user=${encodeURIComponent(user)}`;
  const http = new TicketHttp(parts, { url, mayBePrivate: false });
  return (await http.ask({ method: 'GET', path, headers: {} }, zoneSchema))?.url.replace(/\/+$/, '');
}

/**
 * Autotask PSA over its REST API 1.0, below the zone's address. A ticket bears our key as `externalID`. Notes take plain text,
 * are written below their ticket alone, and for everybody who works there (`publish` 1).
 */
export function openAutotask(parts: DeskParts, sealed: SealedRoute): TicketDesk {
  const http = new TicketHttp(parts, sealed);
  const { fields = {} } = sealed;
  const headers = {
    apiintegrationcode: fields['integration-code'] ?? '',
    username: fields['user-name'] ?? '',
    secret: fields.secret ?? '',
  };
  const ask = async <T>(request: Omit<DeskRequest, 'headers'>, schema: z.ZodType<T>): Promise<T | undefined> =>
    await http.ask({ ...request, headers }, schema);
  const query = async <T>(entity: string, filter: object[], schema: z.ZodType<T>): Promise<T[]> => {
    const path = `/v1.0/${entity}/query`;
    const json = { MaxRecords: 50, filter };
    return (await ask({ method: 'POST', path, json }, z.object({ items: z.array(schema) })))?.items ?? [];
  };
  const closed = Number(fields['closed-status']);
  const toTicket = (found: z.infer<typeof ticketSchema>) => ({ ref: found.id, isOpen: found.status !== closed });
  return {
    find: async (key) => {
      const [first] = await query('Tickets', [{ op: 'eq', field: 'externalID', value: key }], ticketSchema);
      return first && toTicket(first);
    },
    open: async (key, client, { title, text }) => {
      const json = {
        ...{ companyID: Number(client), title, description: text.slice(0, 8000), externalID: key },
        ...{ status: Number(fields['new-status']), priority: Number(fields.priority), queueID: Number(fields.queue) },
      };
      const done = await ask({ method: 'POST', path: '/v1.0/Tickets', json }, opened);
      if (!done) throw new DeliveryError('refused', 'Autotask knows no tickets at this address');
      return done.itemId;
    },
    read: async (ref) => {
      const path = `/v1.0/Tickets/${encodeURIComponent(ref)}`;
      const found = await ask({ method: 'GET', path }, z.object({ item: ticketSchema.nullable() }));
      return found?.item ? toTicket(found.item) : undefined;
    },
    notes: async (ref) => {
      const path = `/v1.0/Tickets/${encodeURIComponent(ref)}/Notes`;
      const { items = [] } = (await ask({ method: 'GET', path }, notesSchema)) ?? {};
      return items.toSorted((one, other) => Number(one.id) - Number(other.id)).map((note) => note.description ?? '');
    },
    note: async (ref, { title, text }) => {
      const json = { title, description: text.slice(0, MOST_NOTE), noteType: 1, publish: 1 };
      await ask({ method: 'POST', path: `/v1.0/Tickets/${encodeURIComponent(ref)}/Notes`, json }, z.unknown());
    },
    close: async (ref) =>
      void (await ask(
        { method: 'PATCH', path: '/v1.0/Tickets', json: { id: Number(ref), status: closed } },
        z.unknown(),
      )),
    clients: async (names) => {
      const filter = [{ op: 'in', field: 'companyName', value: names }];
      return (await query('Companies', filter, companySchema)).map(toChoice);
    },
    choices: async () => {
      const path = '/v1.0/Tickets/entityInformation/fields';
      const known = (await ask({ method: 'GET', path }, fieldsSchema))?.fields ?? [];
      const listOf = (name: string) => known.find((one) => one.name === name)?.picklistValues ?? [];
      const lists = Object.entries(PICK_LISTS).map(([choice, name]) => [
        choice,
        listOf(name).map(({ value, label }) => ({ id: value, name: label })),
      ]);
      const companies = await query('Companies', [{ op: 'gte', field: 'id', value: 0 }], companySchema);
      return { client: companies.map(toChoice), ...Object.fromEntries(lists) };
    },
  };
}

function toChoice({ id: client, companyName: name }: z.infer<typeof companySchema>) {
  return { id: client, name };
}
