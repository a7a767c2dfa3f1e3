import type { CardFile } from '../../../core/cards/card.ts';

export interface MessageAttachment {
  contentType: string;
  name: string;
  contentUrl?: string;
  content?: Readonly<Record<string, unknown>>;
}

export interface FileQuestion {
  name: string;
  description: string;
  sizeBytes: number;
  /** Comes back with the answer, whatever it is. From a client: authorize it anew. */
  context: Readonly<Record<string, string>>;
}

export interface SavedFile {
  name: string;
  contentUrl: string;
  uniqueId: string;
  fileType: string;
}

/** Asks for a file's place (learn.microsoft.com: Send and receive files, "Message requesting permission to upload"). */
export function renderFileQuestion({ name, description, sizeBytes, context }: FileQuestion): MessageAttachment {
  return {
    contentType: 'application/vnd.microsoft.teams.card.file.consent',
    name,
    content: { description, sizeInBytes: sizeBytes, acceptContext: context, declineContext: context },
  };
}

/** Shows a file that is there now, from the same page. */
export function renderSavedFile({ name, contentUrl, uniqueId, fileType }: SavedFile): MessageAttachment {
  return {
    contentType: 'application/vnd.microsoft.teams.card.file.info',
    name,
    contentUrl,
    content: { uniqueId, fileType },
  };
}

/**
 * A picture in the message itself: the bot has no public place to serve it from (learn.microsoft.com: Send and receive
 * inline images, 2026).
 */
export function renderPicture({ name, type, content }: CardFile): MessageAttachment {
  return { contentType: type, name, contentUrl: toDataUrl({ type, content }) };
}

export function toDataUrl({ type, content }: Pick<CardFile, 'type' | 'content'>): string {
  return `data:${type};base64,${Buffer.from(content).toString('base64')}`;
}
