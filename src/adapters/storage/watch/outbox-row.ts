import type { Insertable } from 'kysely';
import type { NewOutboxEntry } from '../../../core/watch/incidents/outbox.ts';
import type { OutboxRow } from '../engine/schema.ts';

export function toOutboxRow(entry: NewOutboxEntry): Insertable<OutboxRow> {
  const { content } = entry;
  const said = content.kind === 'whole' ? content.of : content;
  const messageId = 'messageId' in said ? said.messageId : null;
  return { ...entry, kind: content.kind, messageId, problem: null, maybeSentAt: null };
}
