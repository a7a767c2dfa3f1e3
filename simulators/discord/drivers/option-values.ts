import type { FileInput, UserInput } from '../options.ts';
import type { StandInState } from '../state.ts';
import type { Json, WireCommandOption } from '../wire.ts';
import { toApiAttachment } from '../world/files.ts';
import { type Channel, toApiChannel, toApiMember, toApiRole, toApiUser } from '../world/places.ts';

/** A user option takes a user, an attachment option a file; a role or channel option takes an id. */
export type OptionValue = string | number | boolean | FileInput | UserInput;

export const OPTION = {
  subcommand: 1,
  group: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
  attachment: 11,
} as const;

/** The options of one interaction, with what their ids stand for. */
export interface FilledOptions {
  readonly options: Json[];
  readonly resolved: Record<'users' | 'members' | 'roles' | 'channels' | 'attachments', Json>;
}

/** Fills options as Discord's client does: it refuses what a technician could not have sent. */
export function fillOptions(
  state: StandInState,
  channel: Channel,
  definitions: readonly WireCommandOption[],
  values: Readonly<Record<string, OptionValue>>,
): FilledOptions {
  const resolved: FilledOptions['resolved'] = { users: {}, members: {}, roles: {}, channels: {}, attachments: {} };
  const unknown = Object.keys(values).find((name) => !definitions.some((one) => one.name === name));
  if (unknown !== undefined) throw new Error(`Discord offers no option "${unknown}" here`);
  const missing = definitions.find((one) => one.required === true && values[one.name] === undefined);
  if (missing !== undefined) throw new Error(`Discord would not send the command without "${missing.name}"`);

  const options = definitions.flatMap((definition) => {
    const value = values[definition.name];
    if (value === undefined) return [];
    requireOffered(definition, value);
    return [
      { name: definition.name, type: definition.type, value: resolve(state, channel, definition, value, resolved) },
    ];
  });
  return { options, resolved };
}

/** For a command that isn't registered: the types follow from the values. */
export function toDefinition(name: string, value: OptionValue): WireCommandOption {
  const type = (): number => {
    if (typeof value === 'string') return OPTION.string;
    if (typeof value === 'boolean') return OPTION.boolean;
    if (typeof value === 'number') return Number.isInteger(value) ? OPTION.integer : OPTION.number;
    return 'filename' in value ? OPTION.attachment : OPTION.user;
  };
  return { type: type(), name, description: name };
}

/** Only what was filled in, as Discord sends it. */
export function toResolved(resolved: FilledOptions['resolved']): Json {
  return Object.fromEntries(Object.entries(resolved).filter(([, entries]) => Object.keys(entries).length > 0));
}

function requireOffered(
  { name, choices, min_length, max_length, min_value, max_value }: WireCommandOption,
  value: OptionValue,
) {
  const wrong = (why: string) => new Error(`Discord would not send option "${name}": ${why}`);
  if (choices != null && choices.length > 0 && !choices.some((choice) => choice.value === value))
    throw wrong(`${String(value)} is none of its choices`);
  if (typeof value === 'string' && (value.length < (min_length ?? 0) || value.length > (max_length ?? 6000)))
    throw wrong(`${value.length} characters are out of its range`);
  if (typeof value === 'number' && (value < (min_value ?? -Infinity) || value > (max_value ?? Infinity)))
    throw wrong(`${value} is out of its range`);
}

function resolve(
  state: StandInState,
  channel: Channel,
  { name, type }: WireCommandOption,
  value: OptionValue,
  resolved: FilledOptions['resolved'],
): string | number | boolean {
  const mistyped = () => new Error(`Option "${name}" of type ${type} cannot take ${JSON.stringify(value)}`);
  if (typeof value === 'object') {
    if ('filename' in value) {
      if (type !== OPTION.attachment) throw mistyped();
      const file = state.files.attach(value);
      resolved.attachments[file.id] = toApiAttachment(file, true);
      return file.id;
    }
    if (type !== OPTION.user && type !== OPTION.mentionable) throw mistyped();
    const { user: _user, ...member } = toApiMember(value);
    resolved.users[value.id] = toApiUser(value);
    if (channel.guild !== null) resolved.members[value.id] = member;
    return value.id;
  }
  if (type === OPTION.role || type === OPTION.mentionable) {
    const role = channel.guild?.roles?.find((one) => one.id === value);
    if (role === undefined) throw mistyped();
    resolved.roles[role.id] = toApiRole(role.id, role.name, 1);
    return role.id;
  }
  if (type === OPTION.channel) {
    const named = state.places.channel(String(value));
    if (named === undefined) throw mistyped();
    resolved.channels[named.id] = { ...toApiChannel(named, state.applicationId), permissions: '0' };
    return named.id;
  }
  const wanted = type === OPTION.boolean ? 'boolean' : type === OPTION.string ? 'string' : 'number';
  if (typeof value !== wanted || type === OPTION.user || type === OPTION.attachment) throw mistyped();
  return value;
}
