import { onTestFinished } from 'vitest';
import type { AuditEntry } from '../../src/core/chat/access/audit-log.ts';
import type { RunMessage } from '../../src/core/chat/calls/message-store.ts';
import type { Report } from '../../src/core/diagnosis/report/report.ts';
import type { RunStore } from '../../src/core/diagnosis/report/run-store.ts';
import type { PartnerResult, TenantResult } from '../../src/core/model/checks/check.ts';
import { openInFolder } from '../adapters/storage/open-in-folder.ts';
import { NO_TOTALS } from '../adapters/storage/results.ts';
import { settleBeside, type VirtualTime } from './virtual-time.ts';

/** How many calls of stores are under way: they take turns of the event loop, and threads of zlib. */
let underWay = 0;

/** Lets everything run that needs nobody. */
export const settle = (): Promise<void> => settleBeside(() => underWay > 0);

/** A store whose calls throw `broken` while a test sets it, and whose members a test may replace. */
export type Breakable<T> = T & { broken: Error | undefined };

function breakable<T extends object>(store: T): Breakable<T> {
  const own: { broken: Error | undefined } = { broken: undefined };
  return new Proxy(store, {
    set: (_, name, value) => Reflect.set(own, name, value),
    get: (_, name) => {
      if (name in own) return Reflect.get(own, name);
      const member: unknown = Reflect.get(store, name);
      if (typeof member !== 'function') return member;
      return async (...given: unknown[]): Promise<unknown> => {
        if (own.broken) throw own.broken;
        underWay += 1;
        try {
          return await member.apply(store, given);
        } finally {
          underWay -= 1;
        }
      };
    },
  }) as Breakable<T>;
}

/** The product's own stores over a database that ends with the test, each to be broken when the test says so. */
export async function openStores(clock: VirtualTime) {
  const { storage, rows, exec, close } = await openInFolder(clock);
  onTestFinished(close);
  storage.protectAudit({ key: 'the key of these tests' });
  const messages = breakable(storage.messages);
  const everKept: RunMessage[] = [];
  const { keep } = messages;
  messages.keep = async (message, instead) => {
    if (!messages.broken) everKept.push(message);
    await keep(message, instead);
  };
  const runIds = (): string[] =>
    rows<{ run_id: string }>('select run_id from run_reports where parts > 0 order by run_id').map((row) => row.run_id);
  return {
    messages,
    access: breakable(storage.access),
    audit: breakable(storage.audit),
    reports: breakable(storage.reports),
    runs: breakable(storage.runs),
    walks: breakable(storage.walks),
    /** Every message that was ever kept. */
    everKept,
    /** The messages that are kept, which a store tells only to another process. */
    keptMessages: (): RunMessage[] =>
      rows<{ run_id: string; started_at: number; asked: string } & Omit<RunMessage, 'runId' | 'startedAt' | 'asked'>>(
        'select * from run_messages order by started_at, run_id',
      ).map(({ run_id: runId, started_at: startedAt, asked, platform, address, again, title }) => ({
        ...{ runId, platform, asked: JSON.parse(asked), address, again, title, startedAt },
      })),
    /** From now on what was kept is a dead process's. */
    die: (): void => exec("update run_messages set process_start = 'ended'"),
    runIds,
    keptReports: async (): Promise<Report[]> => {
      const kept = await Promise.all(runIds().map((runId) => storage.reports.read(runId)));
      return kept.flatMap((report) => report ?? []);
    },
    /** The oldest first. */
    audited: async (): Promise<AuditEntry[]> => (await storage.audit.latest(1000)).toReversed(),
    forgetReports: (): void => exec('delete from run_report_parts; delete from run_reports'),
  };
}

interface Found {
  at: number;
  tenants: readonly TenantResult[];
  partner?: PartnerResult;
}

/** What an earlier run over all tenants had found. */
export async function keepFound(runs: RunStore, clock: VirtualTime, { at, tenants, partner }: Found): Promise<void> {
  const by = at - clock.now();
  const id = `EARLIER ${at}`;
  clock.setBy(by);
  try {
    await runs.begin({ id, kind: 'testtokens', connection: 'default', startedAt: at, scope: 'all' });
    await runs.append(id, { tenants, ...(partner && { partner }) });
    const listed = tenants;
    await runs.finish(id, { status: 'completed', finishedAt: at, totals: NO_TOTALS, listed });
  } finally {
    clock.setBy(-by);
  }
}
