import type { CommandAnswer } from '../../../cards/command-answer.ts';
import { code, line } from '../../../cards/inline.ts';
import { toListCard, toNoticeCard } from '../../../cards/plain-cards.ts';
import { toTenantRef } from '../../../model/tenants/tenant-ref.ts';
import { toKeptText } from '../../../model/text/cut-secrets.ts';
import { countOf } from '../../../model/text/format.ts';
import { toSafeText } from '../../../model/text/safe-text.ts';
import { isTicketKind } from '../../../watch/notifications/route.ts';
import type { ClientBook } from '../../../watch/notifications/tickets/client-book.ts';
import { text } from '../../calls/arguments.ts';
import type { GivenFile } from '../../calls/chat-request.ts';
import { actorOf, defineCommand, problem, watchOf } from '../../calls/command.ts';
import { connectionNamed, placeNamed, type WatchCommandParts } from '../../calls/watch-parts.ts';
import { connection, routeName } from '../common-arguments.ts';
import { findNamed } from '../find-named.ts';
import { knownIds, readTableFile } from '../table-file.ts';

const MOST_SHOWN = 25;
const CLIENT = /^\d{1,15}$/;

export const routesMap = defineCommand({
  name: 'routes map',
  role: 'admin',
  wholeFleet: true,
  summary: 'Say which client of a ticket system a tenant is, or read it from a CSV file for many.',
  details:
    'Needed only where no client, or several, are called like the tenant: the ticket says so. A file has a first row with the columns tenantId or domain, and client. One wrong row, and nothing is changed.',
  arguments: [
    routeName,
    text('tenant', 'id|domain|name', 'The tenant.', { positional: true, suggest: 'tenant' }),
    text('client', 'number', 'The client’s number there.', { positional: true, maximumLength: 15 }),
    { name: 'file', kind: 'file', placeholder: 'file', help: 'A CSV file for many tenants.' },
    connection,
  ],
  examples: ['routes map psa contoso.onmicrosoft.com 12', 'routes map psa --file clients.csv'],
  rare: true,
  audience: 'private',
  target: ({ name }) => name,
  answer: async (question, { name, tenant, client, file, connection: named }) => {
    const parts = watchOf(question);
    const route = await findNamed('route', parts.routes, name);
    if (typeof route === 'string') return problem(route);
    if (!isTicketKind(route.kind)) return problem(`The route ${route.name} leads to no ticket system.`);
    const by = actorOf(question);
    if (!file && tenant === undefined && client === undefined)
      return listClients(route.name, await parts.clients.list(route.name));
    let clients: Record<string, { client: string; by: string }>;
    if (file) {
      const read = await readClients(parts, named, file);
      if (!(read instanceof Map)) return problem(read.problem);
      clients = Object.fromEntries([...read].map(([tenantId, found]) => [tenantId, { client: found, by }]));
    } else {
      if (tenant === undefined || client === undefined)
        return problem('Name a tenant and the number of its client, or a file with --file.');
      if (!CLIENT.test(client)) return problem(`“${toSafeText(client, { maxLength: 20 })}” is no number of a client.`);
      const found = await placeNamed(parts, { connection: named, tenant });
      if ('problem' in found) return problem(found.problem);
      clients = { [toTenantRef(found.tenant).tenantId]: { client, by } };
    }
    await parts.clients.put(route.name, clients);
    const title = `${countOf(Object.keys(clients).length, 'tenant')} mapped to clients of ${route.name}.`;
    const more = 'From the next ticket on; those that are open stay where they are.';
    return { card: toNoticeCard('good', 'mapped', title, [more]), json: { route: route.name, clients } };
  },
});

async function readClients(
  parts: Pick<WatchCommandParts, 'connections' | 'runs' | 'tagFiles'>,
  named: string | undefined,
  file: GivenFile,
): Promise<Map<string, string> | { problem: string }> {
  const found = connectionNamed(parts, named);
  if ('problem' in found) return found;
  const text = await readTableFile(file);
  if (typeof text !== 'string') return text;
  const rows = (await parts.tagFiles()).parse(text, 'client');
  if ('problem' in rows) return rows;
  const idOf = await knownIds(parts.runs, found.name);
  const clients = new Map<string, string>();
  for (const {
    line,
    tenant,
    tags: [client = ''],
  } of rows) {
    const tenantId = idOf(tenant);
    const shown = toKeptText(tenantId === undefined ? tenant : client, { maxLength: 60 });
    if (tenantId === undefined)
      return { problem: `Nothing was changed. Line ${line}: no sweep has seen a tenant “${shown}”.` };
    if (!CLIENT.test(client))
      return { problem: `Nothing was changed. Line ${line}: “${shown}” is no number of a client.` };
    clients.set(tenantId, client);
  }
  return clients;
}

function listClients(route: string, clients: Awaited<ReturnType<ClientBook['list']>>): CommandAnswer {
  const all = Object.entries(clients);
  const items = all.slice(0, MOST_SHOWN).map(([tenantId, { client, by }]) => {
    const who = by === 'name' ? 'by its name' : `by ${toSafeText(by, { maxLength: 60 })}`;
    return line(code(tenantId), ` is client ${client}, ${who}`);
  });
  const title = all.length === 0 ? 'No tenant is mapped yet.' : `${countOf(all.length, 'tenant')} mapped to clients`;
  return { card: toListCard('clients', title, items), json: { route, clients } };
}
