import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPostAPIApplicationCommandsJSONBody,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type {
  ArgumentDefinition,
  CommandDefinition,
  CommandGroup,
} from '../../../core/chat/calls/command-definition.ts';
import { argumentsFor, groupCommands } from '../../../core/chat/calls/command-list.ts';
import { ROLES, type Role } from '../../../core/model/people/role.ts';

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

interface Scope {
  default_member_permissions?: string | null;
  contexts?: InteractionContextType[];
  integration_types?: ApplicationIntegrationType[];
}

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

const COMMAND_LIMITS = { description: 100, textLength: 6000, options: 25, choices: 25 } as const;

export function toOption(argument: ArgumentDefinition): APIApplicationCommandBasicOption {
  const base = {
    name: argument.name,
    description: toDescription(argument.help),
    ...(argument.required ? { required: true } : {}),
  };
  switch (argument.kind) {
    case 'text':
      return {
        ...base,
        type: ApplicationCommandOptionType.String,
        max_length: Math.min(COMMAND_LIMITS.textLength, argument.maximumLength ?? COMMAND_LIMITS.textLength),
        ...(argument.suggest ? { autocomplete: true as const } : {}),
      };
    case 'choice':
      return {
        ...base,
        type: ApplicationCommandOptionType.String,
        choices: (argument.choices ?? []).slice(0, COMMAND_LIMITS.choices).map((name) => ({ name, value: name })),
      };
    case 'number':
      return {
        ...base,
        type: ApplicationCommandOptionType.Integer,
        ...(argument.minimum === undefined ? {} : { min_value: argument.minimum }),
        ...(argument.maximum === undefined ? {} : { max_value: argument.maximum }),
      };
    case 'flag':
      return { ...base, type: ApplicationCommandOptionType.Boolean };
    case 'file':
      return { ...base, type: ApplicationCommandOptionType.Attachment };
    case 'subject':
      return { ...base, type: ApplicationCommandOptionType.Mentionable };
  }
}

/** The arguments as options. Discord wants those that are required first. */
function toOptions(all: readonly ArgumentDefinition[]): APIApplicationCommandBasicOption[] {
  const ordered = [...all.filter(({ required }) => required), ...all.filter(({ required }) => !required)];
  return ordered.slice(0, COMMAND_LIMITS.options).map(toOption);
}

function toDescription(text: string): string {
  const most = COMMAND_LIMITS.description;
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
