import type { Report, StatusCounts, Totals } from '../src/core/diagnosis/report/report.ts';
import type { Check, CheckId, TenantResult } from '../src/core/model/checks/check.ts';

const CHECKS = ['graph.token', 'graph.read', 'exchange.token', 'exchange.read'] as const;
const CAUSES = ['access.conditional-access', 'gdap.expired', 'consent.missing', 'exchange.role-missing'] as const;
const BEGINS_TO_FAIL_A_DAY = 0.015;
const LONGEST_HOURS = 48;
const OUTAGES = 4;
const OUTAGE_HOURS = 2;

interface Failure {
  check: CheckId;
  cause: (typeof CAUSES)[number];
  untilHour: number;
}

/**
 * A fleet over the hours of a year: of its tenants some 1.5 % begin to fail each day and as many are mended, and a few
 * times Exchange fails for all of them. The same seed gives the same year.
 */
export class HistoryFleet {
  readonly #size: number;
  readonly #random: () => number;
  readonly #outages: readonly number[];
  readonly #failures = new Map<number, Failure>();

  constructor(size: number, hours: number, seed = 1) {
    this.#size = size;
    this.#random = createRandom(seed);
    this.#outages = Array.from({ length: OUTAGES }, () => Math.floor(this.#random() * hours));
  }

  /** Goes on to an hour, and gives the tenants of which a sweep has something to write. */
  advance(hour: number): TenantResult[] {
    const due = new Set<number>(this.#failures.keys());
    for (const [index, failure] of this.#failures) if (failure.untilHour <= hour) this.#failures.delete(index);
    const begins = BEGINS_TO_FAIL_A_DAY / 24;
    for (let index = 0; index < this.#size; index += 1) {
      if (this.#random() >= begins || this.#failures.has(index)) continue;
      const untilHour = hour + 1 + Math.floor(this.#random() * LONGEST_HOURS);
      const failure = { check: this.#pick(CHECKS), cause: this.#pick(CAUSES), untilHour };
      this.#failures.set(index, failure);
      due.add(index);
    }
    const allAtOnce = this.#outages.some((start) => hour >= start && hour <= start + OUTAGE_HOURS);
    return allAtOnce ? this.sweep(hour) : [...due].map((index) => this.#result(index, hour));
  }

  /** What a sweep of every tenant finds. */
  sweep(hour: number): TenantResult[] {
    return Array.from({ length: this.#size }, (_, index) => this.#result(index, hour));
  }

  #result(index: number, hour: number): TenantResult {
    const failure = this.#failures.get(index);
    const outage = this.#outages.some((start) => hour >= start && hour < start + OUTAGE_HOURS);
    const checks = CHECKS.map((id): Check => {
      if (failure?.check === id) return this.#failed(id, 'fail', failure.cause);
      if (outage && id === 'exchange.read') return this.#failed(id, 'unknown', 'service.unavailable');
      return { id, status: 'pass', durationMs: 60 + Math.floor(this.#random() * 400), attempts: 1 };
    });
    const status = failure ? 'fail' : outage ? 'unknown' : 'pass';
    return {
      tenantId: tenantIdOf(index),
      displayName: nameOf(index),
      defaultDomainName: domainOf(index),
      status,
      checks,
    };
  }

  #failed(id: CheckId, status: 'fail' | 'unknown', cause: NonNullable<Check['cause']>): Check {
    const evidence = {
      httpStatus: 400,
      error: 'invalid_grant',
      code: 'AADSTS53003',
      message: `Access has been blocked by Conditional Access policies. ${'The access policy does not allow token issuance. '.repeat(5)}`,
      traceId: this.#guid(),
      correlationId: this.#guid(),
      timestamp: '2026-01-01 00:00:00Z',
    };
    const reason = 'A policy of the customer refuses the sign-in of the service account.';
    return { id, status, cause, owner: 'customer', reason, evidence, durationMs: 310, attempts: 1 };
  }

  #guid(): string {
    const part = (): string =>
      Math.floor(this.#random() * 0xffff_ffff)
        .toString(16)
        .padStart(8, '0');
    return `${part()}-0000-4000-8000-${part()}0000`;
  }

  #pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.#random() * items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }
}

export const tenantIdOf = (index: number): string =>
  `${index.toString(16).padStart(8, '0')}-1111-4222-8333-444444444444`;

const nameOf = (index: number): string => `${['Contoso', 'Fabrikam', 'Northwind', 'Tailspin'][index % 4]} ${index}`;
const domainOf = (index: number): string => `customer${index}.onmicrosoft.com`;

export const totalsOf = (tenants: number): Totals => {
  const none = (): StatusCounts => ({ pass: 0, warn: 0, fail: 0, unknown: 0, skipped: 0 });
  return { tenants, accepted: 0, ...none(), graph: none(), exchange: none() };
};

/** A report as a sweep would make it, with one cause for all that fail. */
export function reportOf(id: string, startedAt: number, tenants: TenantResult[]): Report {
  const failing = tenants.filter(({ status }) => status !== 'pass').map(({ tenantId }) => tenantId);
  return {
    run: {
      id,
      kind: 'testtokens',
      connection: 'default',
      startedAt,
      finishedAt: startedAt + 60_000,
      status: 'completed',
    },
    partner: { tenantId: tenantIdOf(0xffff), status: 'pass', checks: [] },
    totals: totalsOf(tenants.length),
    tenants,
    causes: [
      {
        id: 'gdap.expired',
        title: 'The relationship has ended',
        owner: 'customer',
        tenantIds: failing,
        article: 'gdap',
      },
    ],
  };
}

function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
