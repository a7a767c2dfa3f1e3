import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cron } from '../../../../src/adapters/cron/create-cron.ts';
import { copyDatabase } from '../../../../src/adapters/storage/copy/copy-database.ts';
import { openStorage, type Storage } from '../../../../src/adapters/storage/open-storage.ts';
import { healthyReport } from '../../reports/report-scenarios.ts';
import { entry } from '../access/audit-entry.ts';
import { keepRun, useDatabase } from '../fixtures.ts';
import { fail, partner, tenant } from '../results.ts';
import { commit, opening, subscription } from '../watch/rows.ts';

const KEY = 'a key of the audit log';
const WORDS = ['x', "';--", 'a\0b', '\uFFFE0', 'Ünïcode 👩‍👩‍👧', '\u202e', ' end '];

describe('a copy', () => {
  const database = useDatabase();
  const onFile = (file = database.file): Promise<Storage> => openStorage({ file, clock: database.clock, cron });

  async function fill(storage: Storage): Promise<void> {
    storage.protectAudit({ key: KEY });
    const tenants = Array.from({ length: 600 }, (_, index) =>
      tenant(`t${index}`, fail('gdap.expired', WORDS[index % WORDS.length])),
    );
    await keepRun(storage, database.clock, 'one', { at: 1000, results: { partner: partner(), tenants } });
    await storage.reports.keep(healthyReport());
    for (const [index, word] of WORDS.entries()) {
      await storage.audit.record(entry(index, { reason: word }));
      await storage.settings.keep(`setting ${index}`, word);
    }
    await storage.subscriptions.put(subscription());
    await commit(storage.incidents, opening('INC-1', ['t1', 't2']));
    await storage.outbox.drop('open INC-1', 2000, 'refused');
    const times = { cron: '0 * * * *', timeZone: 'UTC', offsetMs: 0, jitterMs: 0, paused: true, activeSince: 0 };
    const schedule = {
      id: 's',
      name: 's',
      connection: 'default',
      only: null,
      tenants: [],
      tagged: { tags: [], withoutTags: [] },
      ...times,
    };
    await storage.schedules.put(schedule);
    await storage.schedules.putState({ scheduleId: 's', handledUntil: 1, running: null, lastStartedAt: null });
  }

  it('has every row of every table, there and back, and numbers go on', async () => {
    const filled = await onFile();
    await fill(filled);
    const before = [await filled.runs.currentStates('default'), await filled.reports.read(healthyReport().run.id)];
    await filled.close();
    const copy = await copyDatabase(database.file, database.server);
    expect(copy).toMatchObject({ from: database.file, to: database.name });
    expect(copy.tables).toMatchObject({ check_states: 600, audit_log: WORDS.length, incidents: 1, schedule_states: 1 });
    expect(Object.keys(copy.tables).length).toBeGreaterThan(30);

    const there = await database.open();
    there.protectAudit({ key: KEY });
    expect([await there.runs.currentStates('default'), await there.reports.read(healthyReport().run.id)]).toEqual(
      before,
    );
    expect(await there.audit.verify()).toMatchObject({ rows: WORDS.length, problems: [] });
    // The one that was given up had the number 1, and none is given twice.
    expect(await database.rows("select nextval(pg_get_serial_sequence('outbox', 'seq')) as n")).toEqual([{ n: 2 }]);

    const back = join(database.folder, 'back.db');
    expect(await copyDatabase(database.server, back)).toMatchObject({ tables: copy.tables });
    const again = await onFile(back);
    again.protectAudit({ key: KEY });
    expect(await again.runs.currentStates('default')).toEqual(before[0]);
    expect(await again.audit.verify()).toMatchObject({ rows: WORDS.length, problems: [] });
    await again.close();
  });

  it('is refused where the target has data, which stays as it is', async () => {
    await (await onFile()).close();
    const there = await database.open();
    await there.settings.keep('kept', 'before');
    const refused = { name: 'StorageError', code: 'not-empty', message: expect.stringContaining('(table settings)') };
    await expect(copyDatabase(database.file, database.server)).rejects.toMatchObject(refused);
    expect(await there.settings.read('kept')).toBe('before');
  });

  it('is refused where a start runs on one of them, and where there is no such file', async () => {
    const missing = join(database.folder, 'nowhere.db');
    await expect(copyDatabase(missing, database.server)).rejects.toMatchObject({ code: 'cannot-open' });
    expect(existsSync(missing)).toBe(false);
    await (await onFile()).close();
    const there = await database.open();
    await there.acquireInstanceLock();
    await expect(copyDatabase(database.file, database.server)).rejects.toMatchObject({ code: 'in-use' });
  });

  it('keeps nothing where a value arrives as another', async () => {
    const filled = await onFile();
    await filled.settings.keep('word', 'as it was');
    await filled.close();
    const there = await database.open();
    await database.exec(`
      create function spoil() returns trigger language plpgsql as 'begin new.value := upper(new.value); return new; end';
      create trigger spoil before insert on settings for each row execute function spoil()`);
    const error = await copyDatabase(database.file, database.server).catch((thrown: unknown) => thrown);
    await database.exec('drop trigger spoil on settings; drop function spoil()');
    expect(error).toMatchObject({ code: 'differs', message: expect.stringContaining('(table settings)') });
    expect(await there.settings.read('word')).toBeUndefined();
  });
});
