import { type InboundEvent, toConversationReference } from '../inbound/inbound-event.ts';
import type { AnswerParts } from './answer-message.ts';
import { FILE_TEXTS } from './answer-texts.ts';
import { parseFileOffer } from './file-offer.ts';
import { LiveMessage } from './live-message.ts';
import { toChatRequest } from './to-chat-request.ts';
import { UploadReply } from './upload-reply.ts';

type FileConsent = Extract<InboundEvent, { kind: 'fileConsent' }>;

/**
 * Saves a file whose owner agreed, as the same button pressed once more: authorized again, and made anew from the kept
 * report. Then the question goes, so that it isn't answered twice.
 */
export async function answerFileConsent(event: FileConsent, { chat, reply: parts }: AnswerParts): Promise<void> {
  const { accepted, context, upload, conversation, replyToId } = event;
  const reference = toConversationReference(event);
  const message = new LiveMessage(parts, reference);
  const say = (text: string): Promise<void> => message.show({ text, summary: text }, true);
  const offer = parseFileOffer(context);
  if (conversation.type !== 'personal') await say(FILE_TEXTS.onlyPersonally);
  else if (!accepted) await say(FILE_TEXTS.declined);
  else if (!offer || !upload) await say(FILE_TEXTS.unknown);
  else {
    const call = { kind: 'action', id: offer.id, inputs: {} } as const;
    await chat.run(toChatRequest(event), call, new UploadReply(parts, { name: offer.name, upload, message }));
  }
  if (message.address !== undefined && replyToId !== undefined) await parts.connector.delete(reference, replyToId);
}
