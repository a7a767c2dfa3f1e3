import type { HostCommand } from '../calls/command.ts';
import type { ArgumentDefinition } from '../calls/command-definition.ts';
import type { ParsedValues, ValuesOf } from '../calls/values.ts';
import { CONNECTIONS } from './host/connections.ts';
import { CREDENTIALS } from './host/credentials.ts';
import { MACHINE } from './host/machine.ts';
import { ROUTES } from './host/routes.ts';
import { SERVERS } from './host/servers.ts';

/** In the order in which they are shown. */
const DEFINITIONS = { ...SERVERS, ...CONNECTIONS, ...CREDENTIALS, ...ROUTES, ...MACHINE };

export type HostCommandName = keyof typeof DEFINITIONS;

export type HostValues<Name extends HostCommandName> = (typeof DEFINITIONS)[Name] extends {
  arguments: infer Arguments extends readonly ArgumentDefinition[];
}
  ? ValuesOf<Arguments>
  : ParsedValues;

/**
 * Commands about the machine that Samaritan runs on. The program answers them (`src/bot/commands`): its table has to
 * name each, or it doesn't compile.
 */
export const HOST_COMMANDS = Object.fromEntries(
  Object.entries(DEFINITIONS).map(([name, definition]): [string, HostCommand] => {
    const own = { examples: [name], arguments: [], ...definition };
    return [name, { name, role: 'admin', surfaces: ['terminal'], ...own }];
  }),
) as Readonly<Record<HostCommandName, HostCommand>>;

export function isHostCommand(name: string): name is HostCommandName {
  return Object.hasOwn(HOST_COMMANDS, name);
}
