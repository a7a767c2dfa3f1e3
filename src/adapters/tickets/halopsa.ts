import { z } from 'zod';
import { DeliveryError } from '../../core/cards/messenger.ts';
import type { SealedRoute } from '../../core/watch/notifications/route-book.ts';
import type { TicketDesk } from '../../core/watch/notifications/tickets/ticket-desk.ts';
import { type DeskParts, type DeskRequest, TicketHttp } from './ticket-http.ts';

const id = z.union([z.number(), z.string()]).transform(String);
const named = z.array(z.object({ id, name: z.string() }));
const ticketSchema = z.object({
  id: id.optional(),
  details: z.string().nullish(),
  hasbeenclosed: z.boolean().nullish(),
});
/** Some versions give the ticket, others wrap it. */
const openedSchema = z.union([
  z.object({ id }),
  z.object({ tickets: z.tuple([z.object({ id })]) }).transform(({ tickets: [first] }) => first),
]);
const foundSchema = z.object({ tickets: z.array(z.object({ id })) });
const notesSchema = z.object({
  actions: z.array(z.object({ id, note: z.string().nullish(), note_html: z.string().nullish() })),
});
const tokenSchema = z.object({ access_token: z.string(), expires_in: z.number() });

const MARGIN_MS = 60_000;
/** Each is read, whatever the answer holds beyond it. */
const PAGE = 50;

/**
 * HaloPSA over its API (Authorization: client credentials; Tickets, Actions: every body is a list of one). A ticket is found
 * by the reference in its title, and known by the key in its details: there is no field for keys of others.
 */
export function openHaloPsa(parts: DeskParts, sealed: SealedRoute): TicketDesk {
  const http = new TicketHttp(parts, sealed);
  const { fields = {} } = sealed;
  const name = JSON.stringify([sealed.url, fields]);
  const signIn = async (): Promise<string> => {
    const known = parts.tokens.get(name);
    if (known && known.until > parts.clock.now()) return known.value;
    const hosted = fields.tenant === undefined ? '' : `?tenant=${encodeURIComponent(fields.tenant)}`;
    const form = {
      ...{ grant_type: 'client_credentials', scope: 'read:tickets edit:tickets read:customers' },
      ...{ client_id: fields['client-id'] ?? '', client_secret: fields['client-secret'] ?? '' },
    };
    const token = await http.ask({ method: 'POST', path: `/auth/token${hosted}`, headers: {}, form }, tokenSchema);
    if (!token) throw new DeliveryError('forbidden', 'there is no HaloPSA at this address');
    const until = parts.clock.now() + token.expires_in * 1000 - MARGIN_MS;
    parts.tokens.set(name, { value: token.access_token, until });
    return token.access_token;
  };
  const ask = async <T>(request: Omit<DeskRequest, 'headers'>, schema: z.ZodType<T>): Promise<T | undefined> => {
    const headers = { authorization: `Bearer ${await signIn()}` };
    try {
      return await http.ask({ ...request, headers }, schema);
    } catch (error) {
      // The token may have been withdrawn: the next try signs in anew.
      if (error instanceof DeliveryError && error.code === 'forbidden') parts.tokens.delete(name);
      throw error;
    }
  };
  const read = async (ref: string) =>
    await ask({ method: 'GET', path: `/api/Tickets/${encodeURIComponent(ref)}?includedetails=true` }, ticketSchema);
  return {
    find: async (key, reference) => {
      const path = `/api/Tickets?search=${encodeURIComponent(reference)}&pageinate=true&page_no=1&page_size=${PAGE}`;
      for (const { id: ref } of (await ask({ method: 'GET', path }, foundSchema))?.tickets.slice(0, PAGE) ?? []) {
        const ticket = await read(ref);
        if (ticket?.details?.includes(`(${key})`)) return { ref, isOpen: ticket.hasbeenclosed !== true };
      }
      return undefined;
    },
    open: async (key, client, { title, html }) => {
      const json = [
        {
          ...{ summary: title, details_html: `${html}\n<p><small>(${key})</small></p>`, client_id: Number(client) },
          ...{ tickettype_id: Number(fields['ticket-type']), userlookup: { id: -1 }, donotapplytemplateintheapi: true },
        },
      ];
      const opened = await ask({ method: 'POST', path: '/api/Tickets', json }, openedSchema);
      if (!opened) throw new DeliveryError('refused', 'HaloPSA knows no tickets at this address');
      return opened.id;
    },
    read: async (ref) => {
      const ticket = await read(ref);
      return ticket?.id === undefined ? undefined : { ref, isOpen: ticket.hasbeenclosed !== true };
    },
    notes: async (ref) => {
      const path = `/api/Actions?ticket_id=${encodeURIComponent(ref)}&excludesys=true&count=100`;
      const { actions = [] } = (await ask({ method: 'GET', path }, notesSchema)) ?? {};
      return actions
        .toSorted((one, other) => Number(one.id) - Number(other.id))
        .map(({ note, note_html: html }) => html ?? note ?? '');
    },
    note: async (ref, { html }) => {
      const outcome = Number(fields.outcome ?? '7');
      const json = [{ ticket_id: Number(ref), outcome_id: outcome, hiddenfromuser: true, note_html: html }];
      await ask({ method: 'POST', path: '/api/Actions', json }, z.unknown());
    },
    close: async (ref) => {
      const json = [{ id: Number(ref), status_id: Number(fields['closed-status']) }];
      await ask({ method: 'POST', path: '/api/Tickets', json }, z.unknown());
    },
    clients: async (names) => {
      const found = await Promise.all(
        names.map((name) =>
          ask({ method: 'GET', path: `/api/Client?search=${encodeURIComponent(name)}` }, z.object({ clients: named })),
        ),
      );
      return onlyNamed(
        found.flatMap((one) => one?.clients ?? []),
        names,
      );
    },
    choices: async () => {
      const list = async (path: string) => (await ask({ method: 'GET', path }, named)) ?? [];
      const clients = await ask({ method: 'GET', path: '/api/Client?count=50' }, z.object({ clients: named }));
      return {
        client: clients?.clients ?? [],
        'ticket-type': await list('/api/TicketType'),
        'closed-status': await list('/api/Status'),
        outcome: await list('/api/Outcome'),
      };
    },
  };
}

/** Those whose name is one of these, whatever its letters' case, each once. */
function onlyNamed<Client extends { id: string; name: string }>(clients: Client[], names: readonly string[]): Client[] {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const found = new Map(clients.map((client) => [client.id, client]));
  return [...found.values()].filter(({ name }) => wanted.has(name.toLowerCase()));
}
