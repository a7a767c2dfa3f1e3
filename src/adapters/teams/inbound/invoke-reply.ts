import { ADAPTIVE_CARD_TYPE, type AdaptiveCardJson } from '../outbound/outgoing-message.ts';
import type { InboundEvent } from './inbound-event.ts';

export type InvokeReply =
  /** Takes the place of the card that was clicked; on a message extension it fills a dialog. */
  | { kind: 'card'; card: AdaptiveCardJson; title?: string | undefined }
  /** A short plain text beside the card, or in the dialog. */
  | { kind: 'message'; text: string }
  /** `message` is shown to who clicked. */
  | { kind: 'error'; status: 400 | 403 | 404 | 500; code: string; message: string };

export interface InvokeAnswer {
  status: 200 | 501;
  body: Record<string, unknown> | undefined;
}

/**
 * The HTTP answer to an invoke. Errors too travel in a 200, where the client finds them
 * (learn.microsoft.com/adaptive-cards: Universal Action Model, "Response format"; Teams: task/fetch responses).
 */
export function renderInvokeReply(event: InboundEvent, reply: InvokeReply): InvokeAnswer {
  switch (event.kind) {
    case 'cardAction':
      return { status: 200, body: renderCardActionReply(reply) };
    case 'messageExtensionFetch':
    case 'messageExtensionSubmit':
      return { status: 200, body: { task: renderTask(reply) } };
    case 'fileConsent':
      // Answered at once; what became of the file is a message of its own.
      return { status: 200, body: undefined };
    default:
      // An invoke that was never announced in the app's manifest.
      return { status: 501, body: undefined };
  }
}

function renderCardActionReply(reply: InvokeReply): Record<string, unknown> {
  switch (reply.kind) {
    case 'card':
      return { statusCode: 200, type: ADAPTIVE_CARD_TYPE, value: reply.card };
    case 'message':
      return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: reply.text };
    case 'error': {
      const { status, code, message } = reply;
      return { statusCode: status, type: 'application/vnd.microsoft.error', value: { code, message } };
    }
  }
}

function renderTask(reply: InvokeReply): Record<string, unknown> {
  switch (reply.kind) {
    case 'card': {
      const card = { contentType: ADAPTIVE_CARD_TYPE, content: reply.card };
      return { type: 'continue', value: { title: reply.title ?? '', height: 'medium', width: 'medium', card } };
    }
    case 'message':
      return { type: 'message', value: reply.text };
    case 'error':
      return { type: 'message', value: reply.message };
  }
}
