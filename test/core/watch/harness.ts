import type { Report } from '../../../src/core/diagnosis/report/report.ts';
import type { PartnerResult, TenantResult } from '../../../src/core/model/checks/check.ts';
import { TagBook } from '../../../src/core/model/tenants/tag-book.ts';
import type { KeptTags } from '../../../src/core/model/tenants/tag-store.ts';
import type { ReadTags } from '../../../src/core/watch/create-tag-reader.ts';
import type { Recovery } from '../../../src/core/watch/incidents/incident.ts';
import { WATCH_SETTINGS, type WatchSettings } from '../../../src/core/watch/incidents/settings.ts';
import type { Subscription } from '../../../src/core/watch/notifications/subscription.ts';
import { Watch } from '../../../src/core/watch/watch.ts';
import { check, partnerResult, report } from '../fixtures.ts';
import { VirtualTime } from '../virtual-time.ts';
import { memoryAccepted, memoryIncidents, memoryOutbox, memorySubscriptions } from './memory-stores.ts';
import { MemoryTables, type OutboxRow } from './memory-tables.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** A Monday, 06:00 in UTC. */
export const START = Date.UTC(2026, 2, 2, 6);
export const PLACE = 'discord:channel:1';

export function subscription(rest: Partial<Subscription> = {}): Subscription {
  return {
    place: PLACE,
    workspace: null,
    connections: [],
    causes: [],
    owners: [],
    minimumSeverity: 'notice',
    quietHours: null,
    remindAfterMs: null,
    createdAt: 0,
    createdBy: 'Ada',
    broken: null,
    ...rest,
  };
}

export const okPartner = (): PartnerResult =>
  partnerResult([check('partner.token', 'pass'), check('partner.customers', 'pass')]);

export const badPartner = (cause: 'token.revoked' | 'network.unreachable' = 'token.revoked'): PartnerResult =>
  partnerResult([
    cause === 'token.revoked'
      ? check('partner.token', 'fail', { cause, owner: 'partner' })
      : check('partner.token', 'unknown', { cause, owner: 'network' }),
    check('partner.customers', 'skipped'),
  ]);

/** A watch over memory, and a time that is moved by hand. */
export class Harness {
  readonly tables = new MemoryTables();
  readonly time = new VirtualTime(START);
  readonly outbox = memoryOutbox(this.tables);
  watch: Watch;
  kept: KeptTags = { given: [], rules: [] };
  readonly settings: WatchSettings;
  #ids = 0;
  #runs = 0;
  #told = 0;

  readonly readTags: ReadTags = async (name) =>
    new TagBook(name, this.kept, {
      now: this.time.now(),
      seen: [],
      causes: new Map(),
      ends: {},
      licences: new Map(),
    });

  constructor(settings: Partial<WatchSettings> = {}) {
    this.settings = { ...WATCH_SETTINGS, ...settings };
    this.watch = this.#start();
    this.subscribe();
  }

  /** Another process takes its place: what was only in memory is gone. */
  restart(): void {
    this.watch = this.#start();
  }

  #start(): Watch {
    return new Watch({
      mayHear: () => true,
      readTags: this.readTags,
      incidents: memoryIncidents(this.tables),
      outbox: this.outbox,
      subscriptions: memorySubscriptions(this.tables),
      accepted: memoryAccepted(this.tables),
      clock: this.time,
      newId: this.newId,
      settings: this.settings,
    });
  }

  readonly newId = (): string => {
    this.#ids += 1;
    return `01J${String(this.#ids).padStart(23, '0')}`;
  };

  subscribe(rest: Partial<Subscription> = {}): void {
    const one = subscription(rest);
    this.tables.subscriptions.set(one.place, one);
  }

  report(tenants: TenantResult[], options: { partner?: PartnerResult; run?: Partial<Report['run']> } = {}): Report {
    this.#runs += 1;
    const now = this.time.now();
    const run = {
      id: `RUN${this.#runs}`,
      startedAt: now - 1000,
      finishedAt: now,
      scope: 'all',
      ...options.run,
    } as const;
    const made = report({ partner: options.partner ?? okPartner(), tenants, run });
    // As a run keeps what it found, before it is judged.
    const { checks } = made.partner;
    const found = checks.flatMap(({ id, status }) => (status === 'skipped' ? [] : [{ checkId: id, status }]));
    if (found.length > 0) this.tables.partner.set(made.run.connection, found);
    return made;
  }

  /** A sweep over all tenants that finishes now. */
  async sweep(tenants: TenantResult[], partner?: PartnerResult): Promise<void> {
    await this.watch.recordSweep(this.report(tenants, partner ? { partner } : {}));
  }

  /** Only these again, without the partner's chain. */
  async retest(tenants: TenantResult[], testedBy?: string): Promise<void> {
    const partner = { tenantId: 'partner', status: 'skipped' as const, checks: [] };
    await this.watch.recordSweep(this.report(tenants, { partner, run: { kind: 'retest', scope: 'named' } }), {
      testedBy,
    });
  }

  async partnerFails(): Promise<void> {
    await this.sweep([], badPartner());
  }

  /** What was written for delivery since the last time this was asked, in short words. */
  told(): string[] {
    const rows = this.tables.outbox.slice(this.#told);
    this.#told = this.tables.outbox.length;
    return rows.map((row) => this.describe(row));
  }

  describe({ content }: OutboxRow): string {
    switch (content.kind) {
      case 'open':
      case 'digest':
      case 'edit': {
        const message = this.tables.messages.get(content.messageId);
        const groups = (message?.groupIds ?? []).map((id) => this.tables.groups.get(id));
        return `${content.kind} ${groups.map((group) => `${group?.cause} ${group?.owner}`).join(' + ')}`.trim();
      }
      case 'recover':
        return `recover ${content.recovery.cause} ${outcomeWords(content.recovery)}`;
      case 'remind':
        return `remind ${content.why}`;
      case 'notice':
        if (content.notice.kind === 'restored') return 'restored';
        return content.notice.kind === 'late'
          ? `late ${content.notice.schedule}`
          : `notice -${content.notice.vanished.count} +${content.notice.appeared.count}`;
      default:
        return content.kind;
    }
  }

  open(): string[] {
    const incidents = [...this.tables.incidents.values()].filter((incident) => incident.closedAt === null);
    return incidents.map(({ cause, owner, members }) => `${cause} ${owner} ${members}`);
  }
}

function outcomeWords({ outcomes, tenants }: Recovery): string {
  return `${Object.entries(outcomes)
    .map(([outcome, count]) => `${outcome}:${count}`)
    .join(',')} tenants:${tenants}`;
}
