import type { ConversationReference as BotReference, TurnContext } from 'botbuilder';
import type { Clock } from '../../../core/model/time/clock.ts';
import { type BotFramework, CONNECTOR_AUDIENCE } from './bot-framework.ts';
import { type ConversationReference, parseConversationReference } from './conversation-reference.ts';
import { createFileTransfer, type FileTransfer } from './file-transfer.ts';
import { type OutgoingMessage, renderActivity } from './outgoing-message.ts';
import { type Retried, withRetries } from './retry.ts';
import { assertConnectorUrl } from './service-url.ts';
import { TeamsError } from './teams-error.ts';
import { ThreadPacer } from './thread-pacer.ts';

export interface PersonalConversationRequest {
  aadObjectId: string;
  tenantId: string;
  serviceUrl: string;
  botId: string;
  botName?: string | undefined;
}

/**
 * Writes to Teams. Within one conversation everything happens in the order it was asked for. Every method throws
 * `TeamsError` for what Teams or the network does.
 */
export interface TeamsConnector {
  /** Gives the new message's id. Not repeated where the first request may have arrived (`uncertain`). */
  send(reference: ConversationReference, message: OutgoingMessage): Promise<string>;
  update(reference: ConversationReference, activityId: string, message: OutgoingMessage): Promise<void>;
  /** Best effort: false where the message is still there, or where that cannot be told. */
  delete(reference: ConversationReference, activityId: string): Promise<boolean>;
  /** Opens, or finds, the chat with one person. Teams refuses (`gone`, `blocked`) where the app is not installed for them. */
  createPersonalConversation(request: PersonalConversationRequest): Promise<ConversationReference>;
  files: FileTransfer;
}

export interface TeamsConnectorOptions {
  framework: BotFramework;
  appId: string;
  sandbox: boolean;
  clock: Clock;
  sleep: (ms: number) => Promise<void>;
  /** A number between 0 and 1 that spreads pauses. */
  random: () => number;
}

/** Most requests for one operation. */
const MOST_TRIES = 5;

export function createTeamsConnector(options: TeamsConnectorOptions): TeamsConnector {
  const { framework, appId, sandbox, clock, sleep, random } = options;
  const pacer = new ThreadPacer({ clock, sleep });
  const order = new OneAtATime();

  const perform = <Result>(
    reference: ConversationReference,
    retried: Retried,
    operation: (context: TurnContext) => Promise<Result>,
  ): Promise<Result> => {
    const attempt = async (): Promise<Result> => {
      await pacer.turn(reference);
      const results: Result[] = [];
      await framework.adapter.continueConversationAsync(appId, toBotReference(reference), async (context) => {
        results.push(await operation(context));
      });
      const [result] = results;
      if (results.length === 0) throw new Error('botbuilder did not run the operation');
      return result as Result;
    };
    return order.run(reference.conversationId, async () => {
      assertConnectorUrl(reference.serviceUrl, { sandbox });
      return withRetries(attempt, retried, { sleep, random, mostTries: MOST_TRIES });
    });
  };

  return {
    send: (reference, message) =>
      perform(reference, { aims: 'conversation', repeatable: false }, async (context) => {
        // Not through the context, which would answer the made-up activity that every proactive turn begins with.
        const activity = { ...toAddress(reference), ...renderActivity(message) };
        const [sent] = await framework.adapter.sendActivities(context, [activity]);
        if (!sent?.id) throw new TeamsError('rejected', { serviceCode: 'NoActivityId' });
        return sent.id;
      }),

    update: (reference, activityId, message) =>
      perform(reference, { aims: 'message', repeatable: true }, async (context) => {
        const activity = { ...toAddress(reference), ...renderActivity(message), id: activityId };
        await framework.adapter.updateActivity(context, activity);
      }),

    delete: async (reference, activityId) => {
      try {
        await perform(reference, { aims: 'message', repeatable: true }, (context) =>
          context.deleteActivity(activityId),
        );
        return true;
      } catch (error) {
        if (error instanceof TeamsError) return error.code === 'message-gone';
        throw error;
      }
    },

    createPersonalConversation: async ({ aadObjectId, tenantId, serviceUrl, botId, botName }) => {
      assertConnectorUrl(serviceUrl, { sandbox });
      const parameters = {
        isGroup: false,
        bot: { id: botId, name: botName ?? '' },
        members: [{ id: aadObjectId, name: '' }],
        tenantId,
        channelData: { tenant: { id: tenantId } },
      } as unknown as Parameters<typeof framework.adapter.createConversationAsync>[4];
      const attempt = async (): Promise<string> => {
        await pacer.turn({ conversationId: `person ${aadObjectId}`, tenantId });
        let created = '';
        await framework.adapter.createConversationAsync(
          appId,
          'msteams',
          serviceUrl,
          CONNECTOR_AUDIENCE,
          parameters,
          async ({ activity }) => {
            created = activity.conversation.id;
          },
        );
        return created;
      };
      const retried: Retried = { aims: 'conversation', repeatable: true };
      const conversationId = await withRetries(attempt, retried, { sleep, random, mostTries: MOST_TRIES });
      return parseConversationReference({
        channelId: 'msteams',
        serviceUrl,
        conversationId,
        conversationType: 'personal',
        botId,
        ...(botName === undefined ? {} : { botName }),
        tenantId,
      });
    },

    files: createFileTransfer({ http: framework.http, sandbox, clock, sleep, random }),
  };
}

function toBotReference(reference: ConversationReference): Partial<BotReference> {
  const { channelId, serviceUrl, from: bot, conversation } = toAddress(reference);
  return { channelId, serviceUrl, bot, conversation };
}

function toAddress({ channelId, serviceUrl, conversationId: id, conversationType, ...rest }: ConversationReference) {
  const { botId, botName = '', tenantId } = rest;
  const isGroup = conversationType !== 'personal';
  return {
    channelId,
    serviceUrl,
    from: { id: botId, name: botName },
    conversation: { id, conversationType, tenantId, isGroup, name: '' },
  };
}

/**
 * Runs what shares a key one after another, in the order it was asked for, and the rest side by side. So an edit that
 * has to be tried again never lands on top of a later one. A failure does not hold up what comes after it.
 */
class OneAtATime {
  readonly #last = new Map<string, Promise<unknown>>();

  run<Result>(key: string, task: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const mine = before.then(task, task);
    const settled = mine
      .catch(() => {})
      .then(() => {
        if (this.#last.get(key) === settled) this.#last.delete(key);
      });
    this.#last.set(key, settled);
    return mine;
  }
}
