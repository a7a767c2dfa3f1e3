import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAuditForward } from '../../../../src/adapters/telemetry/create-audit-forward.ts';
import type { AuditEntry } from '../../../../src/core/chat/access/audit-log.ts';
import { itOnFile, useDatabase } from '../fixtures.ts';
import { entry } from './audit-entry.ts';

const KEY = 'the key of these tests';
const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 28);

const stranger = (at: number, id: number): AuditEntry =>
  entry(at, { personId: String(id), personName: `S${id}`, outcome: 'refused', reason: 'wants viewer, has anyone' });

/** Numbers that look random and are the same each time. */
function sequence(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('the audit log’s chain', () => {
  const database = useDatabase();

  const openWith = async (rows: number) => {
    const storage = await database.open();
    storage.protectAudit({ key: KEY });
    for (let at = 0; at < rows; at += 1)
      await storage.audit.record(
        at % 5 === 4 ? stranger(NOW + at * 60_000, at) : entry(NOW + at, { target: `t${at}` }),
        {
          fold: at % 5 === 4 ? 'x' : undefined,
        },
      );
    return storage;
  };

  it('is whole as it was written, and says where it ends', async () => {
    const { audit } = await openWith(60);
    expect(await audit.verify()).toEqual({
      rows: 60,
      since: NOW,
      head: expect.stringMatching(/^60 [\w-]{43}$/),
      problems: [],
    });
  });

  it('is whole too while others write to it, or delete what is too old', async () => {
    const storage = await openWith(10);
    const { audit } = storage;
    const [verdict] = await Promise.all([
      audit.verify(),
      ...Array.from({ length: 20 }, (_, at) => audit.record(entry(NOW + 100 + at))),
    ]);
    expect(verdict).toMatchObject({ problems: [] });
    const now = NOW + 401 * DAY_MS;
    const writing = Array.from({ length: 5 }, (_, at) => audit.record(entry(now + at)));
    const pruned = storage.prune({ now, reportDays: 14, auditDays: 400, historyDays: 400 });
    expect(await audit.verify()).toMatchObject({ problems: [] });
    await Promise.all([pruned, ...writing]);
    expect(await audit.verify()).toMatchObject({ rows: 5, problems: [] });
  });

  itOnFile('finds 1,000 of 1,000 changes of any kind', async () => {
    const rows = 30;
    const { audit } = await openWith(rows);
    const sql = database.connect();
    const pick = sequence(17);
    const columns = ['at', 'platform', 'person_id', 'person_name', 'place', 'action', 'target', 'outcome', 'reason'];
    const all = [...columns, 'hash', 'times', 'times_mac'].join(', ');
    const row = (): number => 1 + pick(rows);
    const changes: (() => unknown)[] = [
      () => {
        const [column = ''] = columns.slice(pick(columns.length));
        const other = { at: NOW - 1, outcome: 'failed' }[column] ?? `x${pick(9)}`;
        return sql.prepare(`update audit_log set ${column} = ? where id = ?`).run(other, row());
      },
      () => sql.prepare('delete from audit_log where id = ?').run(row()),
      () => sql.prepare('delete from audit_log where id >= ?').run(1 + pick(rows)),
      () => sql.prepare('delete from audit_log where id <= ?').run(row()),
      () => sql.prepare(`insert into audit_log (${all}) select ${all} from audit_log where id = ?`).run(row()),
      () => sql.prepare(`insert into audit_log (id, ${all}) select -id, ${all} from audit_log where id = ?`).run(row()),
      () => {
        const [a, b] = [row(), row()];
        if (a === b) return sql.prepare('update audit_log set id = id + 1000 where id = ?').run(a);
        sql.prepare('update audit_log set id = -1 where id = ?').run(a);
        sql.prepare('update audit_log set id = ? where id = ?').run(a, b);
        return sql.prepare('update audit_log set id = ? where id = -1').run(b);
      },
      () => sql.prepare('update audit_log set hash = null where id = ?').run(row()),
      () => sql.prepare('update audit_log set times = times + 1 where id = ?').run(row()),
      () =>
        sql
          .prepare('update audit_log set times_mac = ? where id = ?')
          .run(pick(2) ? 'x' : null, 5 * (1 + pick(rows / 5))),
      () => sql.prepare("delete from settings where name = 'audit.seal'").run(),
      () => sql.prepare("update settings set value = replace(value, '30:', '29:') where name = 'audit.seal'").run(),
    ];
    let found = 0;
    for (let turn = 0; turn < 1000; turn += 1) {
      sql.exec('create temp table kept as select * from audit_log');
      const seal = sql.prepare("select value from settings where name = 'audit.seal'").pluck().get();
      changes[turn % changes.length]?.();
      const { problems } = await audit.verify();
      if (problems.length > 0) found += 1;
      sql.exec('delete from audit_log; insert into audit_log select * from kept; drop table kept');
      sql.prepare("insert or replace into settings (name, value) values ('audit.seal', ?)").run(seal);
    }
    expect(found).toBe(1000);
    expect((await audit.verify()).problems).toEqual([]);
  });

  it('takes what an older version wrote, and does not when a seal was there', async () => {
    const old = await database.open();
    await old.audit.record(entry(NOW - 1));
    await old.audit.record(entry(NOW));
    old.protectAudit({ key: KEY });
    expect((await old.audit.verify()).problems).not.toEqual([]);
    await old.audit.record(entry(NOW + 1));
    expect(await old.audit.verify()).toMatchObject({ rows: 3, problems: [] });
    await database.exec("delete from settings where name = 'audit.seal'");
    await old.audit.record(entry(NOW + 2));
    expect((await old.audit.verify()).problems).not.toEqual([]);
  });

  it('shows for ever that a log was lost with its seal, or an older copy put in place, where this machine wrote it', async () => {
    const kept = { number: undefined as number | undefined };
    const witness = {
      read: async () => kept.number,
      keep: async (number: number) => {
        kept.number = number;
      },
    };
    const open = async () => {
      const storage = await database.open();
      storage.protectAudit({ key: KEY, witness });
      return storage;
    };
    const first = await open();
    for (const at of [1, 2, 3]) await first.audit.record(entry(NOW + at));
    expect(kept.number).toBe(3);
    expect((await first.audit.verify()).problems).toEqual([]);
    await first.close();
    await database.exec("delete from audit_log; delete from settings where name = 'audit.seal'");
    const { audit } = await open();
    expect((await audit.verify()).problems).toContainEqual(expect.stringMatching(/^Row 3, which this machine wrote, /));
    await audit.record(entry(NOW + 4));
    await audit.record(entry(NOW + 5));
    expect(await audit.verify()).toMatchObject({ rows: 2, problems: ['Rows 1 to 3 are missing.'] });
  });

  it('shows a row that was written without the key, and that another key made it', async () => {
    const { audit } = await openWith(3);
    const keyless = await database.open();
    await keyless.audit.record(entry(NOW));
    expect((await audit.verify()).problems).toContain('Row 4 was written without the key.');
    expect((await keyless.audit.verify()).problems).toEqual([expect.stringMatching('master key')]);
    keyless.protectAudit({ key: 'another' });
    expect((await keyless.audit.verify()).problems[0]).toMatch('another master key');
  });

  it('can still be verified when the oldest rows were deleted for their age, all of them too', async () => {
    const storage = await database.open();
    storage.protectAudit({ key: KEY });
    for (const days of [500, 450, 1, 420, 0]) await storage.audit.record(entry(NOW - days * DAY_MS));
    const prune = (now: number) => storage.prune({ now, reportDays: 14, auditDays: 400, historyDays: 400 });
    await prune(NOW);
    // What is old and stands behind something young waits for it: only a beginning can be cut off.
    expect(await storage.audit.verify()).toMatchObject({ rows: 3, problems: [] });
    await database.exec('delete from audit_log where id = 3');
    expect((await storage.audit.verify()).problems).not.toEqual([]);
    await prune(NOW + 401 * DAY_MS);
    await storage.audit.record(entry(NOW + 401 * DAY_MS));
    expect(await storage.audit.verify()).toMatchObject({ rows: 1, problems: [] });
  });
});

describe('refusals that anybody can cause', () => {
  const database = useDatabase();

  it('are one row a person and minute, which counts them, also when they come at once', async () => {
    const { audit, protectAudit } = await database.open();
    protectAudit({ key: KEY });
    const many = Array.from({ length: 400 }, (_, index) => stranger(NOW + index * 100, 1 + (index % 2)));
    await Promise.all(many.map((one) => audit.record(one, { fold: 'x' })));
    const rows = await audit.latest(100);
    expect(rows.map(({ personId, times }) => [personId, times]).sort()).toEqual([
      ['1', 200],
      ['2', 200],
    ]);
    await audit.record(stranger(NOW + 60_000, 1), { fold: 'x' });
    expect(await audit.latest(100)).toHaveLength(3);
    expect((await audit.verify()).problems).toEqual([]);
  });

  itOnFile('of ever new people share one row an hour from the 500th of a day on', async () => {
    const { audit, protectAudit } = await database.open();
    protectAudit({ key: KEY });
    for (let id = 1; id <= 700; id += 1) await audit.record(stranger(NOW + id * 1000, id), { fold: 'x' });
    expect(await audit.latest(2000)).toHaveLength(501);
    expect((await audit.latest(1))[0]).toMatchObject({ personName: 'many people', times: 200 });
  });
});

describe('latest', () => {
  const database = useDatabase();

  it('can be asked from a time on and of one person, by id or name', async () => {
    const { audit } = await database.open();
    await audit.record(entry(1000));
    await audit.record(entry(2000, { personId: '2', personName: 'Ben' }));
    await audit.record(entry(3000));
    expect((await audit.latest(9, { since: 2000 })).map(({ at }) => at)).toEqual([3000, 2000]);
    expect((await audit.latest(9, { person: 'discord:user:2' })).map(({ at }) => at)).toEqual([2000]);
    expect((await audit.latest(9, { person: 'Anna', since: 2000 })).map(({ at }) => at)).toEqual([3000]);
  });
});

describe('forwarding', () => {
  const database = useDatabase();

  it('appends each new row to a file as one line', async () => {
    const { audit, protectAudit } = await database.open();
    const file = join(database.folder, 'audit.jsonl');
    protectAudit({ key: KEY, forward: createAuditForward(file, () => {}) });
    await audit.record(entry(1000, { personName: 'a\nb' }));
    for (const _ of [1, 2, 3]) await audit.record(stranger(2000, 7), { fold: 'x' });
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { id: 1, personName: 'a\nb', hash: expect.any(String) },
      { id: 2, personId: '7' },
    ]);
  });

  it('sends it to a syslog server', async () => {
    const server = createSocket('udp4');
    server.bind(0, '127.0.0.1');
    await once(server, 'listening');
    const came = once(server, 'message');
    createAuditForward(`syslog://127.0.0.1:${server.address().port}`, () => {})?.({ id: 5 });
    const [message] = await came;
    expect(String(message)).toMatch(/^<109>1 \S+ \S+ samaritan \d+ audit - \{"id":5\}$/);
    server.close();
  });

  it('tells where it can’t, and throws nothing', () => {
    const faults: unknown[] = [];
    createAuditForward('/nowhere/at/all', (error) => faults.push(error))?.({ id: 1 });
    expect(faults).toMatchObject([{ code: 'ENOENT' }]);
  });
});
