import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPostAPIApplicationCommandsJSONBody,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { CommandDefinition, CommandGroup } from '../../../core/chat/calls/command-definition.ts';
import { argumentsFor, groupCommands } from '../../../core/chat/calls/command-list.ts';
import { ROLES, type Role } from '../../../core/model/people/role.ts';
import { toDescription, toOptions } from './to-option.ts';

export type ApplicationCommandJson = RESTPostAPIApplicationCommandsJSONBody;

interface ApplicationCommands {
  /** For every guild. */
  guild: ApplicationCommandJson[];
  /**
   * Registered globally, but for direct messages with the bot only: a guild's commands don't exist there, and these
   * don't show up a second time in a guild.
   */
  direct: ApplicationCommandJson[];
}

/** Who is offered a command, and where. */
interface Scope {
  default_member_permissions?: string | null;
  contexts?: InteractionContextType[];
  integration_types?: ApplicationIntegrationType[];
}

/** What Discord is told of the commands given. */
export function toApplicationCommands(commands: readonly CommandDefinition[]): ApplicationCommands {
  const direct = commands.filter((command) => command.inDirectMessages);
  return {
    guild: toCommands(commands, (role) => ({ default_member_permissions: visibleTo(role) })),
    direct: toCommands(direct, () => ({
      contexts: [InteractionContextType.BotDM],
      integration_types: [ApplicationIntegrationType.GuildInstall],
    })),
  };
}

/**
 * Who sees a command, until the guild's administrators decide otherwise; who may run it is core's to say. Commands for
 * administrators are hidden from all but Discord's own administrators. The others are seen by whoever may use commands
 * at all: a technician who was granted a role must find them without another setting.
 */
function visibleTo(role: Role): string | null {
  if (role === 'anyone') return null;
  return role === 'admin' ? '0' : PermissionFlagsBits.UseApplicationCommands.toString();
}

function toCommands(commands: readonly CommandDefinition[], toScope: (role: Role) => Scope): ApplicationCommandJson[] {
  const inputs = groupCommands(commands).map((group) => ({ ...toChatInput(group), ...toScope(leastRole(group)) }));
  const onMessages = commands.flatMap(({ onMessage, role }) =>
    onMessage ? [{ type: ApplicationCommandType.Message as const, name: onMessage.label, ...toScope(role) }] : [],
  );
  return [...inputs, ...onMessages];
}

function toChatInput({
  name,
  command,
  members,
  summary,
}: CommandGroup): RESTPostAPIChatInputApplicationCommandsJSONBody {
  const base = { type: ApplicationCommandType.ChatInput as const, name, description: toDescription(summary) };
  if (members.length === 0) return { ...base, options: command ? toOptions(argumentsFor(command, 'chat')) : [] };
  if (command) throw new RangeError(`Discord can't run /${name} beside its own subcommands`);
  return {
    ...base,
    options: members.map((member) => ({
      type: ApplicationCommandOptionType.Subcommand as const,
      name: member.name,
      description: toDescription(member.command.summary),
      options: toOptions(argumentsFor(member.command, 'chat')),
    })),
  };
}

function leastRole({ command, members }: CommandGroup): Role {
  const all = [...(command ? [command] : []), ...members.map((member) => member.command)];
  return ROLES.find((role) => all.some((one) => one.role === role)) ?? 'admin';
}
