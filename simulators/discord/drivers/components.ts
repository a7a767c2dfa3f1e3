import type { InteractionHandle } from '../interactions/handle.ts';
import type { UserInput } from '../options.ts';
import { COMPONENT, isSelect, walkComponents } from '../rules/walk-components.ts';
import type { StandInState } from '../state.ts';
import type { WireComponent } from '../wire.ts';
import type { StoredMessage } from '../world/messages.ts';
import { toApiMember, toApiRole, toApiUser } from '../world/places.ts';
import type { Dispatch } from './dispatch.ts';

const LINK = 5;

interface OnMessage {
  readonly messageId: string;
  readonly user: UserInput;
  /** The component by its custom_id, or by what is written on it. */
  readonly customId?: string;
  readonly label?: string;
}

export type ButtonInput = OnMessage;

export interface SelectInput extends OnMessage {
  /** The values of options; of a select of users, roles or channels, their ids. */
  readonly values: readonly string[];
}

/** Presses a button of a message as it stands now. */
export function button(state: StandInState, dispatch: Dispatch, input: ButtonInput): InteractionHandle {
  const message = findMessage(state, input);
  const found = findComponent(message, input, (one) => one.type === COMPONENT.button && one.style !== LINK);
  return dispatch(told(state, input.user, message, found), { custom_id: found.custom_id, component_type: found.type });
}

/** Chooses in a select of a message as it stands now. */
export function select(state: StandInState, dispatch: Dispatch, input: SelectInput): InteractionHandle {
  const message = findMessage(state, input);
  const found = findComponent(message, input, isSelect);
  requireValues(found, input.values);
  const data = { custom_id: found.custom_id, component_type: found.type, values: input.values };
  const resolved = resolveValues(state, message, found, input.values);
  return dispatch(told(state, input.user, message, found), resolved === undefined ? data : { ...data, resolved });
}

/** Throws for values a technician could not have chosen. */
export function requireValues(select: WireComponent, values: readonly string[]): void {
  const name = `select "${select.custom_id ?? ''}"`;
  const offered = select.options?.map((option) => option.value);
  const wrong = values.find((value) => offered !== undefined && !offered.includes(value));
  if (wrong !== undefined) throw new Error(`${name} doesn't offer "${wrong}", only ${offered?.join(', ')}`);
  const [least, most] = [select.min_values ?? 1, select.max_values ?? 1];
  if (values.length < least || values.length > most)
    throw new Error(`${name} takes ${least} to ${most} values, not ${values.length}`);
}

function told(state: StandInState, user: UserInput, message: StoredMessage, component: WireComponent) {
  const channel = state.places.channel(message.channelId);
  if (channel === undefined) throw new Error(`Message ${message.id} is in no channel`);
  const name = component.custom_id ?? '';
  return { kind: 'component', name, user, channel, source: message, onMessage: true, wantsNumbers: false } as const;
}

function findMessage(state: StandInState, { messageId, user }: OnMessage): StoredMessage {
  const message = state.messages.find(messageId);
  if (message === undefined || message.deleted)
    throw new Error(`There is no message ${messageId} to press anything on`);
  const seenBy = state.interactions.list().find((one) => one.id === message.interactionId)?.user.id;
  if (message.ephemeral && seenBy !== user.id)
    throw new Error(`Message ${messageId} is ephemeral: ${user.name} doesn't see it`);
  return message;
}

function findComponent(message: StoredMessage, input: OnMessage, fits: (one: WireComponent) => boolean): WireComponent {
  const usable = walkComponents(message.components).filter((one) => fits(one) && one.disabled !== true);
  const found = usable.find((one) =>
    input.customId === undefined ? one.label === input.label : one.custom_id === input.customId,
  );
  if (found !== undefined) return found;
  const there = usable.map((one) => `"${one.label ?? ''}" (${one.custom_id ?? ''})`).join(', ');
  throw new Error(`Nothing to use as ${input.customId ?? input.label ?? 'unnamed'}; there is ${there || 'nothing'}`);
}

function resolveValues(
  state: StandInState,
  message: StoredMessage,
  { type }: WireComponent,
  values: readonly string[],
) {
  if (type === COMPONENT.stringSelect) return undefined;
  const roles = state.places.guild(message.guildId ?? '')?.roles ?? [];
  const entries = values.map((id) => ({ id, role: roles.find((one) => one.id === id), user: state.places.user(id) }));
  if (type === COMPONENT.channelSelect) {
    const channels = entries.map(({ id }) => [
      id,
      { id, type: 0, name: state.places.channel(id)?.name, permissions: '0' },
    ]);
    return { channels: Object.fromEntries(channels) };
  }
  const named = entries.flatMap(({ id, role }) => (role === undefined ? [] : [[id, toApiRole(id, role.name, 1)]]));
  const people = entries.filter(({ role }) => role === undefined);
  return {
    roles: Object.fromEntries(named),
    users: Object.fromEntries(people.map(({ id, user }) => [id, toApiUser(user)])),
    members: Object.fromEntries(people.map(({ id, user }) => [id, { ...toApiMember(user), user: undefined }])),
  };
}
