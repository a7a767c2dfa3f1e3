import { describe, expect, it } from 'vitest';
import type { Report } from '../../../src/core/diagnosis/report/report.ts';
import type { CauseId, Owner } from '../../../src/core/model/causes/cause.ts';
import type { CheckStatus } from '../../../src/core/model/causes/evidence.ts';
import type { TenantResult } from '../../../src/core/model/checks/check.ts';
import type { Stay } from '../../../src/core/watch/incidents/incident-store.ts';
import { parseQuietHours } from '../../../src/core/watch/notifications/quiet-hours.ts';
import { SNOOZE_CHOICES } from '../../../src/core/watch/notifications/respond.ts';
import { check, tenantResult } from '../fixtures.ts';
import { badPartner, Harness, HOUR, MINUTE, okPartner } from './harness.ts';
import { pick, type Random, seededRandom } from './seeded-random.ts';

const FLEET = 12;
const CAUSES: readonly [CauseId, Owner][] = [
  ['access.conditional-access', 'customer'],
  ['account.no-path', 'partner'],
  ['service.unavailable', 'microsoft'],
];

/** One tenant as a run might find it: mostly as it was before. */
function answer(number: number, before: TenantResult | undefined, random: Random): TenantResult {
  if (before && random() < 0.6) return before;
  const status = pick<CheckStatus>(['pass', 'pass', 'pass', 'fail', 'fail', 'unknown', 'skipped', 'warn'], random);
  if (status === 'unknown') {
    return tenantResult(number, [check('graph.token', status, { cause: 'network.timeout', owner: 'network' })]);
  }
  const [cause, owner] = pick(CAUSES, random);
  return tenantResult(number, [check('graph.token', status, status === 'fail' ? { cause, owner } : {})]);
}

interface Seen {
  at: number;
  status: CheckStatus;
  cause: CauseId | undefined;
}

/** A watch that lives through a random history, and an independent record of what it was shown. */
class History {
  readonly harness = new Harness({ flapCycles: 4 });
  readonly random: Random;
  /** What completed runs showed of each tenant, while the partner connection worked. */
  readonly seen = new Map<string, Seen[]>();
  readonly problems: string[] = [];
  #partnerDown = false;
  #tenants: TenantResult[] = [];

  constructor(seed: number, quiet: boolean) {
    this.random = seededRandom(seed);
    const hours = parseQuietHours('08:00', '14:00', 'UTC', false);
    if (quiet && hours.ok) this.harness.subscribe({ quietHours: hours.hours, remindAfterMs: HOUR });
  }

  async step(): Promise<void> {
    const { harness, random } = this;
    await harness.time.advance(pick([10_000, 3 * MINUTE, 20 * MINUTE, HOUR], random));
    const dice = random();
    if (dice < 0.1) await harness.watch.tick();
    else if (dice < 0.2) await this.#press();
    else if (dice < 0.3) await this.#record(harness.report([], { partner: badPartner() }), true);
    else if (dice < 0.4) {
      this.#tenants = this.#next();
      await harness.watch.recordSweep(harness.report(this.#tenants, { run: { status: 'interrupted' } }));
      // It counts for nothing, but it is known from it that the partner connection works.
      this.#partnerDown = false;
    } else if (dice < 0.6) {
      const some = this.#next().filter(() => random() < 0.4);
      const partner = { tenantId: 'partner', status: 'skipped' as const, checks: [] };
      await this.#record(harness.report(some, { partner, run: { kind: 'retest', scope: 'named' } }), this.#partnerDown);
    } else {
      this.#tenants = this.#next();
      await this.#record(harness.report(this.#tenants, { partner: okPartner() }), false);
    }
  }

  async #press(): Promise<void> {
    const [id] = [...this.harness.tables.groups.values()]
      .filter((group) => group.closedAt === null)
      .map(({ id }) => id);
    if (id === undefined) return;
    const until = pick(SNOOZE_CHOICES, this.random);
    const snooze = this.random() < 0.5;
    await this.harness.watch.respond(
      id,
      snooze ? { kind: 'snooze', by: 'Ada', until } : { kind: 'acknowledge', by: 'Ada', reason: '' },
    );
  }

  #next(): TenantResult[] {
    return Array.from({ length: FLEET }, (_, index) => answer(index + 1, this.#tenants[index], this.random));
  }

  async #record(report: Report, frozen: boolean): Promise<void> {
    const { tables, watch } = this.harness;
    const openBefore = tables.stays.filter((stay) => stay.leftAt === null);
    if (!frozen) this.#remember(report);
    await watch.recordSweep(report);
    this.#partnerDown = report.partner.checks.length > 0 ? frozen : this.#partnerDown;
    if (frozen) {
      if (openBefore.some((stay) => stay.leftAt !== null))
        this.problems.push('a failure of the partner closed something');
    } else this.#judge(report.run.finishedAt);
  }

  #remember({ tenants, run }: Report): void {
    for (const { tenantId, checks } of tenants) {
      const rows = this.seen.get(tenantId) ?? [];
      for (const { status, cause } of checks) rows.push({ at: run.finishedAt, status, cause });
      this.seen.set(tenantId, rows);
    }
  }

  /** Everything that happened to a tenant at this moment must have its reasons in what was shown. */
  #judge(at: number): void {
    const { incidents, stays } = this.harness.tables;
    const inside = new Set<string>();
    for (const stay of stays) {
      const cause = incidents.get(stay.reference)?.cause;
      const rows = this.seen.get(stay.tenantId) ?? [];
      if (stay.joinedAt === at && !this.#wasSeenTwice(rows, cause, at) && !this.#wasMoved(stay, at)) {
        this.problems.push(`${stay.reference} opened by one failure`);
      }
      if (stay.leftAt === at && (stay.outcome === 'mended' || stay.outcome === 'replaced')) {
        const answered = rows.filter(
          (row) => row.status !== 'skipped' && !(row.status === 'unknown' && row.cause !== cause),
        );
        const lastTwo = answered.slice(-2);
        const passed = lastTwo.length === 2 && lastTwo.every((row) => row.cause !== cause);
        if (!passed) this.problems.push(`${stay.reference} closed without two passes`);
        const works = lastTwo[1]?.status === 'pass' || lastTwo[1]?.status === 'warn';
        if (stay.outcome === 'mended' && !works) this.problems.push(`${stay.reference} mended, and fails`);
      }
      if (stay.leftAt !== null) continue;
      const place = `${stay.tenantId} ${cause}`;
      if (inside.has(place)) this.problems.push(`${place} is in two incidents`);
      inside.add(place);
    }
  }

  #wasSeenTwice(rows: readonly Seen[], cause: string | undefined, at: number): boolean {
    const lastPass = rows.findLastIndex((row) => row.at < at && (row.status === 'pass' || row.status === 'warn'));
    const times = rows
      .slice(lastPass + 1)
      .filter((row) => row.cause === cause)
      .map((row) => row.at);
    return times.some((time) => times.some((other) => other - time >= MINUTE));
  }

  #wasMoved(stay: Stay, at: number): boolean {
    const { stays } = this.harness.tables;
    return stays.some((other) => other.tenantId === stay.tenantId && other.leftAt === at && other.outcome === 'merged');
  }

  /** Every incident is announced once in the place, and its end is told once. */
  judgeTold(): void {
    const { messages, groups, outbox, incidents, held } = this.harness.tables;
    const waiting = new Set([...held.values()].flatMap(({ what }) => (what.kind === 'opening' ? [what.groupId] : [])));
    for (const { id } of groups.values()) {
      const announcing = [...messages.values()].filter((message) => message.groupIds.includes(id));
      if (announcing.length + Number(waiting.has(id)) !== 1) this.problems.push(`${id} announced not once`);
      const [message] = announcing;
      if (!message) continue;
      const ended = [...incidents.values()].filter(
        ({ groupId, closedAt }) => groupId === id && closedAt !== null && closedAt >= message.createdAt,
      );
      const told = outbox.flatMap(({ content }) =>
        content.kind === 'recover' && content.recovery.groupId === id ? [content.recovery.incidents] : [],
      );
      if (told.reduce((sum, count) => sum + count, 0) !== ended.length)
        this.problems.push(`${id}: not one recovery each`);
    }
    const references = [...incidents.keys()];
    expect(references.every((reference) => /^INC-[0-9A-HJKMNP-TV-Z]{4,7}$/.test(reference))).toBe(true);
  }
}

describe('the watch, whatever it is shown', () => {
  it.each([
    ['by day', false],
    ['with quiet hours and reminders', true],
  ])('keeps its promises %s', async (_name, quiet) => {
    let incidents = 0;
    const outcomes = new Set<string>();
    for (let seed = 1; seed <= 150; seed += 1) {
      const history = new History(seed, quiet);
      for (let step = 0; step < 50; step += 1) await history.step();
      history.judgeTold();
      expect(history.problems, `seed ${seed}`).toEqual([]);
      incidents += history.harness.tables.incidents.size;
      for (const { outcome } of history.harness.tables.incidents.values()) outcomes.add(outcome ?? 'open');
    }
    // A history in which nothing happens would prove nothing.
    expect(incidents).toBeGreaterThan(1000);
    expect(outcomes).toEqual(new Set(['open', 'mended', 'replaced', 'merged']));
  });
});
