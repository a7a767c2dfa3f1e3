import { type APIApplicationCommandBasicOption, ApplicationCommandOptionType } from 'discord.js';
import type { ArgumentDefinition } from '../../../core/chat/calls/command-definition.ts';

/** Discord's limits on commands. */
const COMMAND_LIMITS = { description: 100, textLength: 6000, options: 25, choices: 25 } as const;

/** An argument as an option of a slash command. */
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
export function toOptions(all: readonly ArgumentDefinition[]): APIApplicationCommandBasicOption[] {
  const ordered = [...all.filter(({ required }) => required), ...all.filter(({ required }) => !required)];
  return ordered.slice(0, COMMAND_LIMITS.options).map(toOption);
}

export function toDescription(text: string): string {
  const most = COMMAND_LIMITS.description;
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
