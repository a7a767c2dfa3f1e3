import { MOST_ACTION_ID } from '../../../core/cards/action-id.ts';

/** The verb of every `Action.Execute` of ours. What it does is in its data. */
export const PRESS_VERB = 'samaritan';

/** A press of a button, as a client sent it: authorize it anew. */
export interface Press {
  /** An encoded `ActionId`. */
  id: string;
  /** `choice`, or a form's answers by their names. */
  inputs: Record<string, string>;
  /** Pressed on a card that only this person sees in the place of a message of all: that message must not change. */
  own: boolean;
  /** A list of choices was sent with nothing chosen in it: clients may not know that a choice is needed. */
  unchosen: boolean;
}

/** Inputs of a form have this before their name, so that no name can be taken for our own data. */
const FIELD = 'field.';
const CHOICE = 'choice.';
/** What a client may send in one field; core holds each value against its own limit. */
const MOST_VALUE = 20_000;
const MOST_FIELDS = 20;

export function fieldId(name: string): string {
  return `${FIELD}${name}`;
}

export function choiceId(number: number): string {
  return `${CHOICE}${number}`;
}

export interface PressDetails {
  /** The list of choices whose value is taken along. */
  choice?: string | undefined;
  own: boolean;
}

export function executeData(id: string, details: PressDetails): Record<string, string> {
  return { id, ...more(details) };
}

/** The same for clients without `Action.Execute`, which send it as a message's value. */
export function submitData(id: string, details: PressDetails): Record<string, string> {
  return { samaritan: id, ...more(details) };
}

function more({ choice, own }: PressDetails): Record<string, string> {
  return { ...(choice === undefined ? {} : { choice }), ...(own ? { own: 'yes' } : {}) };
}

/** Reads a press, from `Action.Execute` and `Action.Submit` alike. Undefined for what is none of ours. */
export function parsePress(data: Readonly<Record<string, unknown>>): Press | undefined {
  const id = [data.samaritan, data.id].find((one) => typeof one === 'string');
  if (id === undefined || id === '' || id.length > MOST_ACTION_ID) return undefined;
  const inputs: Record<string, string> = {};
  if (typeof data.choice === 'string' && data.choice.startsWith(CHOICE)) {
    const chosen = data[data.choice];
    if (typeof chosen === 'string' && chosen !== '') inputs.choice = chosen.slice(0, MOST_VALUE);
  }
  for (const [name, value] of Object.entries(data).slice(0, MOST_FIELDS)) {
    if (name.startsWith(FIELD) && typeof value === 'string')
      inputs[name.slice(FIELD.length)] = value.slice(0, MOST_VALUE);
  }
  const unchosen = data.choice !== undefined && inputs.choice === undefined;
  return { id, inputs, own: data.own === 'yes', unchosen };
}
