import { DeliveryError } from '../../../core/cards/messenger.ts';
import { toSafeText } from '../../../core/model/text/format.ts';
import type { TicketKind } from '../../../core/watch/notifications/route.ts';
import type { SealedRoute } from '../../../core/watch/notifications/route-book.ts';
import type { TicketChoice } from '../../../core/watch/notifications/tickets/ticket-desk.ts';
import { readRouteAddress } from './read-route-address.ts';
import type { RouteOptions, RouteSetUp, SetUpRoute } from './route-set-up.ts';
import systems from './ticket-systems.json' with { type: 'json' };

/** What signs in to a ticket system, in the order in which it is asked for, and what has to be chosen. */
interface TicketSystem {
  name: string;
  secrets: Readonly<Record<string, string>>;
  /** Numbers that every installation gives itself. */
  choices: readonly string[];
  /** May be left out. */
  optional: readonly string[];
  address: string;
}

const SYSTEMS: Readonly<Record<TicketKind, TicketSystem>> = systems;

const NUMBER = /^\d{1,15}$/;
const MOST_SHOWN = 20;

export const TICKET_SET_UPS = {
  halopsa: toSetUp('halopsa'),
  connectwise: toSetUp('connectwise'),
  autotask: toSetUp('autotask'),
} as const satisfies Readonly<Record<TicketKind, RouteSetUp>>;

/** Signs in before anything is kept, and lists what can be chosen where a choice is missing. */
function toSetUp(kind: TicketKind): RouteSetUp {
  const system = SYSTEMS[kind];
  return {
    asks: Object.values(system.secrets),
    setUp: async (answers, options) => {
      const fields = readFields(system, answers, options.set);
      if (typeof fields === 'string') return fields;
      try {
        const address = await readAddress(kind, fields, options);
        if (typeof address === 'string') return address;
        const { url, host, mayBePrivate } = address;
        const sealed: SealedRoute = { kind, url: url.replace(/\/+$/, ''), mayBePrivate, secrets: [], fields };
        return await judgeChoices(system, host, sealed, options);
      } catch (error) {
        if (!(error instanceof DeliveryError)) throw error;
        return `${system.name} could not be asked: ${error.message}.`;
      }
    },
  };
}

function readFields(
  { secrets, choices, optional }: TicketSystem,
  answers: readonly string[],
  set: readonly string[],
): Record<string, string> | string {
  const names = Object.keys(secrets);
  const missing = names.filter((_, index) => !answers[index]);
  if (missing.length > 0)
    return `Nothing was given for: ${missing.join(', ')}. Each is asked for, or is a line of standard input.`;
  const fields = Object.fromEntries(names.map((name, index) => [name, answers[index] ?? '']));
  for (const text of set) {
    const [name = '', value = ''] = text.split(/=(.*)/s);
    if (![...choices, ...optional].includes(name))
      return `--set takes ${[...choices, ...optional].map((one) => `${one}=…`).join(', ')}, and not “${toSafeText(name, { maxLength: 30 })}”.`;
    if (name === 'tenant' ? value === '' : !NUMBER.test(value)) return `--set ${name}=… takes its number.`;
    fields[name] = value;
  }
  return fields;
}

async function readAddress(kind: TicketKind, fields: Readonly<Record<string, string>>, options: RouteOptions) {
  const { address, privateHost, desks } = options;
  if (address !== undefined || kind !== 'autotask') {
    if (address === undefined) return `--address is missing. It is for example ${SYSTEMS[kind].address}.`;
    return readRouteAddress(address.trim(), privateHost);
  }
  const zone = await desks.findZone(fields['user-name'] ?? '');
  return zone === undefined ? 'Autotask knows no zone of this user.' : readRouteAddress(zone, undefined);
}

async function judgeChoices(
  { choices, name }: TicketSystem,
  host: string,
  sealed: SealedRoute,
  { desks }: RouteOptions,
): Promise<SetUpRoute | string> {
  const known = await desks.open(sealed).choices();
  for (const choice of choices) {
    const listed = known[choice] ?? [];
    const chosen = sealed.fields?.[choice];
    if (chosen === undefined) return `--set ${choice}=… is missing. ${name} has: ${listOf(listed)}.`;
    // Of clients only the first are listed.
    if (choice !== 'client' && !listed.some(({ id }) => id === chosen))
      return `${name} has no ${choice} ${chosen}. It has: ${listOf(listed)}.`;
  }
  return { shown: host, sealed };
}

function listOf(choices: readonly TicketChoice[]): string {
  const shown = choices.slice(0, MOST_SHOWN).map(({ id, name }) => `${id} ${toSafeText(name, { maxLength: 40 })}`);
  const more = choices.length - shown.length;
  return `${shown.join(', ') || 'none'}${more > 0 ? ` and ${more} more` : ''}`;
}
