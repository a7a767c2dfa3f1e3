import type { Chat } from '../../../../src/core/chat/calls/chat.ts';
import type { Call, ChatRequest, Plan, Reply } from '../../../../src/core/chat/calls/chat-request.ts';

export const PUBLIC = { kind: 'answer', effect: 'new', audience: 'public' } as const satisfies Plan;
export const PRIVATE = { kind: 'answer', effect: 'new', audience: 'private' } as const satisfies Plan;
export const OPEN = { kind: 'answer', effect: 'open', audience: 'private' } as const satisfies Plan;
export const REPLACE = { kind: 'answer', effect: 'replace', audience: 'public' } as const satisfies Plan;

/** A chat that plans and answers as a test says, and keeps what it was asked. */
export class ScriptedChat implements Chat {
  readonly calls: { request: ChatRequest; call: Call; audience: Reply['audience'] }[] = [];
  next: Plan = PUBLIC;
  answer: (reply: Reply) => Promise<void> = async () => {};

  plan(): Plan {
    return this.next;
  }

  async run(request: ChatRequest, call: Call, reply: Reply): Promise<void> {
    this.calls.push({ request, call, audience: reply.audience });
    await this.answer(reply);
  }

  async suggest(): Promise<[]> {
    return [];
  }
}
