import type { Person, Place } from '../../model/people/person.ts';
import type { TagChoice } from '../../model/tenants/tag.ts';
import type { NewOutboxEntry } from '../incidents/outbox.ts';

/** What a report is about: all tenants of a connection, those of tags, or one. */
export interface ReportScope {
  connection: string;
  tenantId: string | null;
  tagged?: TagChoice;
}

/** `customer`: in the words of the tenant's own people, with nothing of ours and of nobody else. */
export const REPORT_AUDIENCES = ['own', 'customer'] as const;
export type ReportAudience = (typeof REPORT_AUDIENCES)[number];

/** Whole weeks begin on Mondays. */
export const REPORT_SPANS = ['week', 'month'] as const;
export type ReportSpan = (typeof REPORT_SPANS)[number];

/** Something that is reported every week or month. Times are milliseconds since the epoch. */
export interface StandingReport extends ReportScope {
  name: string;
  audience: ReportAudience;
  every: ReportSpan;
  /** From this hour on, by the clock on the wall, once a period is over. */
  hour: number;
  /** IANA name: of the hour, and of the days that the period has. */
  timeZone: string;
  /** A channel's `placeKey`, or a route. */
  place: string;
  /** Who set it up and where. It is made with what that person may see there, which is asked again each time. */
  asker: { person: Person; place: Place };
  createdAt: number;
  /** Periods that ended up to here are dealt with. */
  reportedUntil: number;
}

export interface ReportBook extends Pick<StandingReportStore, 'list' | 'remove'> {
  /** False where one of that name is there that they may not know of: nothing is written. */
  put(report: StandingReport): Promise<boolean>;
}

export function reportsShown(
  all: Pick<StandingReportStore, 'list' | 'remove'> & { put(report: StandingReport): Promise<unknown> },
  isShown: (report: StandingReport) => boolean = () => true,
): ReportBook {
  const isHidden = async (name: string): Promise<boolean> =>
    (await all.list()).some((one) => one.name === name && !isShown(one));
  return {
    list: async () => (await all.list()).filter(isShown),
    remove: async (name) => !(await isHidden(name)) && (await all.remove(name)),
    put: async (report) => !(await isHidden(report.name)) && (await all.put(report)) !== false,
  };
}

export interface StandingReportStore {
  /** By name. */
  list(): Promise<StandingReport[]>;
  /** Replaces one of the same name. */
  put(report: StandingReport): Promise<void>;
  /** Whether there was one. */
  remove(name: string): Promise<boolean>;
  /**
   * In one transaction: the periods up to `until` are dealt with, and the delivery is written. Does nothing where somebody
   * else did it since the report was read, or where it was removed.
   */
  tell(report: StandingReport, until: number, entry: NewOutboxEntry): Promise<void>;
}
