import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import { type Selectable, sql } from 'kysely';
import type { Report } from '../../../core/diagnosis/report/report.ts';
import { ReportAssembly, type ReportPiece, toReportPieces } from '../../../core/diagnosis/report/report-pieces.ts';
import type { ReportStore } from '../../../core/diagnosis/report/report-store.ts';
import type { Clock } from '../../../core/model/time/clock.ts';
import { nextTurn } from '../../../core/model/time/next-turn.ts';
import { oneByOne } from '../../../core/model/time/one-by-one.ts';
import { deletion, type PruneStep } from '../engine/prune.ts';
import type { Db, Schema } from '../engine/schema.ts';
import { StorageError } from '../engine/storage-error.ts';

const compress = promisify(deflate);
const decompress = promisify(inflate);

/** Changes with every piece that an older reader would not understand. */
const REPORT_FORMAT = 1;

// Characters, or a little more: some 100 tenants, 1 ms of writing or reading JSON. zlib works in a thread of its own.
const PART_LENGTH = 64 * 1024;

/**
 * Keeps a report as parts of compressed lines, each in a transaction of its own, and shows it when all are there.
 * A report of a run that has one already takes its place. A damaged one throws `StorageError` `corrupt`.
 */
export function createReportStore(db: Db, clock: Clock, file: string): ReportStore {
  // Many at once would all be in memory by halves until the last is read.
  const reads = oneByOne();
  return {
    keep: async (report) => {
      const runId = report.run.id;
      const { id } = await db
        .insertInto('runReports')
        .values({ runId, version: REPORT_FORMAT, keptAt: clock.now(), parts: null })
        .returning('id')
        .executeTakeFirstOrThrow();
      let parts = 0;
      for (const text of toParts(report)) {
        const row = { reportId: id, part: parts, content: await compress(text) };
        await db.insertInto('runReportParts').values(row).execute();
        parts += 1;
      }
      await db.transaction().execute(async (trx) => {
        await trx.updateTable('runReports').set({ parts }).where('id', '=', id).execute();
        // Pruning takes it with the next call.
        const old = trx.updateTable('runReports').set({ parts: null, keptAt: 0 });
        await old.where('runId', '=', runId).where('id', '<', id).execute();
      });
    },
    read: (runId) => reads(() => readReport(db, runId, file)),
  };
}

async function readReport(db: Db, runId: string, file: string): Promise<Report | undefined> {
  for (;;) {
    const kept = await findNewest(db, runId);
    if (!kept) return undefined;
    try {
      const report = await assemble(db, kept);
      if (report) return report;
      // A part is missing: replaced or pruned while it was read, else damaged.
      if ((await findNewest(db, runId))?.id === kept.id) throw new Error('a part is missing');
    } catch (cause) {
      if (cause instanceof StorageError) throw cause;
      throw new StorageError('corrupt', file, { detail: `in the report of run ${runId}`, cause });
    }
  }
}

export function reportSteps(before: number): PruneStep[] {
  const old = sql`select id from run_reports where kept_at < ${before}`;
  const isEmpty = sql`not exists (select 1 from run_report_parts where report_id = run_reports.id)`;
  return [
    deletion('run_report_parts', 'report_id, part', 40, sql`report_id in (${old})`),
    deletion('run_reports', 'id', 200, sql`kept_at < ${before} and ${isEmpty}`),
  ];
}

type KeptReport = Pick<Selectable<Schema['runReports']>, 'id' | 'version' | 'parts'>;

async function findNewest(db: Db, runId: string): Promise<KeptReport | undefined> {
  return await db
    .selectFrom('runReports')
    .select(['id', 'version', 'parts'])
    .where('runId', '=', runId)
    .where('parts', 'is not', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Undefined where a part is missing; throws where one is damaged. */
async function assemble(db: Db, { id, version, parts }: KeptReport): Promise<Report | undefined> {
  if (version !== REPORT_FORMAT) throw new Error(`it has the unknown format ${version}`);
  const assembly = new ReportAssembly();
  for (let part = 0; part < (parts ?? 0); part += 1) {
    const row = await db
      .selectFrom('runReportParts')
      .select('content')
      .where('reportId', '=', id)
      .where('part', '=', part)
      .executeTakeFirst();
    if (!row) return undefined;
    const text = (await decompress(row.content)).toString('utf8');
    await nextTurn();
    for (const line of text.split('\n')) assembly.take(toPiece(line));
  }
  return assembly.finish();
}

/** Its damage shows before, in the checksum of the part. */
function toPiece(line: string): ReportPiece {
  return JSON.parse(line);
}

function* toParts(report: Report): Generator<string> {
  let part: string[] = [];
  let length = 0;
  for (const piece of toReportPieces(report)) {
    const line = JSON.stringify(piece);
    part.push(line);
    length += line.length;
    if (length < PART_LENGTH) continue;
    yield part.join('\n');
    part = [];
    length = 0;
  }
  if (part.length > 0) yield part.join('\n');
}
