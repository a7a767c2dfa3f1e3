import type { Chat } from '../../../core/chat/calls/chat.ts';
import { ProgressPacer } from '../../../core/chat/calls/progress-pacer.ts';
import type { ReferenceStore } from '../../../core/chat/calls/reference-store.ts';
import type { Clock, Timers } from '../../../core/model/time/clock.ts';
import { type InboundEvent, toConversationReference } from '../inbound/inbound-event.ts';
import type { InboundHandler } from '../inbound/inbound-handler.ts';
import type { InvokeReply } from '../inbound/invoke-reply.ts';
import type { TeamsConnector } from '../outbound/create-teams-connector.ts';
import { answerFileConsent } from './answer-file-consent.ts';
import { type AnswerParts, answerMessage } from './answer-message.ts';
import { answerDialog, answerPress, type PressOutcome } from './answer-press.ts';
import { type ChatLog, createPersonalChat, LiveMessage } from './live-message.ts';
import { createConversationReferences, type References } from './references.ts';
import { renderAnswer } from './render-answer.ts';
import type { TeamsReplyParts } from './teams-reply.ts';
import { toWelcomeCard } from './welcome-card.ts';

export interface TeamsChatOptions {
  chat: Chat;
  connector: TeamsConnector;
  references: ReferenceStore;
  clock: Clock;
  timers: Timers;
  log: ChatLog;
}

export interface TeamsChat extends InboundHandler {
  /** Resolves when all that was begun is shown. */
  idle(): Promise<void>;
}

/** How long a press waits for its answer before it is told that the answer comes later. */
const PRESS_MS = 3000;
/** The same for a dialog, which Teams gives up after five seconds. */
const DIALOG_MS = 4000;

/** What the router hands events to: messages, presses, dialogs, and where the app was added or removed. */
export function createTeamsChat(options: TeamsChatOptions): TeamsChat {
  const { chat, connector, clock, timers, log } = options;
  const references = createConversationReferences(options.references);
  const parts: TeamsReplyParts = {
    connector,
    clock,
    timers,
    log,
    pacer: new ProgressPacer(clock),
    personalChat: createPersonalChat({ connector, references, log }),
    onGone: (conversationId) => references.forget(conversationId),
  };
  const running = new Set<Promise<void>>();
  const track = (work: Promise<unknown>): Promise<void> => {
    const one: Promise<void> = work
      .then(
        () => {},
        (error: unknown) => log.error({ err: error }, 'an answer could not be given'),
      )
      .finally(() => running.delete(one));
    running.add(one);
    return one;
  };
  const answering = (quickMs: number, taken?: () => void): AnswerParts => ({ chat, reply: parts, quickMs, taken });
  const begin = ({ reply, done }: PressOutcome): Promise<InvokeReply> => {
    void track(done);
    return reply;
  };
  const note = (work: Promise<void>, event: InboundEvent): Promise<void> =>
    work.catch((error: unknown) => {
      log.error({ err: error, conversationId: event.conversation.id }, 'a conversation could not be kept');
    });

  const handle = async (event: InboundEvent, taken?: () => void): Promise<InvokeReply | undefined> => {
    switch (event.kind) {
      case 'message':
        await note(references.remember(event), event);
        await track(answerMessage(event, event, answering(PRESS_MS, taken)));
        return undefined;
      case 'submit':
        await note(references.remember(event), event);
        await track(answerPress(event, event.data, 'submit', answering(PRESS_MS, taken)).done);
        return undefined;
      case 'cardAction':
        void track(note(references.remember(event), event));
        return begin(answerPress(event, event.data, 'execute', answering(PRESS_MS)));
      case 'fileConsent':
        void track(answerFileConsent(event, answering(PRESS_MS)));
        return undefined;
      case 'messageExtensionFetch':
      case 'messageExtensionSubmit':
        return begin(answerDialog(event, answering(DIALOG_MS)));
      case 'installed':
        await track(welcome(event, parts, references, options.references));
        return undefined;
      case 'removed':
        await track(forget(event, references));
        return undefined;
      default:
        return undefined;
    }
  };

  return {
    handle,
    // Presses and dialogs are answered in words before the router's own limit, and bring the rest by themselves.
    deliverLate: async (event, reply) => {
      log.warn({ kind: event.kind, reply: reply.kind }, 'an answer came after its press was given up');
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/** Greets once for each conversation, however often Teams says that the app was added. */
async function welcome(
  event: InboundEvent,
  parts: TeamsReplyParts,
  references: References,
  store: ReferenceStore,
): Promise<void> {
  await references.remember(event);
  if (!(await store.firstWelcome(event.conversation.baseId))) return;
  const card = renderAnswer(toWelcomeCard(event.conversation.type), { now: parts.clock.now() });
  await new LiveMessage(parts, toConversationReference(event)).show(card, true);
}

async function forget(event: Extract<InboundEvent, { kind: 'removed' }>, references: References): Promise<void> {
  const { baseId, teamId } = event.conversation;
  await references.forget(baseId);
  if (event.scope === 'team' && teamId !== undefined) await references.forgetTeam(teamId);
}
