import type { WireComponent } from '../wire.ts';
import { type Breach, breach } from './breach.ts';
import { COMPONENT, repeated, walkComponents } from './walk-components.ts';

const MOST_ROWS = 5;

/** interactions/receiving-and-responding.mdx, "Modal". */
export function checkModal(components: readonly WireComponent[]): Breach[] {
  const all = walkComponents(components);
  const breaches = repeated(all.flatMap((one) => one.custom_id ?? [])).map((id) =>
    breach('custom-id-duplicate', `custom_id "${id}" stands more than once`),
  );
  if (components.length > MOST_ROWS)
    breaches.push(breach('modal-rows', `${components.length} components of ${MOST_ROWS} in a modal`));
  for (const row of components) {
    for (const input of row.components ?? []) {
      if ((input.label ?? '') === '')
        breaches.push(breach('modal-label', `text input "${input.custom_id ?? ''}" in an action row needs a label`));
      if (row.components?.length !== 1)
        breaches.push(breach('action-row', 'an action row of a modal holds one text input'));
    }
    if (row.component?.type === COMPONENT.textInput && (row.component.label ?? '') !== '')
      breaches.push(breach('modal-label', `text input "${row.component.custom_id ?? ''}" has its label twice`));
  }
  for (const input of all.filter((one) => one.type === COMPONENT.textInput)) breaches.push(...checkInput(input));
  return breaches;
}

function checkInput(input: WireComponent): Breach[] {
  const name = `text input "${input.custom_id ?? ''}"`;
  const least = input.min_length ?? 0;
  const most = input.max_length ?? 4000;
  if (least > most) return [breach('input-range', `${name} asks for ${least} to ${most} characters`)];
  const length = input.value?.length ?? 0;
  if (length > most) return [breach('input-range', `${name} is filled with ${length} of ${most} characters`)];
  return [];
}
