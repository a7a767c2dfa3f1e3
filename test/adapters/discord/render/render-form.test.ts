import { ModalInteractionCallbackRequestSchema } from 'discord-api-spec/zod';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { renderForm } from '../../../../src/adapters/discord/render/render-form.ts';
import type { Form } from '../../../../src/core/cards/card.ts';

const form: Form = {
  id: 's1~explain',
  title: 'Explain an error: paste all of it, with everything around it',
  fields: [
    {
      name: 'text',
      label: 'The error, best with everything around it, as it is',
      multiline: true,
      required: true,
      maxLength: 6000,
      placeholder: 'p'.repeat(200),
    },
    { name: 'note', label: 'Note', multiline: false, required: false, maxLength: 10, value: 'longer than ten' },
  ],
  submit: 'Explain',
};

describe('renderForm', () => {
  it('keeps Discord’s limits on a modal', () => {
    const modal = renderForm(form);
    expect(z.safeParse(ModalInteractionCallbackRequestSchema, { type: 9, data: modal }).error?.issues ?? []).toEqual(
      [],
    );
    expect(modal).toMatchObject({
      custom_id: 's1~explain',
      components: [
        { type: 18, component: { type: 4, custom_id: 'text', style: 2, required: true, max_length: 4000 } },
        {
          type: 18,
          component: { type: 4, custom_id: 'note', style: 1, required: false, max_length: 10, value: 'longer tha' },
        },
      ],
    });
  });

  it('refuses a form that could not be answered', () => {
    expect(() => renderForm({ ...form, id: 'x'.repeat(101) })).toThrow(RangeError);
    expect(() => renderForm({ ...form, fields: [] })).toThrow(RangeError);
  });
});
