import { type InboundBase, toConversationReference } from '../inbound/inbound-event.ts';
import { LiveMessage, type LiveMessageParts } from './live-message.ts';

/** A line in the conversation that something happened in. It must hold no result. */
export async function sayHere(event: InboundBase, text: string, parts: LiveMessageParts): Promise<void> {
  await new LiveMessage(parts, toConversationReference(event)).show({ text, summary: text }, true);
}
