import type { WireComponent } from '../wire.ts';

export const COMPONENT = {
  actionRow: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  mentionableSelect: 7,
  channelSelect: 8,
  section: 9,
  textDisplay: 10,
  file: 13,
  container: 17,
  label: 18,
  fileUpload: 19,
} as const;

/** Every component, also the nested ones and the accessories, in reading order. */
export function walkComponents(components: readonly WireComponent[]): WireComponent[] {
  return components.flatMap((one) => [
    one,
    ...walkComponents(one.components ?? []),
    ...(one.component === undefined ? [] : walkComponents([one.component])),
    ...(one.accessory === undefined ? [] : walkComponents([one.accessory])),
  ]);
}

/** The selects: of strings, users, roles, mentionables and channels. */
export function isSelect(component: WireComponent): boolean {
  return component.type === COMPONENT.stringSelect || (component.type >= 5 && component.type <= 8);
}

export function repeated<T>(values: readonly T[]): T[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
