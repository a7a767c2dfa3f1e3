import type { AcceptedStore } from '../../../src/core/diagnosis/report/accepted-store.ts';
import type { IncidentStore } from '../../../src/core/watch/incidents/incident-store.ts';
import type { DueEntry, Lane, Outbox } from '../../../src/core/watch/incidents/outbox.ts';
import type { SubscriptionStore } from '../../../src/core/watch/notifications/subscription.ts';
import type { ScheduleStore } from '../../../src/core/watch/schedules/schedule.ts';
import type { MemoryTables, OutboxRow } from './memory-tables.ts';

export function memoryIncidents(tables: MemoryTables): IncidentStore {
  return {
    load: async (connection, since) => tables.load(connection, since),
    loadNotifications: async (since, groupId) => tables.loadNotifications(since, groupId),
    commit: async (change) => tables.commit(change),
    facts: async (ids) => structuredClone(ids.flatMap((id) => tables.facts(id) ?? [])),
    roster: async (id) => structuredClone(tables.roster(id)),
  };
}

export function memorySubscriptions(tables: MemoryTables): SubscriptionStore {
  return {
    list: async () => [...tables.subscriptions.values()],
    put: async (subscription) => void tables.subscriptions.set(subscription.place, subscription),
    remove: async (place) => {
      dropPlace(tables, place);
      return tables.subscriptions.delete(place);
    },
  };
}

function dropPlace(tables: MemoryTables, place: string): void {
  for (const row of tables.outbox) if (row.place === place && row.state === 'waiting') row.state = 'dropped';
  for (const [id, item] of tables.held) if (item.place === place) tables.held.delete(id);
  for (const [id, message] of tables.messages) if (message.place === place) tables.messages.delete(id);
  for (const [id, look] of tables.looks) if (look.place === place) tables.looks.delete(id);
}

export function memoryOutbox(tables: MemoryTables): Outbox {
  const waiting = (): OutboxRow[] => tables.outbox.filter((row) => row.state === 'waiting');
  const heads = (exceptPlaces: readonly string[], lane?: Lane): OutboxRow[] => {
    const seen = new Set<string>();
    return waiting().filter((row) => {
      if (lane !== undefined && row.place.startsWith('route:') !== (lane === 'routes')) return false;
      const order = `${row.place} ${row.orderKey}`;
      const first = !seen.has(order);
      seen.add(order);
      return first && !exceptPlaces.includes(row.place);
    });
  };
  const find = (id: string): OutboxRow | undefined => tables.outbox.find((row) => row.id === id);
  const placesOf = (messageId: string): string[] => {
    const message = tables.messages.get(messageId);
    return message?.address == null ? [] : [message.address, ...message.copies];
  };
  const putPlaces = (messageId: string, places: readonly string[]): void => {
    const [address = null, ...copies] = places;
    const message = tables.messages.get(messageId);
    if (message) tables.messages.set(messageId, { ...message, address, copies });
  };
  const noteAddress = (messageId: string, address: string): void =>
    putPlaces(messageId, [...new Set([...placesOf(messageId), address])]);
  return {
    due: async ({ now, limit, exceptPlaces, lane }) => {
      const places = new Set<string>();
      const rows = heads(exceptPlaces, lane).filter((row) => {
        if (row.notBefore > now || places.has(row.place)) return false;
        places.add(row.place);
        return true;
      });
      return rows.slice(0, limit).map((row): DueEntry => {
        const { content } = row;
        const said = content.kind === 'whole' ? content.of : content;
        const message = 'messageId' in said ? (tables.messages.get(said.messageId) ?? null) : null;
        return structuredClone({ ...row, readUpTo: tables.outbox.length, message });
      });
    },
    nextDueAt: async (exceptPlaces, lane) => {
      const times = heads(exceptPlaces, lane).map((row) => row.notBefore);
      return times.length === 0 ? null : Math.min(...times);
    },
    begin: async (id, at) => {
      const row = find(id);
      if (row) row.maybeSentAt = at;
    },
    complete: async ({ id, address, covers, next }) => {
      const row = find(id);
      if (row?.state !== 'waiting') return;
      row.state = 'done';
      for (const other of waiting()) {
        const same = other.place === row.place && other.orderKey === row.orderKey;
        if (same && covers.kinds.includes(other.content.kind) && other.row <= covers.readUpTo) other.state = 'done';
      }
      if (address !== undefined && 'messageId' in row.content) noteAddress(row.content.messageId, address);
      if (next) tables.write([next]);
    },
    postpone: async (id, { uncertain, ...again }) => {
      const row = find(id);
      if (row) Object.assign(row, again, uncertain ? {} : { maybeSentAt: null });
    },
    retime: async (now) => {
      for (const row of waiting()) if (row.notBefore > now + 3_600_000) row.notBefore = now;
    },
    drop: async (id, _at, problem, notices = []) => {
      const row = find(id);
      if (row) Object.assign(row, { state: 'dropped', problem });
      if (row && problem !== null) tables.write(notices);
    },
    forgetAddress: async (messageId) => {
      const [first] = placesOf(messageId);
      putPlaces(
        messageId,
        placesOf(messageId).filter((one) => one !== first),
      );
    },
    noteCopy: async (messageId, copy, edit) => {
      noteAddress(messageId, copy);
      tables.write([edit]);
    },
    forgetCopy: async (messageId, copy) => {
      putPlaces(
        messageId,
        placesOf(messageId).filter((one) => one !== copy),
      );
    },
    abandonPlace: async ({ place, at, problem, notices }) => {
      dropPlace(tables, place);
      const subscription = tables.subscriptions.get(place);
      if (subscription) tables.subscriptions.set(place, { ...subscription, broken: { since: at, problem } });
      tables.write(notices);
    },
    enqueue: async (entries) => tables.write(entries),
    backlog: async () => [],
    depth: async () => {
      const rows = waiting();
      const dropped = tables.outbox.filter((row) => row.state === 'dropped').length;
      return { waiting: rows.length, oldestAt: rows[0]?.createdAt ?? null, dropped };
    },
  };
}

export function memoryAccepted(tables: MemoryTables): AcceptedStore {
  const removeWhere = <T>(rows: T[], isIt: (row: T) => boolean): boolean => {
    const index = rows.findIndex(isIt);
    if (index >= 0) rows.splice(index, 1);
    return index >= 0;
  };
  return {
    accepted: async (connection) => tables.accepted.filter((one) => one.connection === connection),
    accept: async (failure) => void tables.accepted.push(failure),
    withdraw: async (connection, tenantId, checkId) =>
      removeWhere(
        tables.accepted,
        (one) => one.connection === connection && one.tenantId === tenantId && one.checkId === checkId,
      ),
    windows: async (connection, now) => tables.windows.filter((one) => one.connection === connection && one.to > now),
    putWindow: async (window) => void tables.windows.push(window),
    removeWindow: async (id) => removeWhere(tables.windows, (one) => one.id === id),
  };
}

export function memorySchedules(tables: MemoryTables): ScheduleStore {
  return {
    list: async () => [...tables.schedules.values()],
    put: async (schedule) => void tables.schedules.set(schedule.id, schedule),
    remove: async (id) => tables.schedules.delete(id),
    states: async () => [...tables.scheduleStates.values()],
    putState: async (state) => void tables.scheduleStates.set(state.scheduleId, state),
    rechecks: async () => [...tables.rechecks.values()],
    takeRecheck: async (connection, notBefore) => {
      if (tables.rechecks.get(connection)?.notBefore === notBefore) tables.rechecks.delete(connection);
    },
    lastFinished: async (until) => new Map([...tables.finished].filter(([, at]) => at <= until)),
  };
}
