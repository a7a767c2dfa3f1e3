import { mayRun, type Role } from '../../model/people/role.ts';
import type { ArgumentDefinition, CommandDefinition, CommandGroup, Surface } from './command-definition.ts';
import groups from './command-groups.json' with { type: 'json' };

export function filterCommands<C extends CommandDefinition>(commands: readonly C[], surface: Surface, role: Role): C[] {
  return commands.filter((command) => command.surfaces.includes(surface) && mayRun(role, command.role));
}

export function argumentsFor(command: CommandDefinition, surface: Surface): ArgumentDefinition[] {
  return command.arguments.filter((argument) => !argument.surfaces || argument.surfaces.includes(surface));
}

const GROUP_SUMMARIES: Readonly<Record<string, string>> = groups;

/** Commands under their first word, in their order. */
export function groupCommands(commands: readonly CommandDefinition[]): CommandGroup[] {
  const groups = new Map<string, CommandDefinition[]>();
  for (const command of commands) {
    const [first = ''] = command.name.split(' ', 1);
    groups.set(first, [...(groups.get(first) ?? []), command]);
  }
  return [...groups].map(([name, members]) => {
    const alone = members.find((command) => command.name === name);
    return {
      name,
      ...(alone ? { command: alone } : {}),
      members: members
        .filter((command) => command !== alone)
        .map((command) => ({ name: command.name.slice(name.length + 1), command })),
      summary: alone?.summary ?? GROUP_SUMMARIES[name] ?? members.map((command) => command.summary).join(' '),
    };
  });
}
