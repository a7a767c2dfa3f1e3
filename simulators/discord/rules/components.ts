import type { WireComponent } from '../wire.ts';
import { type Breach, breach } from './breach.ts';
import { checkButton, checkEmoji } from './buttons.ts';
import { COMPONENT, isSelect, repeated, walkComponents } from './walk-components.ts';

const MOST_COMPONENTS = 40;
const MOST_TEXT = 4000;
const MOST_LEGACY_ROWS = 5;

/** components/reference.mdx: what holds in every message, with or without Components V2. */
export function checkComponents(components: readonly WireComponent[], v2: boolean): Breach[] {
  const all = walkComponents(components);
  return [
    ...checkIds(all),
    ...all.filter((one) => one.type === COMPONENT.button).flatMap(checkButton),
    ...all.filter((one) => one.type === COMPONENT.actionRow).flatMap(checkRow),
    ...all.filter(isSelect).flatMap(checkSelect),
    ...(v2 ? checkV2(all) : checkLegacy(components)),
  ];
}

function checkIds(all: readonly WireComponent[]): Breach[] {
  const customIds = all.flatMap((one) => one.custom_id ?? []);
  const ids = all.flatMap((one) => one.id ?? []).filter((id) => id !== 0);
  return [
    ...repeated(customIds).map((id) => breach('custom-id-duplicate', `custom_id "${id}" stands more than once`)),
    ...repeated(ids).map((id) => breach('component-id-duplicate', `component id ${id} stands more than once`)),
  ];
}

function checkRow(row: WireComponent): Breach[] {
  const inside = row.components ?? [];
  const buttons = inside.filter((one) => one.type === COMPONENT.button).length;
  if (buttons === inside.length && buttons <= 5) return [];
  if (inside.length === 1 && inside.every(isSelect)) return [];
  const types = inside.map((one) => one.type).join(', ');
  return [breach('action-row', `an action row holds up to 5 buttons or 1 select, not the types ${types}`)];
}

function checkSelect(select: WireComponent): Breach[] {
  const name = `select "${select.custom_id ?? ''}"`;
  const options = select.options ?? [];
  const least = select.min_values ?? 1;
  const most = select.max_values ?? 1;
  const breaches = repeated(options.map((option) => option.value)).map((value) =>
    breach('select-option-duplicate', `${name} has the value "${value}" more than once`),
  );
  if (least > most) breaches.push(breach('select-range', `${name} asks for ${least} to ${most} values`));
  if (select.type === COMPONENT.stringSelect && most > options.length)
    breaches.push(breach('select-range', `${name} allows ${most} values of ${options.length} options`));
  if (options.filter((option) => option.default === true).length > most)
    breaches.push(breach('select-defaults', `${name} has more defaults than the ${most} values it allows`));
  return [...breaches, ...options.flatMap((option) => checkEmoji(option.emoji, name))];
}

function checkV2(all: readonly WireComponent[]): Breach[] {
  const breaches: Breach[] = [];
  if (all.length > MOST_COMPONENTS)
    breaches.push(breach('v2-component-total', `${all.length} components, nested ones too, of ${MOST_COMPONENTS}`));
  const texts = all.filter((one) => one.type === COMPONENT.textDisplay).map((one) => one.content ?? '');
  const total = texts.reduce((sum, text) => sum + text.length, 0);
  if (total > MOST_TEXT)
    breaches.push(breach('v2-text-total', `${total} characters over all text displays of ${MOST_TEXT} allowed`));
  for (const text of texts) if (text.trim() === '') breaches.push(breach('v2-text-blank', 'a text display is blank'));
  return breaches;
}

function checkLegacy(components: readonly WireComponent[]): Breach[] {
  const breaches = components
    .filter((one) => one.type !== COMPONENT.actionRow)
    .map((one) => breach('v2-flag-missing', `component type ${one.type} needs the flag IS_COMPONENTS_V2`));
  if (components.length > MOST_LEGACY_ROWS)
    breaches.push(breach('legacy-rows', `${components.length} action rows of ${MOST_LEGACY_ROWS}`));
  return breaches;
}
