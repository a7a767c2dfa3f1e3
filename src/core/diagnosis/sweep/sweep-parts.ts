import type { ArticleLibrary } from '../../guidance/articles/article.ts';
import type { Connection } from '../../model/cloud/connection.ts';
import type { MicrosoftCloud, MicrosoftCloudFactory, TokenGrant } from '../../model/cloud/microsoft-cloud.ts';
import type { Ambiguity } from '../../model/tenants/select-tenants.ts';
import type { TagBook } from '../../model/tenants/tag-book.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import type { Clock } from '../../model/time/clock.ts';
import type { AcceptedFailure } from '../report/accepted-store.ts';
import type { Report } from '../report/report.ts';
import type { RunRecorder } from '../report/run-store.ts';
import type { ReportInternal } from './internal-faults.ts';
import type { TenantTests } from './tenant-tests.ts';
import type { TestTarget } from './test-tenants.ts';

export interface SweepParts {
  clouds: MicrosoftCloudFactory;
  /** Asked for when the report is put together. */
  library: () => ArticleLibrary;
  clock: Clock;
  /** Called once the first request is on its way, so that opening costs no time. What it rejects with, the sweep throws. */
  openStore?: () => Promise<RunRecorder>;
  newRunId: () => string;
  /** Told of every fault of ours, under the reference that the report shows. */
  reportInternal?: ReportInternal;
  deadline?: Deadline;
  /** Who tests the tenants, where it is not this process alone. */
  tests?: TenantTests | undefined;
  /** Failures that are expected, of these tenants at least. Where they can't be read, none is. */
  readAccepted?: (connection: string, tenants: readonly Tenant[]) => Promise<readonly AcceptedFailure[]>;
  /** Who has which tag now. Without it no order by tags can be carried out. */
  readTags?: (connection: string) => Promise<TagBook>;
  /** Told of a working partner token while the sweep goes on, and waited for at its end. What it throws is a fault of ours. */
  onPartnerToken?: (found: PartnerTokenFound) => Promise<void>;
}

/** What else can be read once the partner's token works. */
export interface PartnerTokenFound {
  connection: Connection;
  cloud: MicrosoftCloud;
  grant: TokenGrant;
  /** Undefined where the list could not be read. */
  customers: readonly Tenant[] | undefined;
}

export interface ReportOutcome {
  kind: 'report';
  report: Report;
  /** Why the run could not be kept. */
  keptProblem?: unknown;
  /** Tenants that Microsoft asked to wait for, which the report has as not tested yet. */
  waiting?: readonly WaitingTenant[];
}

/** A tenant that may be asked again from then on, in milliseconds since the epoch. */
export interface WaitingTenant {
  target: TestTarget;
  until: number;
}

export type SweepOutcome =
  | ReportOutcome
  /** `ambiguous`: names that only have to be chosen from, for the same order to go through. */
  | { kind: 'usage'; problems: string[]; ambiguous?: readonly Ambiguity[] };

/** How long throttled requests are waited for: from the start at least, and after the last tenant that was finished. */
export interface Deadline {
  fromStartMs: number;
  afterProgressMs: number;
}
