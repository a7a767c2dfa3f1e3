// Changes an audit log of a million rows in 1,000 ways, and counts what `audit verify` names. node bench/audit.ts [ROWS]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { cron } from '../src/adapters/cron/create-cron.ts';
import { openStorage } from '../src/adapters/storage/open-storage.ts';

const ROWS = Number(process.argv[2] ?? 1_000_000);
/** Changes that one reading of the whole log has to tell apart: it names 20 rows at most, and a swap is two. */
const TOGETHER = 10;
const READINGS = 98;
/** Each alone: rows cut off at the beginning or at the end. */
const CUTS = 20;
const COLUMNS = ['at', 'platform', 'person_id', 'person_name', 'place', 'action', 'target', 'outcome', 'reason'];

const folder = mkdtempSync(join(tmpdir(), 'audit-'));
const file = join(folder, 'audit.db');
const clock = { now: () => Date.UTC(2026, 10, 28), monotonicMs: () => performance.now() };
const storage = await openStorage({ file, clock, cron });
const sql = new Database(file);

let state = 17;
function random(below: number): number {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}

/** What is done to a row, and how far from it the row is that has to be named. */
const KINDS: { change: (id: number) => unknown; named?: number }[] = [
  ...COLUMNS.map((column) => {
    const update = `update audit_log set ${column} = ? where id = ?`;
    const other = { at: 5, outcome: 'failed' }[column] ?? 'other';
    return { change: (id: number) => sql.prepare(update).run(other, id) };
  }),
  { change: (id) => sql.prepare('delete from audit_log where id = ?').run(id), named: 1 },
  {
    change: (id) => {
      for (const [from, to] of [
        [id, -1],
        [id + 1, id],
        [-1, id + 1],
      ])
        sql.prepare('update audit_log set id = ? where id = ?').run(to, from);
    },
  },
  { change: (id) => sql.prepare('update audit_log set hash = null where id = ?').run(id) },
  { change: (id) => sql.prepare('update audit_log set times = times + 1 where id = ?').run(id) },
];

/** Changes rows, reads the whole log, and puts back what stood there. */
async function problemsAfter(change: () => void, ...ranges: [number, number][]): Promise<readonly string[]> {
  const kept = ranges.flatMap((range) => sql.prepare('select * from audit_log where id between ? and ?').all(...range));
  change();
  const { problems } = await storage.audit.verify();
  const names = Object.keys((kept[0] ?? {}) as object);
  const restore = sql.prepare(`insert or replace into audit_log values (${names.map((name) => `@${name}`).join()})`);
  sql.transaction(() => kept.forEach((row) => void restore.run(row)))();
  return problems;
}

try {
  const insert = sql.prepare(`insert into audit_log (id, ${COLUMNS.join()}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  sql.transaction(() => {
    for (let id = 1; id < ROWS; id += 1)
      insert.run(
        id,
        id,
        'discord',
        `${id % 40}`,
        `P${id % 40}`,
        null,
        'command check',
        `tenant ${id}`,
        'allowed',
        null,
      );
  })();
  storage.protectAudit({ key: 'the key of the benchmark' });
  const about = { platform: 'discord', personId: '1', personName: 'P', place: null, action: 'command help' } as const;
  // The first one under the key takes what is there into the chain.
  await storage.audit.record({ ...about, at: clock.now(), target: null, outcome: 'allowed', reason: null });
  const began = performance.now();
  const whole = await storage.audit.verify();
  console.log(`${whole.rows} rows, ${Math.round(performance.now() - began)} ms, problems: ${whole.problems.length}`);
  let found = 0;
  let made = 0;
  for (let reading = 0; reading < READINGS; reading += 1) {
    const picks = Array.from({ length: TOGETHER }, (_, nth) => {
      const share = Math.floor((ROWS - 10) / TOGETHER);
      return { id: 2 + nth * share + random(share - 5), kind: KINDS[(made + nth) % KINDS.length] };
    });
    const problems = await problemsAfter(
      () => picks.forEach(({ id, kind }) => void kind?.change(id)),
      ...picks.map(({ id }): [number, number] => [id, id + 1]),
    );
    for (const { id, kind } of picks)
      if (problems.some((text) => new RegExp(`row ${id + (kind?.named ?? 0)}\\b`, 'i').test(text))) found += 1;
    made += TOGETHER;
  }
  for (let cut = 0; cut < CUTS; cut += 1) {
    const many = 1 + random(50);
    const [low, high]: [number, number] = cut % 2 === 0 ? [1, many] : [ROWS - many + 1, ROWS];
    const remove = () => sql.prepare('delete from audit_log where id between ? and ?').run(low, high);
    if ((await problemsAfter(() => void remove(), [low, high])).length > 0) found += 1;
    made += 1;
  }
  const { problems } = await storage.audit.verify();
  console.log(`${found} of ${made} changes found; put back, problems: ${problems.length}`);
} finally {
  sql.close();
  await storage.close();
  rmSync(folder, { recursive: true });
}
