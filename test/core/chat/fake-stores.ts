import type { AccessBook, AccessStore, BoundChannel, Grant } from '../../../src/core/chat/access/access-store.ts';
import type { AuditEntry, AuditLog, AuditVerdict } from '../../../src/core/chat/access/audit-log.ts';
import type { KeptCall, MessageStore, RunMessage } from '../../../src/core/chat/calls/message-store.ts';
import type { Report } from '../../../src/core/diagnosis/report/report.ts';
import type { ReportStore } from '../../../src/core/diagnosis/report/report-store.ts';
import type {
  CurrentState,
  KnownFleet,
  KnownTenant,
  RunStore,
  RunSummary,
  TenantSearch,
} from '../../../src/core/diagnosis/report/run-store.ts';
import type { Clock } from '../../../src/core/model/time/clock.ts';
import type { Timers } from '../../../src/core/model/time/timers.ts';
import { tenantId } from '../fixtures.ts';

/** Time that only a test moves; what waits for it happens at once. */
export interface ManualClock extends Clock, Timers {
  advance(ms: number): void;
}

export const START = Date.UTC(2026, 2, 2, 8, 0, 0);

export function manualClock(): ManualClock {
  let elapsed = 0;
  const waiting = new Set<{ at: number; run: () => void }>();
  return {
    now: () => START + elapsed,
    monotonicMs: () => elapsed,
    after: (ms, run) => {
      const timer = { at: elapsed + ms, run };
      waiting.add(timer);
      return () => void waiting.delete(timer);
    },
    advance: (ms) => {
      const end = elapsed + ms;
      for (;;) {
        const [next] = [...waiting].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (!next) break;
        waiting.delete(next);
        elapsed = Math.max(elapsed, next.at);
        next.run();
      }
      elapsed = end;
    },
  };
}

export class FakeAccessStore implements AccessStore {
  grants = new Map<string, Grant>();
  channels = new Map<string, BoundChannel>();
  broken = false;

  async read(): Promise<AccessBook> {
    if (this.broken) throw new Error('the database is gone');
    return { grants: [...this.grants.values()], channels: [...this.channels.values()], tagRevisions: new Map() };
  }
  async grant(grant: Grant): Promise<void> {
    this.grants.set(grant.tag === undefined ? grant.subject : `${grant.subject} ${grant.tag}`, grant);
  }
  async revoke(subject: string, tag?: string): Promise<boolean> {
    const taken = [...this.grants].filter(([, one]) => one.subject === subject && (!tag || one.tag === tag));
    for (const [key] of taken) this.grants.delete(key);
    return taken.length > 0;
  }
  async bind(channel: BoundChannel): Promise<void> {
    this.channels.set(channel.place, channel);
  }
  async unbind(place: string): Promise<boolean> {
    return this.channels.delete(place);
  }
}

export class FakeAuditLog implements AuditLog {
  rows: AuditEntry[] = [];
  broken = false;

  async record(entry: AuditEntry): Promise<void> {
    if (this.broken) throw new Error('the disk is full');
    this.rows.push(entry);
  }
  async latest(limit: number): Promise<AuditEntry[]> {
    return this.rows.toReversed().slice(0, limit);
  }
  async verify(): Promise<AuditVerdict> {
    return { rows: this.rows.length, since: null, head: null, problems: [] };
  }
}

export class FakeReportStore implements ReportStore {
  kept = new Map<string, Report>();
  broken: Error | undefined;

  async keep(report: Report): Promise<void> {
    if (this.broken) throw this.broken;
    this.kept.set(report.run.id, structuredClone(report));
  }
  async read(runId: string): Promise<Report | undefined> {
    return structuredClone(this.kept.get(runId));
  }
}

export class FakeMessageStore implements MessageStore {
  kept: RunMessage[] = [];
  /** Every message that was ever kept. */
  seen: RunMessage[] = [];
  broken = false;

  async keep(message: RunMessage, instead?: KeptCall): Promise<void> {
    if (this.broken) throw new Error('the database is locked');
    if (instead) await this.forget(instead.runId, instead.address);
    this.kept.push(message);
    this.seen.push(message);
  }
  async forget(runId: string, address: string): Promise<void> {
    if (this.broken) throw new Error('the database is locked');
    this.kept = this.kept.filter((one) => one.runId !== runId || one.address !== address);
  }
  async orphans(): Promise<RunMessage[]> {
    return [...this.kept];
  }
}

/** What runs left behind, as a test sets it. */
export class FakeRunStore implements RunStore {
  states: CurrentState[] = [];
  known: KnownTenant[] = [];
  runs: (RunSummary & { tenantIds?: string[] })[] = [];
  broken: Error | undefined;

  async baseline(): Promise<undefined> {}
  async begin(run: Parameters<RunStore['begin']>[0]): Promise<void> {
    if (this.broken) throw this.broken;
    this.runs.unshift({ ...run, status: 'running', finishedAt: null, totals: null });
  }
  async append(): Promise<void> {}
  async finish(runId: string, end: Parameters<RunStore['finish']>[1]): Promise<void> {
    this.runs = this.runs.map((run) => (run.id === runId ? { ...run, ...end } : run));
  }
  async latestRuns(connection: string, limit: number): Promise<RunSummary[]> {
    return this.runs.filter((run) => run.connection === connection).slice(0, limit);
  }
  async currentStates(
    _connection: string,
    { tenantIds, onlyBad = false }: { tenantIds?: readonly string[]; onlyBad?: boolean } = {},
  ): Promise<CurrentState[]> {
    return this.states.filter(
      (state) =>
        (tenantIds?.includes(state.tenantId) ?? true) &&
        (!onlyBad || state.status === 'fail' || state.status === 'unknown'),
    );
  }
  async knownTenants(_connection: string, { query = '', limit, tenantIds }: TenantSearch) {
    const wanted = query.toLowerCase();
    const texts = (one: KnownTenant) => [one.displayName, one.defaultDomainName, one.tenantId];
    const known = this.known.filter(({ tenantId: id }) => tenantIds?.includes(id) ?? true);
    return known.filter((one) => texts(one).some((text) => text?.toLowerCase().includes(wanted))).slice(0, limit);
  }
  async fleet(): Promise<KnownFleet> {
    return { listReadAt: null, tenants: this.known };
  }
  async tenant(_connection: string, id: string): Promise<KnownTenant | undefined> {
    return this.known.find((one) => one.tenantId === id);
  }
  async close(): Promise<void> {}
}

export function knownTenant(number: number, rest: Partial<KnownTenant> = {}): KnownTenant {
  return {
    tenantId: tenantId(number),
    displayName: `Tenant ${number}`,
    defaultDomainName: `tenant${number}.example`,
    firstSeenAt: START - 90_000_000,
    lastSeenAt: START,
    ...rest,
  };
}

export function state(tenant: string, checkId: string, rest: Partial<CurrentState> = {}): CurrentState {
  return {
    tenantId: tenant,
    displayName: null,
    defaultDomainName: null,
    lastSeenAt: START,
    checkId,
    status: 'fail',
    cause: 'access.conditional-access',
    owner: 'customer',
    reason: null,
    evidence: null,
    confidence: null,
    since: START - 3_600_000,
    failingSince: START - 3_600_000,
    testedAt: START,
    freshUntil: START + 86_400_000,
    ...rest,
  };
}
