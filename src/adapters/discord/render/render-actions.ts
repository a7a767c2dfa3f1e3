import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIComponentInMessageActionRow,
  type APIStringSelectComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import { type Action, usableOptions } from '../../../core/cards/card.ts';
import { toOneLine } from '../../../core/model/text/format.ts';
import { MESSAGE_LIMITS } from './message-body.ts';
import { toAddress } from './render-line.ts';

export type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/**
 * Rows for the actions, at most `room` components in all. What doesn't fit, has no valid id or address, or an id that
 * `taken` has, is left out: Discord refuses a whole message for one of these. Ids used are added to `taken`.
 */
export function renderActions(actions: readonly Action[], room: number, taken: Set<string>): Row[] {
  const rows: Row[] = [];
  let left = room;
  for (const action of actions) {
    const last = rows.at(-1);
    const joins = action.kind !== 'choice' && last !== undefined && takesButton(last);
    const cost = joins ? 1 : 2;
    if (cost > left) continue;
    const component = renderAction(action, taken);
    if (component === undefined) continue;
    left -= cost;
    if (joins) last.components.push(component);
    else rows.push({ type: ComponentType.ActionRow, components: [component] });
  }
  return rows;
}

export function renderOnlyButton(actions: readonly Action[], taken: Set<string>): APIButtonComponent | undefined {
  const [only] = actions;
  return actions.length === 1 && only !== undefined && only.kind !== 'choice' ? renderButton(only, taken) : undefined;
}

/** Text that Discord shows as it is: labels, placeholders, options. */
export function toLabel(text: string, max: number): string {
  const characters = [...toOneLine(text).trim()];
  const label = characters.join('');
  if (label.length <= max) return label;
  let cut = '';
  for (const character of characters) {
    if (cut.length + character.length >= max) break;
    cut += character;
  }
  return `${cut}…`;
}

function takesButton(row: Row): boolean {
  const full = row.components.length >= MESSAGE_LIMITS.buttonsInRow;
  return !full && row.components[0]?.type === ComponentType.Button;
}

function renderAction(action: Action, taken: Set<string>): APIComponentInMessageActionRow | undefined {
  return action.kind === 'choice' ? renderChoice(action, taken) : renderButton(action, taken);
}

function renderButton(action: Exclude<Action, { kind: 'choice' }>, taken: Set<string>): APIButtonComponent | undefined {
  const label = toLabel(action.label, MESSAGE_LIMITS.buttonLabel) || '…';
  if (action.kind === 'link') {
    const url = toAddress(action.url);
    return url === undefined ? undefined : { type: ComponentType.Button, style: ButtonStyle.Link, label, url };
  }
  if (!take(action.id, taken)) return undefined;
  const style = { primary: ButtonStyle.Primary, danger: ButtonStyle.Danger, secondary: ButtonStyle.Secondary } as const;
  return { type: ComponentType.Button, style: style[action.look ?? 'secondary'], label, custom_id: action.id };
}

function renderChoice(
  { id, placeholder, options }: Extract<Action, { kind: 'choice' }>,
  taken: Set<string>,
): APIStringSelectComponent | undefined {
  const usable = usableOptions(options, MESSAGE_LIMITS.optionText).slice(0, MESSAGE_LIMITS.options);
  if (usable.length === 0 || !take(id, taken)) return undefined;
  const hint = toLabel(placeholder, MESSAGE_LIMITS.placeholder);
  return {
    type: ComponentType.StringSelect,
    custom_id: id,
    ...(hint === '' ? {} : { placeholder: hint }),
    options: usable.map(({ label, value, description = '' }) => {
      const detail = toLabel(description, MESSAGE_LIMITS.optionText);
      return {
        label: toLabel(label, MESSAGE_LIMITS.optionText) || '…',
        value,
        ...(detail === '' ? {} : { description: detail }),
      };
    }),
  };
}

function take(id: string, taken: Set<string>): boolean {
  if (id.length === 0 || id.length > MESSAGE_LIMITS.customId || taken.has(id)) return false;
  taken.add(id);
  return true;
}
