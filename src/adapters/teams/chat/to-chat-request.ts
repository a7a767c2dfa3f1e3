import type { ChatRequest } from '../../../core/chat/calls/chat-request.ts';
import { toSafeText } from '../../../core/model/text/format.ts';
import type { ConversationType, InboundBase } from '../inbound/inbound-event.ts';
import { toPersonId } from './references.ts';

const KINDS = { personal: 'direct', groupChat: 'group', channel: 'channel' } as const satisfies Record<
  ConversationType,
  string
>;

/** Nobody has a role under this id, which is no object id of Entra. */
const NOBODY = 'unknown';

export function toChatRequest(event: InboundBase): ChatRequest {
  const { conversation, from, tenantId } = event;
  return {
    person: {
      platform: 'teams',
      id: toPersonId(event) ?? NOBODY,
      roles: [],
      name: toSafeText(from.name ?? '', { maxLength: 80 }),
    },
    place: {
      platform: 'teams',
      kind: KINDS[conversation.type],
      workspaceId: tenantId,
      channelId: conversation.baseId,
    },
  };
}
