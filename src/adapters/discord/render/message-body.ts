import type { APIMessageTopLevelComponent, MessageFlags } from 'discord.js';

/** Discord's limits on a message of components and on what is in it (Discord's documentation, 2026-08). */
export const MESSAGE_LIMITS = {
  /** All components, nested ones counted. */
  components: 40,
  /** Characters over all text displays. */
  text: 4000,
  buttonsInRow: 5,
  buttonLabel: 80,
  customId: 100,
  options: 25,
  optionText: 100,
  placeholder: 150,
  files: 10,
  fileDescription: 1024,
  nonce: 25,
} as const;

interface AttachmentEntry {
  /** The number of the file among those sent with the body. */
  id: string;
  filename: string;
}

/** The JSON of a message, as posting and editing take it. Nobody is ever called by it. */
export interface MessageBody {
  flags: MessageFlags.IsComponentsV2;
  components: APIMessageTopLevelComponent[];
  /** All that the message has: an edit without files takes earlier ones away. */
  attachments: AttachmentEntry[];
  allowed_mentions: { parse: [] };
}
