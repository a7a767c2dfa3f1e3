import { z } from 'zod';
import { MOST_ACTION_ID, parseAction } from '../../../core/cards/action-id.ts';
import type { CardFile } from '../../../core/cards/card.ts';
import { MOST_UPLOAD_BYTES } from '../outbound/file-transfer.ts';
import { renderFileQuestion } from '../outbound/message-attachment.ts';
import type { OutgoingMessage } from '../outbound/outgoing-message.ts';

/** What a question about a file takes along, so that nothing has to be kept: who agrees presses the button once more. */
export interface FileOffer {
  /** The button that brought the file. */
  id: string;
  name: string;
}

const MOST_NAME = 200;

const contextSchema = z.object({
  samaritan: z.string().min(1).max(MOST_ACTION_ID),
  file: z.string().min(1).max(MOST_NAME),
});

/** Undefined for a file that is too large to be handed over. */
export function renderFileOffer({ name, content }: CardFile, id: string): OutgoingMessage | undefined {
  const sizeBytes = content.byteLength;
  if (sizeBytes === 0 || sizeBytes > MOST_UPLOAD_BYTES || name.length > MOST_NAME) return undefined;
  const description = 'Samaritan saves it to your OneDrive if you allow it.';
  const context = { samaritan: id, file: name };
  return {
    summary: `May ${name} be saved?`,
    attachment: renderFileQuestion({ name, description, sizeBytes, context }),
  };
}

/** What brings files: a download of a report of a sweep, and a whole command. */
const VERBS = ['download', 'choose'];

/** Reads what came back, which a client may have forged: it is authorized as a press. Undefined for all that brings no file. */
export function parseFileOffer(context: Readonly<Record<string, unknown>>): FileOffer | undefined {
  const { data } = contextSchema.safeParse(context);
  const verb = data && parseAction(data.samaritan)?.verb;
  return verb && VERBS.includes(verb) ? { id: data.samaritan, name: data.file } : undefined;
}
