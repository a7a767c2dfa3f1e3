import type { Role } from '../../model/people/role.ts';
import type { Command } from '../calls/command.ts';
import type { CommandDefinition, Surface } from '../calls/command-definition.ts';
import { filterCommands } from '../calls/command-list.ts';
import { COMMAND_TABLE } from './command-table.ts';
import { HOST_COMMANDS } from './host-commands.ts';

/** The commands with their answers. */
export const ANSWERED: readonly Command[] = await Promise.all(Object.values(COMMAND_TABLE).map((load) => load()));

/**
 * Every command of Samaritan, once. Chat commands, the terminal's sub-commands and `help` are derived from it, so that
 * a command added here appears everywhere.
 */
export const COMMANDS: readonly CommandDefinition[] = [...ANSWERED, ...Object.values(HOST_COMMANDS)];

/** The commands of a surface that a role may run. */
export function commandsFor(surface: Surface, role: Role): CommandDefinition[] {
  return filterCommands(COMMANDS, surface, role);
}

export function commandNamed(name: string): CommandDefinition | undefined {
  return COMMANDS.find((command) => command.name === name);
}
