import type { Form, FormField } from '../../../core/cards/card.ts';
import { plain } from '../../../core/cards/inline.ts';
import { cardOf, type Element, TONE_STYLES } from './elements.ts';
import { toLiteral } from './neutralize-text.ts';
import { fieldId } from './press.ts';
import { type ActionSurface, renderSubmit, toLabel } from './render-actions.ts';
import type { RenderedCard } from './render-card.ts';
import { renderLine } from './render-line.ts';

const MOST_FIELDS = 10;
const MOST_VALUE = 1000;

/** A form as a card with its fields and one button, whose press brings what was typed. */
export function renderForm({ id, title, fields, submit }: Form, surface: ActionSurface = 'message'): RenderedCard {
  const summary = toLabel(title, 120);
  const look = { size: 'Large', weight: 'Bolder', style: 'heading' } as const;
  const heading = renderLine(plain(title), { now: 0, max: 120 }, look);
  const head: Element = {
    type: 'Container',
    style: TONE_STYLES.neutral,
    bleed: true,
    items: heading === undefined ? [] : [heading],
  };
  const body = [
    head,
    ...fields.slice(0, MOST_FIELDS).map(renderField),
    { type: 'ActionSet', actions: [renderSubmit(submit, id, surface)] },
  ];
  return { card: cardOf(body, summary), text: summary, summary, hasPictures: false };
}

function renderField({
  name,
  label,
  multiline,
  required,
  maxLength,
  placeholder = '',
  value = '',
}: FormField): Element {
  return {
    type: 'Input.Text',
    id: fieldId(name),
    label: toLabel(label, 120),
    isMultiline: multiline,
    maxLength: Math.max(1, maxLength),
    isRequired: required,
    ...(required ? { errorMessage: 'This is needed.' } : {}),
    ...(placeholder === '' ? {} : { placeholder: toLabel(placeholder, 200) }),
    ...(value === '' ? {} : { value: toLiteral(value.slice(0, Math.min(maxLength, MOST_VALUE))) }),
  };
}
