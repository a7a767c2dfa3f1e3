import { type APIModalInteractionResponseCallbackData, ComponentType, TextInputStyle } from 'discord.js';
import type { Form, FormField } from '../../../core/cards/card.ts';
import { toLabel } from './render-actions.ts';

const LIMITS = { title: 45, label: 45, placeholder: 100, text: 4000, fields: 5, customId: 100 } as const;

/** A form as a modal. Discord names the button that sends it itself. Throws a RangeError for an id that doesn't fit. */
export function renderForm({ id, title, fields }: Form): APIModalInteractionResponseCallbackData {
  const usable = fields.slice(0, LIMITS.fields);
  if (id.length === 0 || id.length > LIMITS.customId || usable.length === 0) {
    throw new RangeError(`the form ${title} has no usable id or no field`);
  }
  return {
    custom_id: id,
    title: toLabel(title, LIMITS.title) || '…',
    components: usable.map((field) => ({
      type: ComponentType.Label as const,
      label: toLabel(field.label, LIMITS.label) || '…',
      component: renderField(field),
    })),
  };
}

function renderField({ name, multiline, required, maxLength, placeholder = '', value = '' }: FormField) {
  const most = Math.min(LIMITS.text, Math.max(1, maxLength));
  const hint = toLabel(placeholder, LIMITS.placeholder);
  const text = value.slice(0, most).toWellFormed();
  return {
    type: ComponentType.TextInput as const,
    custom_id: name,
    style: multiline ? TextInputStyle.Paragraph : TextInputStyle.Short,
    required,
    max_length: most,
    ...(hint === '' ? {} : { placeholder: hint }),
    ...(text === '' ? {} : { value: text }),
  };
}
