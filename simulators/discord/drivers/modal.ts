import type { InteractionHandle } from '../interactions/handle.ts';
import type { Interaction } from '../interactions/interaction-store.ts';
import type { FileInput } from '../options.ts';
import { COMPONENT, isSelect, walkComponents } from '../rules/walk-components.ts';
import type { StandInState } from '../state.ts';
import type { Json, WireComponent } from '../wire.ts';
import { toApiAttachment } from '../world/files.ts';
import { requireValues } from './components.ts';
import type { Dispatch } from './dispatch.ts';

const MOST_TEXT = 4000;

export interface ModalInput {
  /** Of the form the bot opened last under this custom_id. */
  readonly customId: string;
  /** By the custom_id of each input: a text, the values of a select, or the files of an upload. */
  readonly fields: Readonly<Record<string, string | readonly string[] | readonly FileInput[]>>;
}

/** Sends the form that is open, filled in by whom it was opened for. */
export function modalSubmit(
  state: StandInState,
  dispatch: Dispatch,
  { customId, fields }: ModalInput,
): InteractionHandle {
  const opener = state.interactions.list().findLast((one) => one.modal?.customId === customId);
  if (opener?.modal === undefined) throw new Error(`The bot has opened no modal "${customId}"`);
  const inputs = walkComponents(opener.modal.components).flatMap((one) => one.custom_id ?? []);
  const unknown = Object.keys(fields).find((name) => !inputs.includes(name));
  if (unknown !== undefined) throw new Error(`Modal "${customId}" has no input "${unknown}"`);

  const attachments: Json = {};
  const fill = (one: WireComponent): Json => {
    const base = { type: one.type, id: one.id ?? 1 };
    if (one.components !== undefined) return { ...base, components: one.components.map(fill) };
    if (one.component !== undefined) return { ...base, component: fill(one.component) };
    if (one.custom_id == null) return base;
    return { ...base, custom_id: one.custom_id, ...toSubmitted(state, one, fields[one.custom_id], attachments) };
  };
  const components = opener.modal.components.map(fill);
  return dispatch(told(opener, customId), { custom_id: customId, components, resolved: { attachments } });
}

function told(opener: Interaction, name: string) {
  const { user, channel, source } = opener;
  return { kind: 'modal', name, user, channel, source, onMessage: source !== null, wantsNumbers: false } as const;
}

function toSubmitted(
  state: StandInState,
  input: WireComponent,
  value: ModalInput['fields'][string] | undefined,
  attachments: Json,
) {
  const name = `input "${input.custom_id ?? ''}"`;
  if (input.type === COMPONENT.textInput) return { value: toText(input, value ?? input.value ?? '', name) };
  const list = typeof value === 'string' ? [value] : (value ?? []);
  if (list.length === 0 && input.required !== false) throw new Error(`Discord would not send the form without ${name}`);
  if (input.type === COMPONENT.fileUpload) {
    const ids = list.map((file) => {
      if (typeof file === 'string') throw new Error(`${name} takes files`);
      const kept = state.files.attach(file);
      attachments[kept.id] = toApiAttachment(kept, true);
      return kept.id;
    });
    return { values: ids };
  }
  const chosen = list.filter((one) => typeof one === 'string');
  if (isSelect(input) && chosen.length > 0) requireValues(input, chosen);
  return { values: chosen };
}

function toText(input: WireComponent, value: unknown, name: string): string {
  if (typeof value !== 'string') throw new Error(`${name} takes a text`);
  const required = input.required !== false;
  if (required && value === '') throw new Error(`Discord would not send the form without ${name}`);
  const inRange = value.length >= (input.min_length ?? 0) && value.length <= (input.max_length ?? MOST_TEXT);
  if (!inRange && value !== '') throw new Error(`Discord would not send ${value.length} characters in ${name}`);
  return value;
}
