import type { ConversationReference } from '../outbound/conversation-reference.ts';
import type { SavedFile } from '../outbound/message-attachment.ts';

export type ConversationType = 'personal' | 'groupChat' | 'channel';

export interface InboundConversation {
  /** As Teams gave it; in a channel with `;messageid=…`, which names the thread. */
  id: string;
  /** What it does not say is taken for a group chat: never for a place where only one person reads. */
  type: ConversationType;
  tenantId: string;
  teamId: string | undefined;
  /** The id without its thread: the same for everything in one channel. */
  baseId: string;
  /** The message that the thread hangs on. */
  rootMessageId: string | undefined;
}

/** What every event has. All of it comes from outside: authorize it, and escape it before it is shown. */
export interface InboundBase {
  activityId: string;
  channelId: 'msteams';
  conversation: InboundConversation;
  /** Whoever acts. Without `aadObjectId` it is nobody who could have a role. */
  from: { id: string; aadObjectId: string | undefined; name: string | undefined };
  /** The bot as this conversation knows it. */
  bot: { id: string; name: string | undefined };
  /** One of the allowed tenants. */
  tenantId: string;
  serviceUrl: string;
  replyToId: string | undefined;
  locale: string | undefined;
}

export interface TargetMessage {
  id: string | undefined;
  /** Its body as plain text, markup removed. */
  text: string;
  authorName: string | undefined;
}

/** A file that came with a message. Its address bears its own permission, for a few minutes. */
export interface AttachedFile {
  name: string;
  url: string;
}

export interface UploadPlace extends SavedFile {
  uploadUrl: string;
}

export type InboundEvent = InboundBase &
  /** `files` only where there are any: Teams hands them over in personal chats alone. */
  (
    | { kind: 'message'; text: string; files?: readonly AttachedFile[] }
    /** `Action.Execute`. */
    | { kind: 'cardAction'; verb: string; data: Record<string, unknown> }
    /** `Action.Submit`, the fallback of clients without `Action.Execute`. */
    | { kind: 'submit'; data: Record<string, unknown>; text: string }
    | { kind: 'messageExtensionFetch'; commandId: string; target: TargetMessage | undefined }
    | {
        kind: 'messageExtensionSubmit';
        commandId: string;
        data: Record<string, unknown>;
        target: TargetMessage | undefined;
      }
    /** The answer to a question whether a file may be saved. `context` is what the question took along. */
    | { kind: 'fileConsent'; accepted: boolean; context: Record<string, unknown>; upload: UploadPlace | undefined }
    /** The app was added. Teams says so up to three times: the answer has to be idempotent. */
    | { kind: 'installed' }
    /** The app is gone from the whole team, or from this one conversation. */
    | { kind: 'removed'; scope: 'team' | 'conversation' }
    | { kind: 'other'; activityType: string; name: string | undefined }
  );

export function toConversationReference({ bot, conversation, serviceUrl }: InboundBase): ConversationReference {
  return {
    channelId: 'msteams',
    serviceUrl,
    conversationId: conversation.id,
    conversationType: conversation.type,
    botId: bot.id,
    ...(bot.name === undefined ? {} : { botName: bot.name }),
    tenantId: conversation.tenantId,
    ...(conversation.teamId === undefined ? {} : { teamId: conversation.teamId }),
  };
}
