import { FLAG } from '../rules/messages.ts';
import type { UploadedFile, WireComponent, WireEmbed, WireMessage } from '../wire.ts';
import type { Files, StoredFile } from './files.ts';

/** What a message shows at one time. */
export interface MessageVersion {
  readonly content: string;
  readonly embeds: readonly WireEmbed[];
  readonly components: readonly WireComponent[];
  readonly attachments: readonly StoredFile[];
  readonly flags: number;
}

/** A message as it stands; the object stays the same while the bot edits it. */
export interface StoredMessage extends MessageVersion {
  readonly id: string;
  readonly channelId: string;
  readonly guildId: string | null;
  readonly author: { readonly id: string; readonly name: string; readonly bot: boolean };
  readonly nonce: string | number | null;
  /** The interaction it answers, if any. */
  readonly interactionId: string | null;
  /** Put there by a test, not sent by the bot. */
  readonly planted: boolean;
  /** Of the stand-in's clock. */
  readonly createdAt: number;
  readonly ephemeral: boolean;
  /** A deferred reply that shows "thinking" until its first edit. */
  readonly loading: boolean;
  readonly deleted: boolean;
  /** What stood before each edit, oldest first. */
  readonly edits: readonly (MessageVersion & { readonly replacedAt: number })[];
}

type Mutable = { -readonly [key in keyof StoredMessage]: StoredMessage[key] };

export interface NewMessage {
  readonly channelId: string;
  readonly guildId: string | null;
  readonly author: StoredMessage['author'];
  readonly nonce?: string | number | null;
  readonly interactionId?: string | null;
  readonly planted?: boolean;
}

export interface Messages {
  create(message: NewMessage, version: MessageVersion): StoredMessage;
  edit(message: StoredMessage, version: MessageVersion): void;
  remove(message: StoredMessage): void;
  find(id: string): StoredMessage | undefined;
  /** Of one channel or of all, oldest first, with the deleted ones. */
  list(channelId?: string): StoredMessage[];
}

export function createMessages(mint: () => string, now: () => number): Messages {
  const messages = new Map<string, Mutable>();
  return {
    create(message, version) {
      const stored: Mutable = {
        ...message,
        ...version,
        ...shown(version.flags),
        id: mint(),
        nonce: message.nonce ?? null,
        interactionId: message.interactionId ?? null,
        planted: message.planted ?? false,
        createdAt: now(),
        deleted: false,
        edits: [],
      };
      messages.set(stored.id, stored);
      return stored;
    },
    edit(message, version) {
      const { content, embeds, components, attachments, flags } = message;
      const before = { content, embeds, components, attachments, flags, replacedAt: now() };
      const stored = messages.get(message.id);
      if (stored !== undefined)
        Object.assign(stored, version, shown(version.flags), { edits: [...message.edits, before] });
    },
    remove(message) {
      const stored = messages.get(message.id);
      if (stored !== undefined) stored.deleted = true;
    },
    find: (id) => messages.get(id),
    list: (channelId) =>
      [...messages.values()].filter((message) => channelId === undefined || message.channelId === channelId),
  };
}

const EMPTY: MessageVersion = { content: '', embeds: [], components: [], attachments: [], flags: 0 };

/**
 * What a message shows after a request: what the body leaves out stays as it is. Whether it is ephemeral is settled when
 * it is created, and IS_COMPONENTS_V2 stays once set.
 */
export function toVersion(
  body: WireMessage,
  uploads: readonly UploadedFile[],
  files: Files,
  before?: MessageVersion,
): MessageVersion {
  const old = before ?? EMPTY;
  const kept = old.attachments.filter(
    (file) => body.attachments == null || body.attachments.some((one) => String(one.id) === file.id),
  );
  const added = uploads.map((upload) => {
    const told = body.attachments?.find((one) => String(one.id) === upload.key);
    return files.keep({ ...upload, description: told?.description ?? null });
  });
  const lasting = before === undefined ? FLAG.ephemeral | FLAG.v2 : FLAG.v2;
  return {
    content: body.content === undefined ? old.content : (body.content ?? ''),
    embeds: body.embeds === undefined ? old.embeds : (body.embeds ?? []),
    components: body.components === undefined ? old.components : (body.components ?? []),
    attachments: [...kept, ...added],
    flags: (old.flags & (FLAG.ephemeral | FLAG.v2)) | ((body.flags ?? 0) & (lasting | FLAG.suppressEmbeds)),
  };
}

function shown(flags: number): { ephemeral: boolean; loading: boolean } {
  return { ephemeral: (flags & FLAG.ephemeral) !== 0, loading: (flags & FLAG.loading) !== 0 };
}
