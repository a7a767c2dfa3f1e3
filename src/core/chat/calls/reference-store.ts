/** A conversation that a chat platform only lets a bot write to with what it once sent of it. */
export interface KeptConversation {
  /** The platform's id of it, without any thread. */
  conversationId: string;
  /** The team it belongs to, where it belongs to one: the bot leaves all of a team at once. */
  teamId: string | null;
  /** Whose personal chat with the bot it is; null for all others. */
  personId: string | null;
  /** JSON text that only the platform's adapter reads. */
  reference: string;
}

/** Keeps conversations, so that they can be written to after a restart. */
export interface ReferenceStore {
  /** Replaces what was kept of the conversation before; whether it was welcomed stays. */
  keep(conversation: KeptConversation): Promise<void>;
  find(conversationId: string): Promise<string | undefined>;
  /** The latest kept personal chat with somebody. */
  personal(personId: string): Promise<string | undefined>;
  /** The bot is gone from it. It counts as never welcomed after that. */
  remove(conversationId: string): Promise<void>;
  removeTeam(teamId: string): Promise<void>;
  /** True exactly once for a kept conversation, also where two ask at the same time; false for one that is not kept. */
  firstWelcome(conversationId: string): Promise<boolean>;
}
