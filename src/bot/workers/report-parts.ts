import { inChunks } from '../../adapters/storage/engine/in-chunks.ts';
import {
  type CauseSummary,
  CHANGE_LISTS,
  type ChangeList,
  type Changes,
  type NotTested,
  noChanges,
  type Report,
  type TenantChange,
} from '../../core/diagnosis/report/report.ts';
import type { TenantResult } from '../../core/model/checks/results.ts';

/** A report is handed to its thread in pieces of which none takes long to copy. */
export type ReportPart =
  | { kind: 'head'; head: Head; changes: Omit<Changes, ChangeList> | null }
  | { kind: 'cause'; cause: CauseSummary }
  | { kind: 'changes'; list: ChangeList; changes: readonly TenantChange[] }
  | { kind: 'notTested'; notTested: readonly NotTested[] }
  | { kind: 'tenants'; tenants: readonly TenantResult[] };

type Head = Omit<Report, 'tenants' | 'causes' | 'changes' | 'notTested'>;

/** Some 2 ms of copying, with evidence at every check. */
const TENANTS_A_PART = 200;
const CHANGES_A_PART = 2000;

export function* toReportParts({ tenants, causes, changes, notTested, ...head }: Report): Generator<ReportPart> {
  yield {
    kind: 'head',
    head,
    changes: changes ? { since: changes.since, sinceRunId: changes.sinceRunId } : null,
  };
  for (const cause of causes) yield { kind: 'cause', cause };
  for (const list of CHANGE_LISTS) {
    for (const chunk of inChunks(changes?.[list] ?? [], CHANGES_A_PART))
      yield { kind: 'changes', list, changes: chunk };
  }
  for (const chunk of inChunks(notTested ?? [], CHANGES_A_PART)) yield { kind: 'notTested', notTested: chunk };
  for (const chunk of inChunks(tenants, TENANTS_A_PART)) yield { kind: 'tenants', tenants: chunk };
}

/** The report again, from all its parts. Throws where the first is not its head. */
export function fromReportParts(parts: readonly ReportPart[]): Report {
  const [first, ...rest] = parts;
  if (first?.kind !== 'head') throw new Error('the report has no head');
  const report: Report = { ...first.head, causes: [], tenants: [] };
  if (first.changes) report.changes = { ...first.changes, ...noChanges() };
  for (const part of rest) {
    if (part.kind === 'cause') report.causes.push(part.cause);
    else if (part.kind === 'tenants') report.tenants.push(...part.tenants);
    else if (part.kind === 'notTested') report.notTested = [...(report.notTested ?? []), ...part.notTested];
    else if (part.kind === 'changes') report.changes?.[part.list].push(...part.changes);
  }
  return report;
}
