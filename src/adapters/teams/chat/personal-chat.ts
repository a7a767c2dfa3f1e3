import type { InboundBase } from '../inbound/inbound-event.ts';
import type { ConversationReference } from '../outbound/conversation-reference.ts';
import type { TeamsConnector } from '../outbound/create-teams-connector.ts';
import { TeamsError } from '../outbound/teams-error.ts';
import type { ChatLog } from './live-message.ts';
import { type References, toPersonId } from './references.ts';

export interface PersonalChat {
  /** Undefined where Teams lets nobody write to this person: the app is not installed for them. */
  open(event: InboundBase): Promise<ConversationReference | undefined>;
}

export function createPersonalChat({
  connector,
  references,
  log,
}: {
  connector: TeamsConnector;
  references: References;
  log: ChatLog;
}): PersonalChat {
  return {
    open: async (event) => {
      const personId = toPersonId(event);
      if (personId === null) return undefined;
      try {
        const kept = await references.personal(personId);
        if (kept) return kept;
        const { serviceUrl, tenantId, bot } = event;
        const reference = await connector.createPersonalConversation({
          aadObjectId: personId,
          tenantId,
          serviceUrl,
          botId: bot.id,
          botName: bot.name,
        });
        await references.keepPersonal(personId, reference);
        return reference;
      } catch (error) {
        const { code, status, serviceCode } = error instanceof TeamsError ? error : {};
        const fields = code === undefined ? { err: error } : { code, status, serviceCode };
        log.warn(fields, 'a personal chat could not be opened');
        return undefined;
      }
    },
  };
}
