import type { Timers } from '../../../core/model/time/clock.ts';
import type { InboundEvent } from './inbound-event.ts';
import type { InboundHandler } from './inbound-handler.ts';
import { type InvokeAnswer, type InvokeReply, renderInvokeReply } from './invoke-reply.ts';

export interface AnswerInvokeParts {
  handler: InboundHandler;
  timers: Timers;
  /** Teams gives up after 15 s. */
  limitMs: number;
  /** Keeps the fault, and gives the sentence with its reference for who clicked. */
  onFault: (error: unknown) => string;
}

/** Answers an invoke within the limit. What takes longer goes on, and its result is delivered late. */
export function answerInvoke(
  event: InboundEvent,
  parts: AnswerInvokeParts,
): { answer: Promise<InvokeAnswer>; done: Promise<void> } {
  const { handler, timers, limitMs, onFault } = parts;
  let late = false;
  const handled = handler
    .handle(event)
    .then((reply) => reply ?? { kind: 'message' as const, text: 'Received.' })
    .catch(
      (error: unknown): InvokeReply => ({ kind: 'error', status: 500, code: 'Internal', message: onFault(error) }),
    );
  const answer = new Promise<InvokeAnswer>((resolve) => {
    const cancel = timers.after(limitMs, () => {
      late = true;
      resolve(renderInvokeReply(event, stillWorking(event)));
    });
    void handled.then((reply) => {
      if (late) return;
      cancel();
      resolve(renderInvokeReply(event, reply));
    });
  });
  const done = handled.then(async (reply) => {
    if (!late) return;
    await handler.deliverLate(event, reply).catch(onFault);
  });
  return { answer, done };
}

/** The answer to an invoke that was received before: nothing is done again, and the client shows no error. */
export function answerRepeated(event: InboundEvent): InvokeAnswer {
  return renderInvokeReply(event, { kind: 'message', text: 'Already received.' });
}

function stillWorking(event: InboundEvent): InvokeReply {
  const text =
    event.kind === 'cardAction'
      ? 'Still working. The result follows in this conversation.'
      : 'This takes longer than Teams waits. Ask again in a moment.';
  return { kind: 'message', text };
}
