import { existsSync, readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../core/watch/seeded-random.ts';
import { type Program, startProgram } from '../../../processes/start-program.ts';
import { useDatabase } from '../fixtures.ts';

const LIVE = new URL('./processes/live-watch.ts', import.meta.url);
// One kill hits them all, each somewhere else.
const FILES = 12;
/** More for a longer look: `SAMARITAN_KILLS=40 npx vitest run test/adapters/storage/watch/killed.test.ts`. */
const KILLS = Number(process.env.SAMARITAN_KILLS ?? 14);

/** What must hold at any moment; each question counts the rows that break it. */
const BROKEN: Readonly<Record<string, string>> = {
  'a message is announced neither in the outbox nor in its channel, or in both': `
    select count(*) from alert_messages where (address is null) is not
      exists (select 1 from outbox where message_id = alert_messages.id and kind = 'open')`,
  'an incident has no message': `
    select count(*) from incidents where not exists (select 1 from alert_message_groups where group_id = reference)`,
  'a message has no incident': `
    select count(*) from alert_messages where not exists (
      select 1 from incidents where 'message of ' || reference = alert_messages.id)`,
  'a delivery has no message': `
    select count(*) from outbox where message_id not in (select id from alert_messages)`,
  'an incident miscounts its tenants': `
    select count(*) from incidents where members <> (
      select count(*) from incident_members where incident_members.reference = incidents.reference and left_at is null)`,
  'an incident has other tenants than tracks': `
    select count(*) from incidents where members <> (select count(*) from tracks where incident = reference)`,
  'a group is open and its incident is not, or the other way round': `
    select count(*) from incidents join incident_groups on incident_groups.id = group_id
    where (incidents.closed_at is null) <> (incident_groups.closed_at is null)`,
  'a commit is half there': `
    select abs((select coalesce(sum(revision), 0) from watch_connections) - (select count(*) from watch_runs)) + abs(next_number - (select count(*) from incidents))
    from watch_state`,
};

describe('a process that is killed in the middle of commits and deliveries', () => {
  const database = useDatabase();

  it('leaves every incident with its deliveries, and loses none of them', {
    timeout: 300_000 + KILLS * 8000,
  }, async () => {
    const { folder } = database;
    const files = Array.from({ length: FILES }, (_, index) => `${folder}/${index}.db`);
    const random = seededRandom(7);
    const start = (seed: number): Program => {
      // Every other one ends itself between two statements, the rest at any moment.
      const last = seed % 2 === 0 ? 250 + Math.floor(random() * 500) : 0;
      return startProgram([LIVE, folder, String(FILES), String(seed), String(last)], { input: null });
    };
    for (let kills = 1; kills <= KILLS; kills += 1) {
      const process = start(kills);
      process.say('go');
      const line = `did ${1 + Math.floor(random() * 30)}`;
      if (kills % 2 === 0) expect(await process.ended).toBeNull();
      else {
        await process.says(line);
        await process.stop('SIGKILL');
      }
      for (const file of files) expect(judge(file), `${file} after ${kills} kills`).toEqual([]);
    }
    for (const file of files) expect(checkWhole(file)).toEqual([[{ integrity_check: 'ok' }], []]);
    const totals = files.map(countOf);
    expect(totals.reduce((sum, { incidents }) => sum + incidents, 0)).toBeGreaterThan(FILES);
    // What was told twice was told by a process that died before it could say so.
    for (const { again } of totals) expect(again).toBeLessThanOrEqual(KILLS);
  });

  /** Promises that are broken. */
  function judge(file: string): string[] {
    if (!existsSync(file)) return [];
    const db = new Database(file);
    try {
      if (db.prepare(`select 1 from sqlite_schema where name = 'outbox'`).get() === undefined) return [];
      const broken = Object.entries(BROKEN).filter(([, query]) => db.prepare(query).pluck().get() !== 0);
      const problems = broken.map(([promise]) => promise);
      return [...problems, ...lost(db, file)];
    } finally {
      db.close();
    }
  }

  function checkWhole(file: string): unknown[] {
    const db = new Database(file);
    const found = [db.pragma('integrity_check'), db.pragma('foreign_key_check')];
    db.close();
    return found;
  }

  /** Deliveries that were decided and neither wait nor were made. */
  function lost(db: Database.Database, file: string): string[] {
    const decided = db
      .prepare(`
        select 'open ' || reference from incidents
        union all select 'edit ' || reference from incidents where closed_at is not null
        union all select 'recover ' || reference from incidents where closed_at is not null`)
      .pluck()
      .all();
    const known = new Set([...db.prepare('select id from outbox').pluck().all(), ...delivered(file)]);
    return decided.filter((id) => !known.has(id)).map((id) => `${id} is lost`);
  }

  function countOf(file: string): { incidents: number; again: number } {
    const db = new Database(file);
    const incidents = Number(db.prepare('select count(*) from incidents').pluck().get());
    db.close();
    const lines = delivered(file);
    return { incidents, again: lines.length - new Set(lines).size };
  }

  function delivered(file: string): string[] {
    return existsSync(`${file}.log`) ? readFileSync(`${file}.log`, 'utf8').trim().split('\n') : [];
  }
});
