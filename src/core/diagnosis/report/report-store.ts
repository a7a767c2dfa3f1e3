import type { Report } from './report.ts';

/** Keeps whole reports for a while, so that the buttons of an old card still find what they are about. */
export interface ReportStore {
  keep(report: Report): Promise<void>;
  /** Undefined for a run that is not known, or not any more. */
  read(runId: string): Promise<Report | undefined>;
}
