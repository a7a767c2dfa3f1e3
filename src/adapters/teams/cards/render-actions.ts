import { MOST_ACTION_ID } from '../../../core/cards/action-id.ts';
import { type Action, usableOptions } from '../../../core/cards/card.ts';
import { toOneLine } from '../../../core/model/text/format.ts';
import type { Element } from './elements.ts';
import { cutText, toLiteral } from './neutralize-text.ts';
import { choiceId, executeData, PRESS_VERB, submitData } from './press.ts';
import { toAddress } from './render-line.ts';

/** Teams shows six actions of a set, adaptivecards by itself five (`maxActions` of its host configuration). */
const MOST_IN_SET = 5;
/** Said where a list was sent with nothing chosen in it. */
export const CHOOSE_FIRST = 'Choose one first.';

const MOST_LABEL = 80;
const MOST_VALUE = 100;

/** In a dialog Teams knows `Action.Submit` alone. */
export type ActionSurface = 'message' | 'dialog';

/** What of a card's actions is still to be placed, and what was. Shared by all of one card. */
export interface ActionRoom {
  surface: ActionSurface;
  own: boolean;
  left: number;
  options: number;
  ids: Set<string>;
  lists: number;
}

/** Actions as elements in the order given: lists of choices with their button, and buttons in sets. */
export function renderActions(actions: readonly Action[], room: ActionRoom): Element[] {
  const elements: Element[] = [];
  let set: Element[] = [];
  const flush = (): void => {
    if (set.length > 0) elements.push({ type: 'ActionSet', actions: set });
    set = [];
  };
  for (const action of actions) {
    if (room.left <= 0) break;
    if (action.kind === 'choice') {
      const list = renderChoice(action, room);
      if (list.length === 0) continue;
      flush();
      elements.push(...list);
    } else {
      const button = renderButton(action, room);
      if (button === undefined) continue;
      set.push(button);
      if (set.length === MOST_IN_SET) flush();
    }
    room.left -= 1;
  }
  flush();
  return elements;
}

/** A button that sends all that was typed into the card. */
export function renderSubmit(label: string, id: string, surface: ActionSurface): Element {
  return pressOf(toLabel(label), id, { surface, own: false }, { associatedInputs: 'auto' });
}

export function toLabel(text: string, max: number = MOST_LABEL): string {
  return toLiteral(cutText(toOneLine(text).trim(), max)) || '…';
}

function renderButton(action: Exclude<Action, { kind: 'choice' }>, room: ActionRoom): Element | undefined {
  const title = toLabel(action.label);
  if (action.kind === 'link') {
    const url = toAddress(action.url);
    return url === undefined ? undefined : { type: 'Action.OpenUrl', title, url };
  }
  if (!take(action.id, room)) return undefined;
  const styles = { primary: 'positive', danger: 'destructive' } as const;
  const style = action.look === undefined ? {} : { style: styles[action.look] };
  return pressOf(title, action.id, room, { ...style, associatedInputs: 'none' });
}

function renderChoice(
  { id, placeholder, options, verb = 'Show' }: Extract<Action, { kind: 'choice' }>,
  room: ActionRoom,
): Element[] {
  const usable = usableOptions(options, MOST_VALUE);
  const shown = usable.slice(0, room.options);
  if (shown.length === 0 || !take(id, room)) return [];
  const list = choiceId(room.lists);
  room.lists += 1;
  const more = usable.length - shown.length;
  const hint = toLabel(more > 0 ? `${placeholder} (${more} more)` : placeholder, MOST_VALUE);
  const input: Element = {
    type: 'Input.ChoiceSet',
    id: list,
    label: hint,
    placeholder: 'Choose',
    style: 'compact',
    wrap: true,
    errorMessage: CHOOSE_FIRST,
    choices: shown.map(({ label, value, description }) => ({
      title: toLabel(description ? `${label} (${description})` : label, MOST_VALUE),
      value,
    })),
  };
  const button = pressOf(verb, id, room, { associatedInputs: 'auto' }, list);
  return [input, { type: 'ActionSet', actions: [button] }];
}

function pressOf(
  title: string,
  id: string,
  { surface, own }: Pick<ActionRoom, 'surface' | 'own'>,
  more: Readonly<Record<string, string>>,
  choice?: string,
): Element {
  const details = { choice, own };
  const submit: Element = { type: 'Action.Submit', title, data: submitData(id, details), ...more };
  if (surface === 'dialog') return submit;
  return { type: 'Action.Execute', title, verb: PRESS_VERB, data: executeData(id, details), ...more, fallback: submit };
}

function take(id: string, { ids }: ActionRoom): boolean {
  if (id.length === 0 || id.length > MOST_ACTION_ID || ids.has(id)) return false;
  ids.add(id);
  return true;
}
