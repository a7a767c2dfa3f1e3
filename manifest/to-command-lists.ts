import type { CommandDefinition, CommandGroup } from '../src/core/chat/calls/command-definition.ts';
import { groupCommands } from '../src/core/chat/calls/command-list.ts';

/** Where the bot can be spoken to. Teams wants a list for each, and its mobile client hides a bot without one. */
const BOT_SCOPES = ['personal', 'team', 'groupChat'] as const;

/** Commands in one list: what the schema takes since version 1.24 (10 before). */
export const MOST_COMMANDS = 12;
/** Teams' documented lengths. The schema takes more since 1.21, but the menu has no room for it. */
export const LONGEST_TITLE = 32;
export const LONGEST_DESCRIPTION = 128;

export interface TeamsCommand {
  title: string;
  description: string;
}

export interface CommandLists {
  lists: { scopes: string[]; commands: TeamsCommand[] }[];
  /** Commands that the menu has no room for. They work when typed. */
  leftOut: string[];
  /** What Teams can't show as it is. */
  faults: string[];
}

/**
 * The menu that Teams offers in each scope: every command, in the registry's order, the commands of a group as one line
 * that names them, but for what is rarely needed. Where there are too many the last ones go, but `help` stays, since it is how the others are found.
 */
export function toCommandLists(commands: readonly CommandDefinition[]): CommandLists {
  const all = groupCommands(commands.filter(({ rare }) => !rare));
  const chosen = choose(all);
  return {
    lists: BOT_SCOPES.map((scope) => ({ scopes: [scope], commands: chosen.map(toTeamsCommand) })),
    leftOut: all.filter((group) => !chosen.includes(group)).map(({ name }) => name),
    faults: all.map(toTeamsCommand).flatMap(faultsOf),
  };
}

function choose(groups: readonly CommandGroup[]): readonly CommandGroup[] {
  const others = groups.filter(({ name }) => name !== 'help');
  const kept = new Set(others.slice(0, MOST_COMMANDS - (groups.length - others.length)));
  return groups.filter((group) => group.name === 'help' || kept.has(group));
}

function toTeamsCommand({ name, summary, members }: CommandGroup): TeamsCommand {
  const words = members.map((member) => member.name).join(', ');
  return { title: name, description: words === '' ? summary : `${summary} Add one of: ${words}.` };
}

function faultsOf({ title, description }: TeamsCommand): string[] {
  const where = `The command “${title}” (src/core/commands)`;
  const faults: string[] = [];
  if (title === '' || title.length > LONGEST_TITLE)
    faults.push(`${where} needs a name of 1 to ${LONGEST_TITLE} characters.`);
  if (description.trim() === '' || description.length > LONGEST_DESCRIPTION)
    faults.push(
      `${where} needs a summary of 1 to ${LONGEST_DESCRIPTION} characters, and comes to ${description.length}.`,
    );
  return faults;
}
