import type { Form } from '../../../core/cards/card.ts';
import { renderForm } from '../cards/render-form.ts';
import { type InboundBase, toConversationReference } from '../inbound/inbound-event.ts';
import { LiveMessage, type LiveMessageParts } from './live-message.ts';

/** Asks with a form where the question was asked. It holds no result; what is typed into it only the bot reads. */
export async function showForm(event: InboundBase, form: Form, parts: LiveMessageParts): Promise<void> {
  const { card, summary } = renderForm(form);
  await new LiveMessage(parts, toConversationReference(event)).show({ card, summary }, true);
}
