import {
  type AnySelectMenuInteraction,
  type APIEmbed,
  ApplicationCommandOptionType,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type CommandInteractionOption,
  ComponentType,
  type Message,
  type MessageContextMenuCommandInteraction,
  type ModalSubmitInteraction,
} from 'discord.js';
import { z } from 'zod';
import type { ArgumentValue, Call, GivenFile } from '../../../core/chat/calls/chat-request.ts';
import { commandsFor } from '../../../core/chat/commands/registry.ts';
import { toGivenFile } from './to-given-file.ts';

export type CallInteraction =
  | ChatInputCommandInteraction
  | MessageContextMenuCommandInteraction
  | ButtonInteraction
  | AnySelectMenuInteraction
  | ModalSubmitInteraction;

const isFile = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'readText' in value && typeof value.readText === 'function';

/** discord.js hands values on as they came: its types are claims. */
const callSchema: z.ZodType<Call> = z.union([
  z.object({
    kind: z.literal('command'),
    name: z.string(),
    values: z.record(z.string(), z.union([z.string(), z.number(), z.custom<GivenFile>(isFile)])),
  }),
  z.object({ kind: z.literal('action'), id: z.string(), inputs: z.record(z.string(), z.string()) }),
]);

/**
 * What is asked; undefined where a value has not the type that its place demands. `standIn` is the origin of a stand-in
 * for Discord, from which files may come then.
 */
export function readCall(interaction: CallInteraction, standIn: string | undefined): Call | undefined {
  return callSchema.safeParse(toCall(interaction, standIn)).data;
}

function toCall(interaction: CallInteraction, standIn: string | undefined): Call {
  if (interaction.isChatInputCommand()) return readCommand(interaction, standIn);
  if (interaction.isMessageContextMenuCommand()) return readMessageCommand(interaction);
  if (interaction.isModalSubmit()) return { kind: 'action', id: interaction.customId, inputs: readFields(interaction) };
  const [choice] = interaction.isStringSelectMenu() ? interaction.values : [];
  return { kind: 'action', id: interaction.customId, inputs: choice === undefined ? {} : { choice } };
}

/** The command's name in the registry: with its subcommand, if it has one. */
export function readCommandName({
  commandName,
  options,
}: {
  commandName: string;
  options: { getSubcommandGroup(required: false): string | null; getSubcommand(required: false): string | null };
}): string {
  const parts = [commandName, options.getSubcommandGroup(false), options.getSubcommand(false)];
  return parts.filter((part) => part !== null).join(' ');
}

function readCommand(interaction: ChatInputCommandInteraction, standIn: string | undefined): Call {
  const values: Record<string, ArgumentValue> = {};
  for (const option of leavesOf(interaction.options.data)) {
    const value = readOption(option, standIn);
    if (value !== undefined) values[option.name] = value;
  }
  return { kind: 'command', name: readCommandName(interaction), values };
}

/** The options with values, below subcommands and their groups. */
export function leavesOf(options: readonly CommandInteractionOption[]): CommandInteractionOption[] {
  return options.flatMap((option) => {
    const { Subcommand, SubcommandGroup } = ApplicationCommandOptionType;
    const isBranch = option.type === Subcommand || option.type === SubcommandGroup;
    return isBranch ? leavesOf(option.options ?? []) : [option];
  });
}

function readOption(option: CommandInteractionOption, standIn: string | undefined): ArgumentValue | undefined {
  if (option.attachment) return toGivenFile(option.attachment, standIn);
  if (option.role) return `discord:role:${option.role.id}`;
  if (option.user) return `discord:user:${option.user.id}`;
  const { value } = option;
  return typeof value === 'boolean' ? String(value) : value;
}

/** A command on a message is one of the registry under another name: the message's text is its argument. */
function readMessageCommand({ commandName, targetMessage }: MessageContextMenuCommandInteraction): Call {
  const command = commandsFor('chat', 'admin').find(({ onMessage }) => onMessage?.label === commandName);
  if (!command?.onMessage) return { kind: 'command', name: commandName, values: {} };
  return {
    kind: 'command',
    name: command.name,
    values: { [command.onMessage.argument]: readMessageText(targetMessage) },
  };
}

function readFields({ fields }: ModalSubmitInteraction): Record<string, string> {
  return Object.fromEntries(
    [...fields.fields.values()].flatMap((field) =>
      field.type === ComponentType.TextInput ? [[field.customId, field.value]] : [],
    ),
  );
}

/** Longest text taken from a message: what `explain` takes in chat, with room to spare. */
const MOST_TEXT = 20_000;
/** Deepest nesting of components that is read. */
const MOST_DEPTH = 5;

type Target = Pick<Message, 'content'> & {
  embeds: readonly { toJSON(): APIEmbed }[];
  components: readonly { toJSON(): unknown }[];
  attachments: ReadonlyMap<string, { name: string }>;
};

const component = z.looseObject({
  content: z.string().optional(),
  label: z.string().optional(),
  components: z.array(z.unknown()).optional(),
});

/** All that can be read on a message: its text, embeds and components, and the names of its files. */
function readMessageText({ content, embeds, components, attachments }: Target): string {
  const texts = [
    content,
    ...embeds.flatMap((embed) => readEmbed(embed.toJSON())),
    ...components.flatMap((one) => readComponent(one.toJSON(), 0)),
    ...[...attachments.values()].map(({ name }) => name),
  ];
  return texts
    .filter((text) => text !== undefined && text.trim() !== '')
    .join('\n')
    .slice(0, MOST_TEXT);
}

function readEmbed({ author, title, description, fields = [], footer }: APIEmbed): (string | undefined)[] {
  return [author?.name, title, description, ...fields.flatMap(({ name, value }) => [name, value]), footer?.text];
}

/** Texts of a component and of those in it. Labels of buttons say what they do, not what happened. */
function readComponent(json: unknown, depth: number): string[] {
  const { data } = component.safeParse(json);
  if (!data || depth > MOST_DEPTH) return [];
  return [
    ...(data.content ? [data.content] : []),
    ...(data.components ?? []).flatMap((one) => readComponent(one, depth + 1)),
  ];
}
