import { code, line } from '../../../cards/inline.ts';
import { type CommandAnswer, toListCard, toNoticeCard } from '../../../cards/plain-cards.ts';
import { toTenantRef } from '../../../model/tenants/tenant.ts';
import { toKeptText } from '../../../model/text/cut-secrets.ts';
import { countOf, toSafeText } from '../../../model/text/format.ts';
import { isTicketKind } from '../../../watch/notifications/route.ts';
import type { ClientBook } from '../../../watch/notifications/tickets/client-book.ts';
import { text } from '../../calls/arguments.ts';
import { actorOf, defineCommand, problem, watchOf } from '../../calls/command.ts';
import { connectionNamed, placeNamed } from '../../calls/watch-parts.ts';
import { connection, routeName } from '../common-arguments.ts';
import { findNamed } from '../find-named.ts';
import { readTenantTable } from '../table-file.ts';

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
      const found = connectionNamed(parts, named);
      if ('problem' in found) return problem(found.problem);
      const read = await readTenantTable(parts, found.name, file, 'client', ([value = '']) => problemsOf(value));
      if ('problems' in read) return problem(...read.problems);
      clients = Object.fromEntries(
        read.rows.map(({ tenantId, values: [value = ''] }) => [tenantId, { client: value, by }]),
      );
    } else {
      if (tenant === undefined || client === undefined)
        return problem('Name a tenant and the number of its client, or a file with --file.');
      const problems = problemsOf(client);
      if (problems.length > 0) return problem(...problems);
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

function problemsOf(client: string): string[] {
  return CLIENT.test(client) ? [] : [`“${toKeptText(client, { maxLength: 60 })}” is no number of a client.`];
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
