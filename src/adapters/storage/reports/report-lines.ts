import {
  type CauseSummary,
  CHANGE_LISTS,
  type ChangeList,
  type Changes,
  type NotTested,
  noChanges,
  type Report,
  type TenantChange,
} from '../../../core/diagnosis/report/report.ts';
import type { TenantResult } from '../../../core/model/checks/results.ts';
import { inChunks } from '../engine/in-chunks.ts';

/** Changes with every line that an older reader would not understand. */
export const REPORT_FORMAT = 1;

// A list of ids or changes is cut, so that no line takes long to write or to read.
const ENTRIES_A_LINE = 500;

type Line =
  | ['report', Head]
  | ['tenant', TenantResult]
  | ['cause', Omit<CauseSummary, 'tenantIds'>]
  | ['tenantIds', string[]]
  | ['changes', Omit<Changes, ChangeList>]
  | ['notTested', NotTested[]]
  | [ChangeList, TenantChange[]];

type Head = Omit<Report, 'tenants' | 'causes' | 'changes' | 'notTested'>;

/** A report as lines of JSON, of which each is short. */
export function* toReportLines({ tenants, causes, changes, notTested, ...rest }: Report): Generator<string> {
  yield toLine(['report', rest]);
  if (changes) yield* toChangeLines(changes);
  for (const chunk of inChunks(notTested ?? [], ENTRIES_A_LINE)) yield toLine(['notTested', chunk]);
  for (const { tenantIds, ...cause } of causes) {
    yield toLine(['cause', cause]);
    for (const chunk of inChunks(tenantIds, ENTRIES_A_LINE)) yield toLine(['tenantIds', chunk]);
  }
  for (const tenant of tenants) yield toLine(['tenant', tenant]);
}

function* toChangeLines({ since, sinceRunId, ...lists }: Changes): Generator<string> {
  yield toLine(['changes', { since, sinceRunId }]);
  for (const list of CHANGE_LISTS) {
    for (const chunk of inChunks(lists[list], ENTRIES_A_LINE)) yield toLine([list, chunk]);
  }
}

function toLine(line: Line): string {
  return JSON.stringify(line);
}

/** Puts a report together from its lines, in their order. What can't be one throws. */
export class ReportAssembly {
  readonly #tenants: TenantResult[] = [];
  readonly #causes: CauseSummary[] = [];
  #changes: Changes | undefined;
  #notTested: NotTested[] | undefined;
  #rest: Head | undefined;

  /** `text` is a line that `toReportLines` wrote: its damage shows before, in the checksum of the part. */
  take(text: string): void {
    const [kind, value] = JSON.parse(text) as Line;
    if (kind === 'report') this.#rest = value;
    else if (kind === 'tenant') this.#tenants.push(value);
    else if (kind === 'cause') this.#causes.push({ ...value, tenantIds: [] });
    else if (kind === 'tenantIds') present(this.#causes.at(-1)).tenantIds.push(...value);
    else if (kind === 'changes') this.#changes = { ...value, ...noChanges() };
    else if (kind === 'notTested') this.#notTested = [...(this.#notTested ?? []), ...value];
    else if (CHANGE_LISTS.includes(kind)) present(this.#changes)[kind].push(...value);
    else throw new Error('a line of an unknown kind');
  }

  finish(): Report {
    return {
      ...present(this.#rest),
      tenants: this.#tenants,
      causes: this.#causes,
      ...(this.#changes === undefined ? {} : { changes: this.#changes }),
      ...(this.#notTested === undefined ? {} : { notTested: this.#notTested }),
    };
  }
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a line is missing');
  return value;
}
