import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import type { Kysely } from 'kysely';
import type { Report } from '../../../core/diagnosis/report/report.ts';
import { ReportAssembly, type ReportPiece, toReportPieces } from '../../../core/diagnosis/report/report-pieces.ts';
import type { ReportStore } from '../../../core/diagnosis/report/report-store.ts';
import type { Clock } from '../../../core/model/time/clock.ts';
import type { Schema } from '../engine/schema.ts';
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
export class SqliteReportStore implements ReportStore {
  readonly #db: Kysely<Schema>;
  readonly #clock: Clock;
  readonly #file: string;

  constructor(db: Kysely<Schema>, clock: Clock, file: string) {
    this.#db = db;
    this.#clock = clock;
    this.#file = file;
  }

  async keep(report: Report): Promise<void> {
    const run_id = report.run.id;
    const { id } = await this.#db
      .transaction()
      .execute((trx) =>
        trx
          .insertInto('run_reports')
          .values({ run_id, version: REPORT_FORMAT, kept_at: this.#clock.now(), parts: null })
          .returning('id')
          .executeTakeFirstOrThrow(),
      );
    let parts = 0;
    for (const text of toParts(report)) {
      const row = { report_id: id, part: parts, content: await compress(text) };
      await this.#db.transaction().execute((trx) => trx.insertInto('run_report_parts').values(row).execute());
      parts += 1;
    }
    await this.#db.transaction().execute(async (trx) => {
      await trx.updateTable('run_reports').set({ parts }).where('id', '=', id).execute();
      // Pruning takes it with the next call.
      const old = trx.updateTable('run_reports').set({ parts: null, kept_at: 0 });
      await old.where('run_id', '=', run_id).where('id', '<', id).execute();
    });
  }

  async read(runId: string): Promise<Report | undefined> {
    for (;;) {
      const kept = await this.#newest(runId);
      if (!kept) return undefined;
      const report = await this.#assemble(runId, kept);
      if (report) return report;
      // A part is missing: replaced or pruned while it was read, else damaged.
      const now = await this.#newest(runId);
      if (now?.id === kept.id) throw this.#damaged(runId, new Error('a part is missing'));
    }
  }

  #newest(runId: string) {
    return this.#db
      .selectFrom('run_reports')
      .select(['id', 'version', 'parts'])
      .where('run_id', '=', runId)
      .where('parts', 'is not', null)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
  }

  async #assemble(
    runId: string,
    { id, version, parts }: { id: number; version: number; parts: number | null },
  ): Promise<Report | undefined> {
    if (version !== REPORT_FORMAT) throw this.#damaged(runId, new Error(`it has the unknown format ${version}`));
    const assembly = new ReportAssembly();
    for (let part = 0; part < (parts ?? 0); part += 1) {
      const row = await this.#db
        .selectFrom('run_report_parts')
        .select('content')
        .where('report_id', '=', id)
        .where('part', '=', part)
        .executeTakeFirst();
      if (!row) return undefined;
      try {
        const text = (await decompress(row.content)).toString('utf8');
        for (const line of text.split('\n')) assembly.take(toPiece(line));
      } catch (cause) {
        throw this.#damaged(runId, cause);
      }
    }
    try {
      return assembly.finish();
    } catch (cause) {
      throw this.#damaged(runId, cause);
    }
  }

  #damaged(runId: string, cause: unknown): StorageError {
    return new StorageError('corrupt', this.#file, { detail: `in the report of run ${runId}`, cause });
  }
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
