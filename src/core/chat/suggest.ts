import { CAUSE_IDS } from '../model/causes/cause.ts';
import { mayRun, type Role } from '../model/people/role.ts';
import { tenantLabel } from '../model/tenants/tenant.ts';
import { toKeptText } from '../model/text/cut-secrets.ts';
import { toSafeText } from '../model/text/format.ts';
import type { ChatParts } from './calls/chat-parts.ts';
import type { Suggestion } from './calls/chat-request.ts';
import type { SuggestionKind } from './calls/command-definition.ts';
import { filterCommands } from './calls/command-list.ts';

const MOST = 25;
const LONGEST = 100;

/** Values for what is being typed. Whoever may not run the command is offered nothing. */
export async function suggestValues(
  parts: ChatParts,
  role: Role,
  wanted: { command: string; argument: string; typed: string },
): Promise<Suggestion[]> {
  const command = (await parts.commands()).find((one) => one.name === wanted.command);
  const argument = command?.arguments.find((one) => one.name === wanted.argument);
  if (!command || !argument?.suggest || !mayRun(role, command.role)) return [];
  const typed = toKeptText(wanted.typed, { maxLength: 100 });
  const list = argument.repeatable === true && argument.positional !== true;
  const [before, last] = list ? splitList(typed) : ['', typed];
  const found = await SOURCES[argument.suggest](parts, role, last);
  return found
    .map(({ label, value }) => ({
      label: toSafeText(`${before}${label}`, { maxLength: LONGEST }),
      value: `${before}${value}`,
    }))
    .filter(({ label, value }) => label !== '' && value.length <= LONGEST)
    .slice(0, MOST);
}

/** What was typed before the last comma stays. */
function splitList(typed: string): [string, string] {
  const comma = typed.lastIndexOf(',');
  return comma < 0 ? ['', typed] : [`${typed.slice(0, comma)}, `, typed.slice(comma + 1).trim()];
}

type Source = (parts: ChatParts, role: Role, typed: string) => Promise<Suggestion[]> | Suggestion[];

const same = (text: string): Suggestion => ({ label: text, value: text });
const holds = (text: string, typed: string): boolean => text.toLowerCase().includes(typed.toLowerCase());

const SOURCES: Readonly<Record<SuggestionKind, Source>> = {
  connection: ({ connections }, _role, typed) =>
    connections
      .map((entry) => entry.name)
      .filter((name) => holds(name, typed))
      .map(same),
  command: async ({ commands }, role, typed) =>
    filterCommands(await commands(), 'chat', role)
      .map((command) => command.name)
      .filter((name) => holds(name, typed))
      .map(same),
  tenant: async ({ connections, runs }, _role, typed) => {
    const found: Suggestion[] = [];
    for (const { name } of connections) {
      for (const tenant of await runs.knownTenants(name, { query: typed, limit: MOST })) {
        const domain = tenant.defaultDomainName ? ` (${tenant.defaultDomainName})` : '';
        found.push({ label: `${toSafeText(tenantLabel(tenant), { maxLength: 50 })}${domain}`, value: tenant.tenantId });
      }
    }
    return found;
  },
  tag: async ({ connections, watch }, _role, typed) => {
    const books = await Promise.all(connections.map(async ({ name }) => await watch?.readTags(name)));
    const tags = new Set(books.flatMap((book) => book?.tags() ?? []));
    return [...tags].filter((tag) => holds(tag, typed)).map(same);
  },
  route: async ({ watch }, _role, typed) => {
    const names = (await watch?.routes.list())?.map(({ name }) => name) ?? [];
    return names.filter((name) => holds(name, typed)).map(same);
  },
  topic: ({ library, guidance: { search } }, _role, typed) => {
    const articles = typed === '' ? library.all() : search.search(typed).flatMap(({ id }) => library.byId(id) ?? []);
    return articles.map(({ title, id }) => ({ label: title, value: id }));
  },
  cause: (_parts, _role, typed) => CAUSE_IDS.filter((id) => holds(id, typed)).map(same),
  schedule: async ({ watch }, _role, typed) => {
    const names = (await watch?.schedules.list())?.map((schedule) => schedule.name) ?? [];
    return names.filter((name) => holds(name, typed)).map(same);
  },
  report: async ({ watch }, _role, typed) => {
    const names = (await watch?.reports.list())?.map(({ name }) => name) ?? [];
    return names.filter((name) => holds(name, typed)).map(same);
  },
  subscription: () => [],
};
