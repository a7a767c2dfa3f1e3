import type { Report } from '../../../src/core/diagnosis/report/report.ts';
import { PARTNER_STATE_KEY } from '../../../src/core/diagnosis/report/run-store.ts';
import type { Check, TenantResult } from '../../../src/core/model/checks/check.ts';
import {
  failing,
  PASSING_CHECKS,
  partnerWith,
  passing,
  reportOf,
  STARTED_AT,
  skipped,
  tenantIdOf,
  tenantWith,
} from './report-fixture.ts';

export const BLOCKED: readonly Check[] = [
  failing('graph.token', 'access.conditional-access'),
  skipped('graph.read'),
  failing('exchange.token', 'access.conditional-access'),
  skipped('exchange.read'),
];

const WITHOUT_EXCHANGE_ROLE: readonly Check[] = [
  passing('graph.token'),
  passing('graph.read'),
  passing('exchange.token'),
  failing('exchange.read', 'exchange.role-missing', {
    evidence: {
      httpStatus: 403,
      error: 'UnauthorizedAccess',
      message: "The role assigned to user isn't supported in this scenario.",
      requestId: '99999999-0000-4000-8000-00000000abcd',
    },
  }),
];

export const UNREACHABLE: readonly Check[] = [
  failing('graph.token', 'network.timeout', { status: 'unknown', attempts: 2, durationMs: 30_000, evidence: {} }),
  skipped('graph.read'),
  passing('exchange.token'),
  passing('exchange.read'),
];

const EXPIRING: readonly Check[] = [
  passing('graph.token'),
  {
    ...passing('graph.read'),
    status: 'warn',
    cause: 'gdap.expiring',
    owner: 'partner',
    reason: 'The relationship ends on 2026-08-20.',
  },
  passing('exchange.token'),
  passing('exchange.read'),
];

export const healthyReport = (): Report => reportOf();

/** A fleet in which a share of the tenants fails, in several ways; the rest passes. */
export function fleetReport(count: number): Report {
  const kinds: Record<number, readonly Check[]> = {
    3: BLOCKED,
    8: WITHOUT_EXCHANGE_ROLE,
    14: UNREACHABLE,
    21: EXPIRING,
    27: BLOCKED,
  };
  const tenants = Array.from({ length: count }, (_, index): TenantResult => {
    const tenant = tenantWith(index, kinds[index % 40] ?? PASSING_CHECKS);
    return index % 40 === 33 ? tenantWith(index, WITHOUT_EXCHANGE_ROLE, { accepted: true }) : tenant;
  });
  const [a, b, c] = [tenantIdOf(3), tenantIdOf(0), tenantIdOf(1)];
  return reportOf({
    tenants,
    partner: partnerWith([
      passing('credentials.shape', 0),
      passing('partner.token', 120),
      {
        ...passing('partner.mfa', 0),
        status: 'warn',
        cause: 'mfa.claim-missing',
        owner: 'partner',
        reason: 'The token carries no MFA claim.',
      },
      passing('partner.customers', 340),
    ]),
    baseline: {
      runId: '01K1R0000000000000000000AA',
      testedAt: STARTED_AT - 86_400_000,
      listed: undefined,
      states: [
        {
          tenantId: a,
          checkId: 'graph.token',
          status: 'fail',
          failingSince: STARTED_AT - 90_000_000,
          testedAt: STARTED_AT - 86_400_000,
        },
        {
          tenantId: b,
          checkId: 'graph.token',
          status: 'fail',
          failingSince: STARTED_AT - 90_000_000,
          testedAt: STARTED_AT - 86_400_000,
        },
        {
          tenantId: c,
          checkId: 'graph.token',
          status: 'pass',
          failingSince: null,
          testedAt: STARTED_AT - 86_400_000,
        },
      ],
    },
  });
}

/** Every tenant fails, with evidence. */
export function brokenFleetReport(count: number): Report {
  return reportOf({ tenants: Array.from({ length: count }, (_, index) => tenantWith(index, BLOCKED)) });
}

export function partnerFailingReport(): Report {
  const secretExpired = failing('partner.token', 'credential.secret-expired', {
    owner: 'partner',
    evidence: {
      httpStatus: 401,
      error: 'invalid_client',
      code: 'AADSTS7000222',
      message: 'AADSTS7000222: The provided client secret keys are expired.',
    },
  });
  const untested = 'Not tested: the token for the partner tenant could not be had.';
  return reportOf({
    tenants: [],
    partner: partnerWith([
      passing('credentials.shape', 0),
      secretExpired,
      skipped('partner.mfa', untested),
      skipped('partner.customers', untested),
    ]),
    baseline: {
      runId: '01K1R0000000000000000000AA',
      testedAt: STARTED_AT - 3_600_000,
      listed: undefined,
      states: [
        {
          tenantId: PARTNER_STATE_KEY,
          checkId: 'partner.token',
          status: 'fail',
          failingSince: STARTED_AT - 7_200_000,
          testedAt: STARTED_AT - 3_600_000,
        },
      ],
    },
  });
}

export function interruptedReport(): Report {
  const interrupted = (id: Check['id']): Check => skipped(id, 'Not tested: the run was interrupted.');
  const rest = [
    interrupted('graph.token'),
    interrupted('graph.read'),
    interrupted('exchange.token'),
    interrupted('exchange.read'),
  ];
  return reportOf({
    tenants: [tenantWith(0), tenantWith(1, BLOCKED), tenantWith(2, rest), tenantWith(3, rest), tenantWith(4, [])],
    run: { status: 'interrupted' },
  });
}

export function graphOnlyReport(): Report {
  const graph = (checks: readonly Check[]): Check[] => checks.filter((check) => check.id.startsWith('graph.'));
  return reportOf({ tenants: [tenantWith(0, graph(PASSING_CHECKS)), tenantWith(1, graph(BLOCKED))] });
}

export function acceptedReport(): Report {
  return reportOf({ tenants: [tenantWith(0), tenantWith(1, WITHOUT_EXCHANGE_ROLE, { accepted: true })] });
}
