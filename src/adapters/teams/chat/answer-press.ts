import type { Call, Plan } from '../../../core/chat/calls/chat-request.ts';
import { commandNamed } from '../../../core/chat/commands/registry.ts';
import { type Press, parsePress } from '../cards/press.ts';
import { CHOOSE_FIRST } from '../cards/render-actions.ts';
import { renderForm } from '../cards/render-card.ts';
import type { InboundBase, InboundEvent } from '../inbound/inbound-event.ts';
import type { InvokeReply } from '../inbound/invoke-reply.ts';
import { type AnswerParts, newTarget } from './answer-message.ts';
import { sayHere, showForm } from './live-message.ts';
import { PressAnswer } from './press-answer.ts';
import { type Target, TeamsReply } from './teams-reply.ts';
import { toChatRequest } from './to-chat-request.ts';

export interface PressOutcome {
  reply: Promise<InvokeReply>;
  done: Promise<void>;
}

/**
 * Answers a press of a button, the same for `Action.Execute` and for the `Action.Submit` of older clients. The reply
 * comes within `quickMs`; what takes longer is shown by messages and edits.
 */
export function answerPress(
  event: InboundBase,
  data: Readonly<Record<string, unknown>>,
  way: 'execute' | 'submit',
  parts: AnswerParts,
): PressOutcome {
  const { chat, quickMs, taken } = parts;
  // What is no button of ours gets core's own answer to that.
  const press = parsePress(data) ?? { id: '', inputs: {}, own: false, unchosen: false };
  if (press.unchosen) {
    const text = CHOOSE_FIRST;
    const said = way === 'execute' ? Promise.resolve() : sayHere(event, text, parts.reply);
    return { reply: Promise.resolve({ kind: 'message', text }), done: said };
  }
  const call: Call = { kind: 'action', id: press.id, inputs: press.inputs };
  const request = toChatRequest(event);
  const plan = chat.plan(request, call);
  const answer = new PressAnswer();
  if (plan.kind === 'form') {
    answer.offer({ kind: 'message', text: 'The form is in this conversation.' });
    return { reply: answer.promise, done: showForm(event, plan.form, parts.reply) };
  }
  const target = targetOf(event, press, plan, way);
  const reply = new TeamsReply(parts.reply, {
    event,
    audience: audienceOf(target, plan),
    target,
    answer: way === 'execute' ? answer : undefined,
    button: press.id,
    taken,
  });
  const stop = parts.reply.timers.after(quickMs, () => void reply.answerInWords());
  const done = chat.run(request, call, reply).finally(() => {
    stop();
    reply.end();
  });
  return { reply: answer.promise, done };
}

type AnswerPlan = Extract<Plan, { kind: 'answer' }>;

/**
 * A card in a personal chat is the person's own: it turns into the page. One that others see too stays, and the page is
 * shown to who pressed alone: by the answer to the press, which Teams keeps from all others, else personally.
 */
function targetOf(
  event: InboundBase,
  { own }: Press,
  { effect, audience }: AnswerPlan,
  way: 'execute' | 'submit',
): Target {
  const { conversation, replyToId } = event;
  const isNew = effect === 'new' || replyToId === undefined;
  if (isNew) return newTarget(event, audience);
  const mayChange = conversation.type === 'personal' || (effect === 'replace' && audience === 'public' && !own);
  if (mayChange) return { kind: 'pressed', activityId: replyToId };
  // All may see what this button brings; only the card they look at must not change under them.
  const later = effect === 'replace' && audience === 'public' ? 'thread' : 'personal';
  return way === 'execute' ? { kind: 'view', later } : { kind: later };
}

function audienceOf(target: Target, plan: AnswerPlan): 'public' | 'private' {
  return target.kind === 'personal' ? 'private' : plan.audience;
}

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
