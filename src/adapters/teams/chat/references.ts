import type { ReferenceStore } from '../../../core/chat/calls/reference-store.ts';
import { type InboundBase, toConversationReference } from '../inbound/inbound-event.ts';
import {
  type ConversationReference,
  parseConversationReference,
  withoutThread,
} from '../outbound/conversation-reference.ts';

/** The conversations that can be written to, in this adapter's own terms. */
export interface References {
  remember(event: InboundBase): Promise<void>;
  /** `conversationId` may name a thread, which the reference then does too. Throws `TeamsError` for an unreadable one. */
  find(conversationId: string): Promise<ConversationReference | undefined>;
  personal(personId: string): Promise<ConversationReference | undefined>;
  keepPersonal(personId: string, reference: ConversationReference): Promise<void>;
  forget(conversationId: string): Promise<void>;
  forgetTeam(teamId: string): Promise<void>;
}

export function createConversationReferences(store: ReferenceStore): References {
  const keep = async (personId: string | null, reference: ConversationReference): Promise<void> => {
    const conversationId = withoutThread(reference.conversationId);
    const text = JSON.stringify({ ...reference, conversationId });
    await store.keep({ conversationId, teamId: reference.teamId ?? null, personId, reference: text });
  };
  return {
    remember: async (event) => {
      const isPersonal = event.conversation.type === 'personal';
      await keep(isPersonal ? toPersonId(event) : null, toConversationReference(event));
    },
    find: async (conversationId) => {
      const stored = await store.find(withoutThread(conversationId));
      return stored === undefined ? undefined : { ...read(stored), conversationId };
    },
    personal: async (personId) => {
      const stored = await store.personal(personId);
      return stored === undefined ? undefined : read(stored);
    },
    keepPersonal: keep,
    forget: (conversationId) => store.remove(withoutThread(conversationId)),
    forgetTeam: (teamId) => store.removeTeam(teamId),
  };
}

/** The Entra object id of whoever acts; null for somebody who has none. */
export function toPersonId({ from }: InboundBase): string | null {
  return from.aadObjectId?.toLowerCase() ?? null;
}

function read(stored: string): ConversationReference {
  let json: unknown;
  try {
    json = JSON.parse(stored);
  } catch {
    json = undefined;
  }
  return parseConversationReference(json);
}
