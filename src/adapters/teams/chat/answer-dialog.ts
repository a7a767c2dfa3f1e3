import type { Call } from '../../../core/chat/calls/chat-request.ts';
import { commandNamed } from '../../../core/chat/commands/registry.ts';
import { parsePress } from '../cards/press.ts';
import { renderForm } from '../cards/render-form.ts';
import type { InboundEvent } from '../inbound/inbound-event.ts';
import type { AnswerParts } from './answer-message.ts';
import type { PressOutcome } from './answer-press.ts';
import { PressAnswer } from './press-answer.ts';
import { TeamsReply } from './teams-reply.ts';
import { toChatRequest } from './to-chat-request.ts';

type DialogEvent = Extract<InboundEvent, { kind: 'messageExtensionFetch' | 'messageExtensionSubmit' }>;

/**
 * Answers in the dialog that a command on a message opens, which only who asked sees. What takes longer than a dialog
 * waits comes to their personal chat.
 */
export function answerDialog(event: DialogEvent, { chat, reply: parts, quickMs }: AnswerParts): PressOutcome {
  const answer = new PressAnswer();
  const title = commandNamed(event.commandId)?.onMessage?.label ?? 'Samaritan';
  const request = toChatRequest(event);
  const call = toCall(event);
  const plan = chat.plan(request, call);
  if (plan.kind === 'form') {
    answer.offer({ kind: 'card', card: renderForm(plan.form, 'dialog').card, title });
    return { reply: answer.promise, done: Promise.resolve() };
  }
  const target = { kind: 'view', later: 'personal' } as const;
  const reply = new TeamsReply(parts, {
    event,
    audience: 'private',
    target,
    answer,
    dialog: title,
    button: call.kind === 'action' ? call.id : undefined,
  });
  const stop = parts.timers.after(quickMs, () => void reply.answerInWords());
  const done = chat.run(request, call, reply).finally(() => {
    stop();
    reply.end();
  });
  return { reply: answer.promise, done };
}

/** What core doesn't know it refuses in its own words. */
function toCall(event: DialogEvent): Call {
  if (event.kind === 'messageExtensionSubmit') {
    const { id, inputs } = parsePress(event.data) ?? { id: '', inputs: {} };
    return { kind: 'action', id, inputs };
  }
  const text = event.target?.text ?? '';
  const argument = commandNamed(event.commandId)?.onMessage?.argument;
  const values = argument === undefined || text === '' ? {} : { [argument]: text };
  return { kind: 'command', name: argument === undefined ? '' : event.commandId, values };
}
