import { CARD_LIMITS } from '../../cards/card.ts';
import type { Report } from '../../diagnosis/report/report.ts';
import { ownerOf } from '../../model/causes/cause.ts';
import { type Tenant, tenantLabel } from '../../model/tenants/tenant.ts';
import type { MendingHints } from './closing.ts';
import type { Expected } from './expected.ts';
import type { IncidentPlan } from './incident-plan.ts';
import type { WatchChange, WatchState } from './incident-store.ts';
import { Judge } from './judge.ts';
import { Ledger } from './ledger.ts';
import type { CountedNames, Notice } from './message.ts';
import { mergeRechecks } from './recheck.ts';
import type { WatchSettings } from './settings.ts';
import { isFrozen, sharedCausesOf, sightingsOf } from './sighting.ts';
import { compareTenantList, type TenantListChange } from './tenant-list.ts';

export interface SweepInput extends MendingHints {
  report: Report;
  state: WatchState;
  expected: Expected;
  settings: WatchSettings;
}

/**
 * What a finished sweep means for the incidents of its connection. Writes nothing. An interrupted run counts for nothing, neither
 * as failure nor as pass: what it tested is no sample of the whole.
 */
export async function planSweep(input: SweepInput): Promise<IncidentPlan> {
  const { report, state, settings } = input;
  const { run } = report;
  const at = run.finishedAt;
  const mark: Partial<WatchChange> = { run: { id: run.id, connection: run.connection, at } };
  const ledger = new Ledger(state, at, settings);
  if (run.status !== 'completed') return { change: { ...ledger.rows(), ...mark }, events: [], notices: [] };

  const frozen = isFrozen(report, state);
  const whole = run.scope === 'all' && !frozen;
  const shared = whole ? sharedCausesOf(report, state.connection.sharedCauses) : [...state.connection.sharedCauses];
  const judge = new Judge(ledger, { ...input, at, shared: new Set(shared) });
  await judge.count(sightingsOf(report, frozen));
  const list = whole ? listChange(input, at) : undefined;
  if (list) judge.dropVanished(list.vanished);
  await judge.conclude();

  const wish = judge.recheck(report.partner.tenantId);
  const connection = {
    connection: run.connection,
    sharedCauses: shared,
    listReadAt: list ? at : state.connection.listReadAt,
  };
  const changed = list !== undefined || shared.join() !== state.connection.sharedCauses.join();
  return {
    change: {
      ...ledger.rows(),
      ...mark,
      connection: changed ? connection : null,
      tenants: list?.put ?? [],
      recheck: wish ? mergeRechecks(state.recheck, wish, at, settings) : null,
    },
    events: ledger.events(),
    notices: list ? toNotices(list, report, at) : [],
    ...(list && { noticesWithin: (isMeant) => toNotices(list, report, at, isMeant) }),
  };
}

/** Undefined where the customer list was not read. */
function listChange({ report, state, settings }: SweepInput, at: number): TenantListChange | undefined {
  const read = report.partner.checks.find((check) => check.id === 'partner.customers');
  if (read?.status !== 'pass' && read?.status !== 'warn') return undefined;
  return compareTenantList({
    known: state.tenants,
    listed: report.tenants,
    at,
    first: state.connection.listReadAt === null,
    absences: settings.failuresToOpen,
    gapMs: settings.countGapMs,
  });
}

/** With `isMeant`, of these tenants alone, and without a remark about the whole list. */
function toNotices(all: TenantListChange, report: Report, at: number, isMeant?: (one: Tenant) => boolean): Notice[] {
  const only = (tenants: readonly Tenant[]): readonly Tenant[] => (isMeant ? tenants.filter(isMeant) : tenants);
  const [appeared, returned, vanished] = [only(all.appeared), only(all.returned), only(all.vanished)];
  if (appeared.length + returned.length + vanished.length === 0) return [];
  const cause = vanished.length > 0 ? 'tenant.vanished' : 'tenant.new';
  const list = report.partner.checks.find((check) => check.id === 'partner.customers');
  return [
    {
      kind: 'tenants',
      connection: report.run.connection,
      cause,
      owner: ownerOf(cause, 'partner'),
      severity: vanished.length > 0 ? 'warning' : 'notice',
      at,
      appeared: toNames(appeared),
      returned: toNames(returned),
      vanished: toNames(vanished),
      remark: vanished.length > 0 && !isMeant ? (list?.reason ?? null) : null,
    },
  ];
}

function toNames(tenants: readonly Tenant[]): CountedNames {
  return { names: tenants.slice(0, CARD_LIMITS.names).map(tenantLabel), count: tenants.length };
}
