import type { IncidentGroup } from '../../incidents/incident.ts';
import type { Message } from '../../incidents/message.ts';
import type { TicketDesk } from './ticket-desk.ts';
import { parseTicketRefs } from './ticket-refs.ts';

export interface ClosedTicketsInput {
  /** The groups that are open, and messages of one route to tickets. */
  groups: readonly IncidentGroup[];
  messages: readonly Pick<Message, 'groupIds' | 'address'>[];
  desk: Pick<TicketDesk, 'read'>;
  acknowledge: (groupId: string, reason: string) => Promise<unknown>;
  /** So many tickets are read at most, those that were not read for longest first. */
  limit: number;
  /** When each was read last. Kept between calls. */
  readAt: Map<string, number>;
  now: number;
}

/** Whoever closes a ticket by hand has the incident in hand: it is acknowledged, and reminds nobody any more. */
export async function acknowledgeClosed(input: ClosedTicketsInput): Promise<void> {
  const { groups, messages, desk, acknowledge, limit, readAt, now } = input;
  const waiting = new Set(groups.flatMap(({ id, closedAt, acknowledged }) => (closedAt || acknowledged ? [] : [id])));
  const refs = messages.flatMap(({ address }) => Object.entries(parseTicketRefs(address)));
  const due = refs
    .filter(([groupId]) => waiting.has(groupId))
    .toSorted(([one], [other]) => (readAt.get(one) ?? 0) - (readAt.get(other) ?? 0));
  for (const [groupId] of readAt) if (!waiting.has(groupId)) readAt.delete(groupId);
  for (const [groupId, ref] of due.slice(0, limit)) {
    readAt.set(groupId, now);
    const ticket = await desk.read(ref);
    if (!ticket) await acknowledge(groupId, `ticket ${ref} was deleted`);
    else if (!ticket.isOpen) await acknowledge(groupId, `ticket ${ref} was closed`);
  }
}
