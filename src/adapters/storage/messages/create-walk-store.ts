import { sql } from 'kysely';
import type { Walk, WalkStore } from '../../../core/guidance/walks/walk.ts';
import { deletion, type PruneStep } from '../engine/prune.ts';
import type { Db } from '../engine/schema.ts';

/** Walks by the place where they are walked. */
export function createWalkStore(db: Db): WalkStore {
  return {
    begin: async (walk) => void (await db.insertInto('walks').values(toRow(walk)).execute()),
    read: async (id) =>
      (await db.selectFrom('walks').select(['id', 'walk']).where('id', '=', id).executeTakeFirst())?.walk,
    newest: async (place) => {
      const newest = db
        .selectFrom('walks')
        .select(['id', 'walk'])
        .where('place', '=', place)
        .where('mended', '=', false);
      return (await newest.orderBy('movedAt', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirst())?.walk;
    },
    move: async (walk, from) => {
      const { numUpdatedRows } = await db
        .updateTable('walks')
        .set(toRow(walk))
        .where('id', '=', walk.id)
        .where('atStep', '=', from)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
  };
}

/** Deletes walks that nobody has moved since `before`. */
export function walkSteps(before: number): PruneStep[] {
  return [deletion('walks', 'id', 200, sql`moved_at < ${before}`)];
}

function toRow(walk: Walk) {
  const { id, place, answers, mended, movedAt } = walk;
  return { id, place, atStep: answers.length, mended, movedAt, walk };
}
