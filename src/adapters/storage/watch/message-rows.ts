import type { Insertable } from 'kysely';
import type { HeldItem, Message } from '../../../core/watch/incidents/message.ts';
import type { NewOutboxEntry } from '../../../core/watch/incidents/outbox.ts';
import { toJsonOrNull } from '../engine/columns.ts';
import type { AlertMessageRow, HeldRow, OutboxRow } from '../engine/watch-schema.ts';

export function toMessageRow(message: Message): AlertMessageRow {
  return {
    id: message.id,
    place: message.place,
    group_ids: JSON.stringify(message.groupIds),
    digest: toJsonOrNull(message.digest),
    created_at: message.createdAt,
    notified_at: message.notifiedAt,
    address: message.address,
    copies: JSON.stringify(message.copies),
  };
}

export function toAlertMessage(row: AlertMessageRow): Message {
  return {
    id: row.id,
    place: row.place,
    groupIds: JSON.parse(row.group_ids),
    digest: row.digest === null ? null : JSON.parse(row.digest),
    createdAt: row.created_at,
    notifiedAt: row.notified_at,
    address: row.address,
    copies: JSON.parse(row.copies),
  };
}

export function toHeldRow({ id, place, at, what }: HeldItem): HeldRow {
  return { id, place, at, group_id: 'groupId' in what ? what.groupId : null, what: JSON.stringify(what) };
}

export function toHeldItem({ id, place, at, what }: HeldRow): HeldItem {
  return { id, place, at, what: JSON.parse(what) };
}

export function toOutboxRow(entry: NewOutboxEntry): Insertable<OutboxRow> {
  const { id, key, place, orderKey, notBefore, createdAt, content } = entry;
  const said = content.kind === 'whole' ? content.of : content;
  return {
    id,
    key,
    place,
    order_key: orderKey,
    not_before: notBefore,
    created_at: createdAt,
    kind: content.kind,
    message_id: 'messageId' in said ? said.messageId : null,
    content: JSON.stringify(content),
    problem: null,
  };
}
