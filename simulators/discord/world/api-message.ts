import type { Json, WireComponent } from '../wire.ts';
import { toApiAttachment } from './files.ts';
import type { StoredMessage } from './messages.ts';
import { toApiUser } from './places.ts';

/** The message as REST answers it and interactions carry it. */
export function toApiMessage(message: StoredMessage, applicationId: string, type = 0): Json {
  const urls = new Map(message.attachments.map((file) => [`attachment://${file.filename}`, file.url]));
  const sent = new Date(message.createdAt).toISOString();
  const edited = message.edits.at(-1)?.replacedAt;
  let nextId = 1;

  // Discord numbers the components that come without an id and puts a real address where a file was named.
  const complete = (component: WireComponent): WireComponent => {
    const id = component.id || nextId;
    nextId = Math.max(nextId, id) + 1;
    const { components, accessory, file, media, items } = component;
    return {
      ...component,
      id,
      ...(components === undefined ? {} : { components: components.map(complete) }),
      ...(accessory === undefined ? {} : { accessory: complete(accessory) }),
      ...(file === undefined ? {} : { file: { ...file, url: urls.get(file.url) ?? file.url } }),
      ...(media === undefined ? {} : { media: { ...media, url: urls.get(media.url) ?? media.url } }),
      ...(items === undefined
        ? {}
        : { items: items.map((item) => ({ ...item, media: { url: urls.get(item.media.url) ?? item.media.url } })) }),
    };
  };

  return {
    id: message.id,
    type: message.interactionId === null ? 0 : type,
    channel_id: message.channelId,
    author: toApiUser(message.author, message.author.bot),
    content: message.content,
    embeds: message.embeds.map((embed) => ({ type: 'rich', ...embed })),
    components: message.components.map(complete),
    attachments: message.attachments.map((file) => toApiAttachment(file)),
    flags: message.flags,
    timestamp: sent,
    edited_timestamp: edited === undefined ? null : new Date(edited).toISOString(),
    mentions: [],
    mention_roles: [],
    mention_everyone: false,
    pinned: false,
    tts: false,
    ...(message.author.bot ? { application_id: applicationId } : {}),
    ...(message.interactionId === null ? {} : { webhook_id: applicationId }),
  };
}
