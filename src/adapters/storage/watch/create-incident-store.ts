import { nextTurn } from '../../../core/model/time/next-turn.ts';
import type { GroupFacts, IncidentStore } from '../../../core/watch/incidents/incident-store.ts';
import { inSnapshot } from '../engine/in-snapshot.ts';
import type { Db } from '../engine/schema.ts';
import { readGroupFacts, readGroupRoster } from './read-group-facts.ts';
import { readNotificationState, readWatchState } from './read-watch-state.ts';
import { writeWatchChange } from './write-watch-change.ts';

export function createIncidentStore(db: Db): IncidentStore {
  return {
    load: (connection, since) => inSnapshot(db, (snapshot) => readWatchState(snapshot, connection, since)),
    loadNotifications: (since, groupId) =>
      inSnapshot(db, (snapshot) => readNotificationState(snapshot, since, { groupId })),
    commit: (change) => db.transaction().execute((trx) => writeWatchChange(trx, change)),
    facts: async (groupIds) => {
      const all: GroupFacts[] = [];
      for (const id of groupIds) {
        const facts = await inSnapshot(db, (snapshot) => readGroupFacts(snapshot, id));
        if (facts) all.push(facts);
        await nextTurn();
      }
      return all;
    },
    roster: (groupId) => inSnapshot(db, (snapshot) => readGroupRoster(snapshot, groupId)),
  };
}
