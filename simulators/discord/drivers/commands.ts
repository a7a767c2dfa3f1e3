import type { InteractionHandle } from '../interactions/handle.ts';
import type { FileInput, UserInput } from '../options.ts';
import type { StandInState } from '../state.ts';
import type { Json, WireComponent, WireEmbed } from '../wire.ts';
import { toApiMessage } from '../world/api-message.ts';
import type { StoredMessage } from '../world/messages.ts';
import { type Channel, toApiUser } from '../world/places.ts';
import { type Dispatch, findChannel, type Whereabouts } from './dispatch.ts';
import { findCommand, findLevel } from './find-command.ts';
import { fillOptions, OPTION, type OptionValue, toDefinition, toResolved } from './option-values.ts';

const CHAT_INPUT = 1;
const MESSAGE = 3;

export interface SlashInput extends Whereabouts {
  /** With its subcommand, if it has one: `access grant`. */
  readonly command: string;
  readonly options?: Readonly<Record<string, OptionValue>>;
  /** Sends it although no such command is registered there, as a stale client may. */
  readonly unregistered?: boolean;
}

export interface TargetMessage {
  readonly content?: string;
  readonly embeds?: readonly WireEmbed[];
  readonly components?: readonly WireComponent[];
  readonly attachments?: readonly FileInput[];
  readonly author?: UserInput;
}

export interface MessageCommandInput extends Whereabouts {
  readonly name: string;
  /** A new message by somebody, or the id of one that is there. */
  readonly targetMessage: TargetMessage | string;
  readonly unregistered?: boolean;
}

export interface AutocompleteInput extends Whereabouts {
  readonly command: string;
  /** The option being typed, and what stands in it. */
  readonly option: string;
  readonly value: string | number;
  /** What is filled in already. */
  readonly options?: Readonly<Record<string, OptionValue>>;
}

export function slash(state: StandInState, dispatch: Dispatch, input: SlashInput): InteractionHandle {
  const channel = findChannel(state, input);
  const [name = '', ...path] = input.command.split(' ');
  const command = findCommand(state, channel, name, CHAT_INPUT);
  const values = input.options ?? {};
  const told = { kind: 'command', name: input.command, user: input.user, channel, ...ON_NOTHING } as const;
  if (command === undefined) {
    requireUnregistered(input, name, channel);
    const definitions = Object.entries(values).map(([option, value]) => toDefinition(option, value));
    const { options, resolved } = fillOptions(state, channel, definitions, values);
    const wrapped = path.reduceRight((inner, one) => [{ name: one, type: OPTION.subcommand, options: inner }], options);
    return dispatch(told, {
      id: state.mint(),
      name,
      type: CHAT_INPUT,
      options: wrapped,
      resolved: toResolved(resolved),
    });
  }
  const level = findLevel(command, path);
  const { options, resolved } = fillOptions(state, channel, level.definitions, values);
  return dispatch(told, { ...head(command, channel), options: level.wrap(options), resolved: toResolved(resolved) });
}

export function messageCommand(state: StandInState, dispatch: Dispatch, input: MessageCommandInput): InteractionHandle {
  const channel = findChannel(state, input);
  const command = findCommand(state, channel, input.name, MESSAGE);
  if (command === undefined) requireUnregistered(input, input.name, channel);
  const target = toTarget(state, channel, input);
  const resolved = {
    messages: { [target.id]: toApiMessage(target, state.applicationId, 20) },
    users: { [target.author.id]: toApiUser(target.author, target.author.bot) },
  };
  const told = { kind: 'command', name: input.name, user: input.user, channel, ...ON_NOTHING } as const;
  const named = command === undefined ? { id: state.mint(), name: input.name, type: MESSAGE } : head(command, channel);
  return dispatch(told, { ...named, target_id: target.id, resolved });
}

export function autocomplete(state: StandInState, dispatch: Dispatch, input: AutocompleteInput): InteractionHandle {
  const channel = findChannel(state, input);
  const [name = '', ...path] = input.command.split(' ');
  const command = findCommand(state, channel, name, CHAT_INPUT);
  if (command === undefined) throw new Error(`No command ${name} is registered for ${place(channel)}`);
  const level = findLevel(command, path);
  const typed = level.definitions.find((one) => one.name === input.option);
  if (typed?.autocomplete !== true) throw new Error(`Option "${input.option}" of ${name} has no autocomplete`);
  // While a technician types, required options may still be empty.
  const others = level.definitions.filter((one) => one !== typed).map((one) => ({ ...one, required: false }));
  const { options } = fillOptions(state, channel, others, input.options ?? {});
  const focused = { name: typed.name, type: typed.type, value: input.value, focused: true };
  const wantsNumbers = typed.type !== OPTION.string;
  const told = {
    kind: 'autocomplete',
    name: input.command,
    user: input.user,
    channel,
    ...ON_NOTHING,
    wantsNumbers,
  } as const;
  return dispatch(told, { ...head(command, channel), options: level.wrap([...options, focused]) });
}

const ON_NOTHING = { source: null, onMessage: false, wantsNumbers: false } as const;

function head(command: { id: string; name: string; type: number }, channel: Channel): Json {
  const guild = channel.guild === null ? {} : { guild_id: channel.guild.id };
  return { id: command.id, name: command.name, type: command.type, ...guild };
}

function requireUnregistered({ unregistered }: { readonly unregistered?: boolean }, name: string, channel: Channel) {
  if (unregistered !== true) throw new Error(`No command "${name}" is registered for ${place(channel)}`);
}

function place(channel: Channel): string {
  return channel.guild === null ? 'direct messages (only global commands are)' : `guild ${channel.guild.id}`;
}

function toTarget(state: StandInState, channel: Channel, { targetMessage, user }: MessageCommandInput): StoredMessage {
  if (typeof targetMessage === 'string') {
    const known = state.messages.find(targetMessage);
    if (known === undefined || known.deleted) throw new Error(`There is no message ${targetMessage}`);
    return known;
  }
  const { id, name } = targetMessage.author ?? user;
  return state.messages.create(
    { channelId: channel.id, guildId: channel.guild?.id ?? null, author: { id, name, bot: false } },
    {
      content: targetMessage.content ?? '',
      embeds: targetMessage.embeds ?? [],
      components: targetMessage.components ?? [],
      attachments: (targetMessage.attachments ?? []).map((file) => state.files.attach(file)),
      flags: 0,
    },
  );
}
