import { z } from 'zod';
import { DeliveryError } from '../../core/cards/messenger.ts';
import type { SealedRoute } from '../../core/watch/notifications/route-book.ts';
import type { TicketDesk } from '../../core/watch/notifications/tickets/ticket-desk.ts';
import { type DeskParts, type DeskRequest, TicketHttp } from './ticket-http.ts';

const id = z.number().transform(String);
const ticketSchema = z.object({ id, closedFlag: z.boolean().nullish() });
const named = z.array(z.object({ id, name: z.string() }));
const notesSchema = z.array(z.object({ id, text: z.string().nullish() }));

/** ConnectWise PSA (Manage), service tickets of its REST API 3.0. A ticket bears our key as `externalXRef`. */
export function openConnectWise(parts: DeskParts, sealed: SealedRoute): TicketDesk {
  const http = new TicketHttp(parts, sealed);
  const { fields = {} } = sealed;
  const keys = `${fields['company-id']}+${fields['public-key']}:${fields['private-key']}`;
  const headers = {
    authorization: `Basic ${Buffer.from(keys).toString('base64')}`,
    clientid: fields['client-id'] ?? '',
    accept: 'application/vnd.connectwise.com+json; version=2025.16',
  };
  const ask = async <T>(request: Omit<DeskRequest, 'headers'>, schema: z.ZodType<T>): Promise<T | undefined> =>
    await http.ask({ ...request, headers }, schema);
  const where = (path: string, conditions: string, more = ''): string =>
    `${path}?conditions=${encodeURIComponent(conditions)}&pageSize=50${more}`;
  const toTicket = (found: z.infer<typeof ticketSchema>) => ({ ref: found.id, isOpen: found.closedFlag !== true });
  return {
    find: async (key) => {
      const path = where('/service/tickets', `externalXRef="${key}"`, '&orderBy=id');
      const [first] = (await ask({ method: 'GET', path }, z.array(ticketSchema))) ?? [];
      return first && toTicket(first);
    },
    open: async (key, client, { title, text }) => {
      const json = {
        ...{ summary: title, company: { id: Number(client) }, board: { id: Number(fields.board) } },
        ...{ initialInternalAnalysis: text, externalXRef: key, skipCallback: true },
      };
      const opened = await ask({ method: 'POST', path: '/service/tickets', json }, z.object({ id }));
      if (!opened) throw new DeliveryError('refused', 'ConnectWise knows no tickets at this address');
      return opened.id;
    },
    read: async (ref) => {
      const found = await ask({ method: 'GET', path: `/service/tickets/${encodeURIComponent(ref)}` }, ticketSchema);
      return found && toTicket(found);
    },
    notes: async (ref) => {
      const path = `/service/tickets/${encodeURIComponent(ref)}/notes?orderBy=id&pageSize=1000`;
      return ((await ask({ method: 'GET', path }, notesSchema)) ?? []).map(({ text }) => text ?? '');
    },
    note: async (ref, { text }) => {
      const json = { text, detailDescriptionFlag: false, internalAnalysisFlag: true, resolutionFlag: false };
      await ask({ method: 'POST', path: `/service/tickets/${encodeURIComponent(ref)}/notes`, json }, z.unknown());
    },
    close: async (ref) => {
      const json = [{ op: 'replace', path: 'status', value: { id: Number(fields['closed-status']) } }];
      await ask({ method: 'PATCH', path: `/service/tickets/${encodeURIComponent(ref)}`, json }, z.unknown());
    },
    clients: async (names) => {
      // A double quote can't be written in a condition; a name with one is never found, and asked for.
      const asked = names.filter((name) => !/["\\]/.test(name)).map((name) => `name="${name}"`);
      if (asked.length === 0) return [];
      return (await ask({ method: 'GET', path: where('/company/companies', asked.join(' or ')) }, named)) ?? [];
    },
    choices: async () => {
      const list = async (path: string) => (await ask({ method: 'GET', path }, named)) ?? [];
      const { board } = fields;
      const closing = board && where(`/service/boards/${encodeURIComponent(board)}/statuses`, 'closedStatus=true');
      return {
        client: await list('/company/companies?pageSize=50'),
        board: await list('/service/boards?pageSize=100'),
        'closed-status': closing ? await list(closing) : [],
      };
    },
  };
}
