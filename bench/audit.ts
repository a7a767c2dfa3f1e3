// Changes an audit log of a million rows in 1,000 ways, and counts what `audit verify` names. node bench/audit.ts [ROWS]
// In parts, over the hours: AUDIT_FOLDER=… keeps the log, and PART=2/6 makes the second sixth of the changes.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { cron } from '../src/adapters/cron/create-cron.ts';
import { openStorage } from '../src/adapters/storage/open-storage.ts';

const ROWS = Number(process.argv[2] ?? 1_000_000);
/** Changes that one reading of the whole log has to tell apart: it names 20 rows at most, and a swap is two. */
const TOGETHER = 10;
const READINGS = 98;
/** Each alone: what is done to the ends of the log, or to its seal. */
const AT_ENDS = 20;
/** Rows that came after the copy that a replay puts back. */
const NEWER = 50;
const COLUMNS = ['at', 'platform', 'person_id', 'person_name', 'place', 'action', 'target', 'outcome', 'reason'];

const [part = 1, parts = 1] = (process.env.PART ?? '1/1').split('/').map(Number);
const folder = process.env.AUDIT_FOLDER ?? mkdtempSync(join(tmpdir(), 'audit-'));
const file = join(folder, 'audit.db');
const filled = existsSync(file);
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
  // A genuine row once more, in another's place.
  {
    change: (id) =>
      sql
        .prepare(
          `update audit_log set (${COLUMNS.join()}, hash) = (select ${COLUMNS.join()}, hash from audit_log where id = 1) where id = ?`,
        )
        .run(id),
  },
];

const setSeal = sql.prepare("update settings set value = ? where name = 'audit.seal'");
const readSeal = (): string =>
  (sql.prepare("select value from settings where name = 'audit.seal'").get() as { value: string }).value;
const cutEnd = (many: number) => sql.prepare('delete from audit_log where id > ?').run(newest - many);
let older = '';
let newest = ROWS;
let witnessed: number | undefined;

/** What is done to the ends; `many` rows of them, where it is about rows. */
const ENDS: ((many: number) => unknown)[] = [
  (many) => sql.prepare('delete from audit_log where id <= ?').run(many),
  cutEnd,
  // The log of yesterday with its genuine seal: the number of the newest row, kept beside it, tells.
  () => [cutEnd(NEWER), setSeal.run(older)],
  () => sql.prepare(`insert into audit_log select ${newest + 1} id, ${rest()} from audit_log where id = ?`).run(newest),
  (many) => setSeal.run(readSeal().replace(/ (\d+):/, (_all, id: string) => ` ${Number(id) - many}:`)),
  () => setSeal.run(readSeal().replace(/[\w-]{4}$/, 'AAAA')),
  () => sql.prepare("delete from settings where name = 'audit.seal'").run(),
];
const rest = (): string =>
  Object.keys(sql.prepare('select * from audit_log limit 1').get() as object)
    .filter((name) => name !== 'id')
    .join();

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

/** A million rows as an older version left them, which the first row under the key takes into the chain; then some more. */
async function fill(): Promise<void> {
  const insert = sql.prepare(`insert into audit_log (id, ${COLUMNS.join()}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  sql.transaction(() => {
    for (let id = 1; id < ROWS - NEWER; id += 1)
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
  const about = { platform: 'discord', personId: '1', personName: 'P', place: null, action: 'command help' } as const;
  for (let row = 0; row <= NEWER; row += 1) {
    await storage.audit.record({ ...about, at: clock.now(), target: null, outcome: 'allowed', reason: null });
    if (row === 0) sql.prepare("insert into settings (name, value) values ('older', ?)").run(readSeal());
  }
}

try {
  storage.protectAudit({
    key: 'the key of the benchmark',
    witness: { read: async () => witnessed, keep: async () => {} },
  });
  if (!filled) await fill();
  older = (sql.prepare("select value from settings where name = 'older'").get() as { value: string }).value;
  newest = (sql.prepare('select max(id) id from audit_log').get() as { id: number }).id;
  const seal = readSeal();
  witnessed = newest;
  const began = performance.now();
  const whole = await storage.audit.verify();
  console.log(`${whole.rows} rows, ${Math.round(performance.now() - began)} ms, problems: ${whole.problems.length}`);
  let found = 0;
  let made = 0;
  for (let reading = 0; reading < READINGS; reading += 1) {
    const picks = Array.from({ length: TOGETHER }, (_, nth) => {
      const share = Math.floor((ROWS - 10) / TOGETHER);
      return { id: 2 + nth * share + random(share - 5), kind: KINDS[(reading * TOGETHER + nth) % KINDS.length] };
    });
    if (reading % parts !== part - 1) continue;
    const problems = await problemsAfter(
      () => picks.forEach(({ id, kind }) => void kind?.change(id)),
      ...picks.map(({ id }): [number, number] => [id, id + 1]),
    );
    for (const { id, kind } of picks)
      if (problems.some((text) => new RegExp(`row ${id + (kind?.named ?? 0)}\\b`, 'i').test(text))) found += 1;
      else console.log(`missed: change ${kind && KINDS.indexOf(kind)} of row ${id}`);
    made += TOGETHER;
  }
  for (let nth = part - 1; nth < AT_ENDS; nth += parts) {
    const many = 1 + ((nth * 7) % NEWER);
    const problems = await problemsAfter(
      () => void ENDS[nth % ENDS.length]?.(many),
      [1, many],
      [newest - NEWER, newest],
    );
    sql.prepare('delete from audit_log where id > ?').run(newest);
    sql.prepare("insert or replace into settings (name, value) values ('audit.seal', ?)").run(seal);
    if (problems.length > 0) found += 1;
    else console.log(`missed: change ${nth % ENDS.length} of the ends`);
    made += 1;
  }
  const { problems } = await storage.audit.verify();
  console.log(`${found} of ${made} changes found; put back, problems: ${problems.length}`);
} finally {
  sql.close();
  await storage.close();
  if (!process.env.AUDIT_FOLDER) rmSync(folder, { recursive: true });
}
