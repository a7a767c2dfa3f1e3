import type { Call, ChatRequest, Plan, Reply, Suggestion } from './chat-request.ts';

/** Samaritan as a chat platform sees it. Every adapter drives this one interface. */
export interface Chat {
  /** How a call will be answered. Reads nothing, so that it can be acknowledged at once. */
  plan(request: ChatRequest, call: Call): Plan;
  /** Authorizes, runs and answers a call. Never rejects: what goes wrong becomes a card with a reference. */
  run(request: ChatRequest, call: Call, reply: Reply): Promise<void>;
  /** Values that fit what was typed so far, at most 25; none for who may not run the command. Never rejects. */
  suggest(request: ChatRequest, command: string, argument: string, typed: string): Promise<Suggestion[]>;
}
