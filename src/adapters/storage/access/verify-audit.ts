import { setImmediate } from 'node:timers/promises';
import type { AuditVerdict } from '../../../core/chat/access/audit-log.ts';
import type { Db } from '../engine/schema.ts';
import type { AuditChain } from './audit-chain.ts';

const PAGE = 2000;
/** More are not told apart: one is enough. */
const MOST_PROBLEMS = 20;

/**
 * Reads the whole log, a page at a time, and says everything that is not as it was written. Others may write meanwhile:
 * it ends where the seal does that stands when it is through. `seen`: the number of a row that this machine wrote.
 */
export async function verifyAudit(db: Db, chain: AuditChain, seen: number | undefined): Promise<AuditVerdict> {
  const verdict: AuditVerdict = { rows: 0, since: null, head: null, problems: [] };
  const tell = (text: string): void => {
    if (verdict.problems.length < MOST_PROBLEMS) verdict.problems.push(text);
  };
  const seal = await chain.readSeal(db);
  if (seal === null) tell('There is no seal: nothing was written under this key yet, or the seal was taken away.');
  if (seal === 'forged') tell('The seal was changed, or made under another master key.');
  let ends = seal === 'forged' ? null : seal;
  if (seen !== undefined && seen > (ends?.last.id ?? 0))
    tell(
      `Row ${seen}, which this machine wrote, is not there: rows were taken away, or an older copy of the database was put in its place.`,
    );
  let before = ends?.first.hash ?? '';
  let after = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const rows = await db
      .selectFrom('auditLog')
      .selectAll()
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE)
      .execute();
    for (const row of rows) {
      verdict.rows += 1;
      verdict.since ??= row.at;
      const due = ends && Math.max(after, ends.first.id) + 1;
      if (due !== null && row.id > due) tell(`Rows ${due} to ${row.id - 1} are missing.`);
      after = row.id;
      const hash = chain.hash(before, row);
      if (row.hash === null) tell(`Row ${row.id} was written without the key.`);
      else if (ends && row.id <= ends.first.id) tell(`Row ${row.id} stands before the first one.`);
      else if (row.hash !== hash) tell(`Row ${row.id} was changed, or a row before it is missing, added or moved.`);
      if (row.hash !== null && ends && row.id > ends.first.id) before = row.hash;
      const counted = row.timesMac === null ? row.times === 1 : row.timesMac === chain.countMac(row.id, row.times);
      if (!counted) tell(`The count of row ${row.id} was changed.`);
    }
    if (rows.length < PAGE) {
      const now = ends && (await chain.readSeal(db));
      if (!ends || !now || now === 'forged') break;
      // The oldest rows were deleted for their age meanwhile, some perhaps before they were read.
      if (now.first.id !== ends.first.id) return await verifyAudit(db, chain, seen);
      if (now.last.id === ends.last.id) break;
      ends = now;
    }
    // Others are answered in between.
    await setImmediate();
  }
  if (ends && (ends.last.hash !== before || after > ends.last.id || (verdict.rows > 0 && after < ends.last.id)))
    tell('The newest row is not the one that was sealed: rows are missing or added at the end.');
  return { ...verdict, head: ends ? `${ends.last.id} ${ends.last.hash}` : null };
}
