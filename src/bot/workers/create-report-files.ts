import type { DownloadFormat } from '../../core/chat/calls/chat-parts.ts';
import { inChunks } from '../../core/diagnosis/report/in-chunks.ts';
import type { Report } from '../../core/diagnosis/report/report.ts';
import { toReportPieces } from '../../core/diagnosis/report/report-pieces.ts';
import type { Timers } from '../../core/model/time/clock.ts';
import { WorkerProcess } from './worker-process.ts';

/** What is wanted of a report; the first part of the work, before the report's own. */
export interface ReportOrder {
  format: DownloadFormat;
  applicationId?: string;
}

export interface ReportFilesOptions {
  timers: Timers;
  /** The app of a connection, for links in the guidance. */
  applicationIdOf?: (connection: string) => string | undefined;
}

export interface ReportFiles {
  /** A report as a file. Rejects with a `WorkerError`. */
  renderFile(report: Report, format: DownloadFormat): Promise<Uint8Array<ArrayBuffer>>;
  close(): Promise<void>;
}

/** Reports rendered in a process of their own: a page of 10,000 tenants takes seconds. */
export function createReportFiles({ timers, applicationIdOf = () => undefined }: ReportFilesOptions): ReportFiles {
  const process = new WorkerProcess({
    module: new URL('./report-process.ts', import.meta.url),
    timers,
    timeoutMs: 60_000,
    mostWaiting: 16,
    mostMegabytes: 512,
  });
  return {
    renderFile: (report, format) => {
      const applicationId = applicationIdOf(report.run.connection);
      const order: ReportOrder = { format, ...(applicationId === undefined ? {} : { applicationId }) };
      return process.run(inOrder(order, report));
    },
    close: () => process.close(),
  };
}

/** Some 2 ms of copying, with evidence at every check of a tenant. */
const PIECES_A_MESSAGE = 200;

function* inOrder(order: ReportOrder, report: Report): Generator<unknown> {
  yield order;
  yield* inChunks(toReportPieces(report), PIECES_A_MESSAGE);
}
