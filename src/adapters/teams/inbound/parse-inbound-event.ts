import { createHash } from 'node:crypto';
import {
  activitySchema,
  attachedFileSchema,
  cardActionSchema,
  FILE_TYPE,
  fileConsentSchema,
  type InboundActivity,
  messageExtensionSchema,
  recordSchema,
} from './activity-schema.ts';
import { decodeEntities, htmlToText } from './html-text.ts';
import type { AttachedFile, ConversationType, InboundBase, InboundEvent, TargetMessage } from './inbound-event.ts';

/** The activity, undefined where it is none or lacks what every activity of Teams has. */
export function parseActivity(body: unknown): InboundActivity | undefined {
  return activitySchema.safeParse(body).data;
}

/** What an activity means. `tenantId` is the one that was checked. Undefined where an invoke has not the shape of its name. */
export function toInboundEvent(activity: InboundActivity, tenantId: string): InboundEvent | undefined {
  const base = toBase(activity, tenantId);
  switch (activity.type) {
    case 'message': {
      const text = toMessageText(activity);
      const data = recordSchema.safeParse(activity.value);
      if (data.success) return { ...base, kind: 'submit', data: data.data, text };
      const files = toFiles(activity);
      return { ...base, kind: 'message', text, ...(files.length === 0 ? {} : { files }) };
    }
    case 'invoke':
      return toInvokeEvent(activity, base);
    case 'installationUpdate':
      // An upgrade first removes the old version ("remove-upgrade"), which takes the bot from nowhere.
      if (activity.action === 'add' || activity.action === 'add-upgrade') return { ...base, kind: 'installed' };
      if (activity.action === 'remove') return { ...base, kind: 'removed', scope: scopeOf(base) };
      return toOther(activity, base);
    case 'conversationUpdate':
      return toConversationUpdate(activity, base);
    default:
      return toOther(activity, base);
  }
}

function toInvokeEvent(activity: InboundActivity, base: InboundBase): InboundEvent | undefined {
  if (activity.name === 'adaptiveCard/action') {
    const parsed = cardActionSchema.safeParse(activity.value).data?.action;
    return parsed && { ...base, kind: 'cardAction', verb: parsed.verb, data: parsed.data };
  }
  if (activity.name === 'fileConsent/invoke') {
    const { data } = fileConsentSchema.safeParse(activity.value);
    if (!data) return undefined;
    const { action, context, uploadInfo } = data;
    return { ...base, kind: 'fileConsent', accepted: action === 'accept', context, upload: uploadInfo };
  }
  const isFetch = activity.name === 'composeExtension/fetchTask';
  if (!isFetch && activity.name !== 'composeExtension/submitAction') return toOther(activity, base);
  const parsed = messageExtensionSchema.safeParse(activity.value).data;
  if (!parsed) return undefined;
  const { commandId, data } = parsed;
  const target = toTarget(parsed.messagePayload);
  if (isFetch) return { ...base, kind: 'messageExtensionFetch', commandId, target };
  return { ...base, kind: 'messageExtensionSubmit', commandId, data, target };
}

function toFiles({ attachments = [] }: InboundActivity): AttachedFile[] {
  return attachments.flatMap(({ contentType, name = '', content }) => {
    const { data } = contentType === FILE_TYPE ? attachedFileSchema.safeParse(content) : {};
    return data ? [{ name, url: data.downloadUrl }] : [];
  });
}

function toConversationUpdate(activity: InboundActivity, base: InboundBase): InboundEvent {
  const isBot = ({ id }: { id: string }): boolean => id === activity.recipient.id;
  const eventType = activity.channelData?.eventType;
  if (eventType === 'teamDeleted' || eventType === 'teamHardDeleted')
    return { ...base, kind: 'removed', scope: 'team' };
  if (eventType === 'channelDeleted') return { ...base, kind: 'removed', scope: 'conversation' };
  if (activity.membersRemoved?.some(isBot)) return { ...base, kind: 'removed', scope: scopeOf(base) };
  if (activity.membersAdded?.some(isBot)) return { ...base, kind: 'installed' };
  return toOther(activity, base);
}

/** An app is added to teams and to chats, never to one channel alone. */
function scopeOf({ conversation }: InboundBase): 'team' | 'conversation' {
  return conversation.teamId === undefined ? 'conversation' : 'team';
}

function toOther({ type, name }: InboundActivity, base: InboundBase): InboundEvent {
  return { ...base, kind: 'other', activityType: type, name };
}

function toBase(activity: InboundActivity, tenantId: string): InboundBase {
  const { conversation, from, recipient, serviceUrl, replyToId, locale, channelData } = activity;
  const [baseId = conversation.id] = conversation.id.split(';', 1);
  return {
    activityId: activity.id ?? standInId(activity),
    channelId: 'msteams',
    conversation: {
      id: conversation.id,
      type: toConversationType(activity),
      tenantId,
      teamId: channelData?.team?.id,
      baseId,
      rootMessageId: /;messageid=([^;]+)/.exec(conversation.id)?.[1],
    },
    from: { id: from.id, aadObjectId: from.aadObjectId, name: from.name },
    bot: { id: recipient.id, name: recipient.name },
    tenantId,
    serviceUrl,
    replyToId,
    locale,
  };
}

/** The same activity sent twice has the same stand-in, so that the replay guard holds for it too. */
function standInId(activity: InboundActivity): string {
  return `sha256:${createHash('sha256').update(JSON.stringify(activity)).digest('base64url')}`;
}

function toConversationType({ conversation, channelData }: InboundActivity): ConversationType {
  const { conversationType, isGroup } = conversation;
  if (channelData?.team?.id !== undefined || conversationType === 'channel') return 'channel';
  return conversationType === 'personal' && isGroup !== true ? 'personal' : 'groupChat';
}

type MessagePayload = NonNullable<ReturnType<typeof messageExtensionSchema.parse>['messagePayload']>;

function toTarget(payload: MessagePayload | undefined): TargetMessage | undefined {
  if (!payload) return undefined;
  const { contentType, content } = payload.body ?? {};
  const text = contentType === 'text' ? (content ?? '').trim() : htmlToText(content ?? '');
  const authorName = payload.from?.user?.displayName ?? payload.from?.application?.displayName;
  return { id: payload.id, text, authorName };
}

/**
 * What was typed: the mention of the bot removed, other people's mentions as their names, Teams' character references
 * decoded. Line breaks stay, since a pasted error message needs them.
 */
function toMessageText({ text, entities = [], recipient }: InboundActivity): string {
  let typed = text ?? '';
  for (const { type, text: mark, mentioned } of entities) {
    if (type !== 'mention' || !mark || mentioned?.id !== recipient.id) continue;
    // As a string, not a pattern: whoever named the bot chose what is in it.
    typed = typed.replace(mark, () => ' ');
  }
  return decodeEntities(typed.replace(/<\/?at>/gi, ''))
    .replace(/[^\S\r\n]{2,}|[^\S\r\n ]/g, ' ')
    .trim();
}
