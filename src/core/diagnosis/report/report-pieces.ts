import type { TenantResult } from '../../model/checks/check.ts';
import { inChunks } from './in-chunks.ts';
import {
  type CauseSummary,
  CHANGE_LISTS,
  type ChangeList,
  type Changes,
  type NotTested,
  noChanges,
  type Report,
  type TenantChange,
} from './report.ts';

/** A list of ids or changes is cut, so that no piece takes long to write, to read or to copy. */
const ENTRIES_A_PIECE = 500;

/** Part of a report, small and made of plain values: what a store writes and what is handed to another thread. */
export type ReportPiece =
  | ['report', Head]
  | ['tenant', TenantResult]
  | ['cause', Omit<CauseSummary, 'tenantIds'>]
  | ['tenantIds', string[]]
  | ['changes', Omit<Changes, ChangeList>]
  | ['notTested', NotTested[]]
  | [ChangeList, TenantChange[]];

type Head = Omit<Report, 'tenants' | 'causes' | 'changes' | 'notTested'>;

/** Takes a report apart. A piece belongs to those before it. */
export function* toReportPieces({ tenants, causes, changes, notTested, ...head }: Report): Generator<ReportPiece> {
  yield ['report', head];
  if (changes) {
    yield ['changes', { since: changes.since, sinceRunId: changes.sinceRunId }];
    for (const list of CHANGE_LISTS) {
      for (const chunk of inChunks(changes[list], ENTRIES_A_PIECE)) yield [list, chunk];
    }
  }
  for (const chunk of inChunks(notTested ?? [], ENTRIES_A_PIECE)) yield ['notTested', chunk];
  for (const { tenantIds, ...cause } of causes) {
    yield ['cause', cause];
    for (const chunk of inChunks(tenantIds, ENTRIES_A_PIECE)) yield ['tenantIds', chunk];
  }
  for (const tenant of tenants) yield ['tenant', tenant];
}

/** Puts a report together from all its pieces, in their order. What can't be one throws. */
export class ReportAssembly {
  readonly #tenants: TenantResult[] = [];
  readonly #causes: CauseSummary[] = [];
  #changes: Changes | undefined;
  #notTested: NotTested[] | undefined;
  #head: Head | undefined;

  take([kind, value]: ReportPiece): void {
    if (kind === 'report') this.#head = value;
    else if (kind === 'tenant') this.#tenants.push(value);
    else if (kind === 'cause') this.#causes.push({ ...value, tenantIds: [] });
    else if (kind === 'tenantIds') present(this.#causes.at(-1)).tenantIds.push(...value);
    else if (kind === 'changes') this.#changes = { ...value, ...noChanges() };
    else if (kind === 'notTested') this.#notTested = [...(this.#notTested ?? []), ...value];
    else if (CHANGE_LISTS.includes(kind)) present(this.#changes)[kind].push(...value);
    else throw new Error('a piece of an unknown kind');
  }

  finish(): Report {
    return {
      ...present(this.#head),
      tenants: this.#tenants,
      causes: this.#causes,
      ...(this.#changes === undefined ? {} : { changes: this.#changes }),
      ...(this.#notTested === undefined ? {} : { notTested: this.#notTested }),
    };
  }
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a piece of the report is missing');
  return value;
}
