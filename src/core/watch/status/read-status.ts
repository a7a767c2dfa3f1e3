import type { CardTone } from '../../cards/card.ts';
import type { Line } from '../../cards/inline.ts';
import type { ConnectionEntry } from '../../credentials/connection-book.ts';
import type { AcceptedFailure } from '../../diagnosis/report/accepted-store.ts';
import { type KnownState, type KnownTenantState, readKnownState } from '../../diagnosis/report/known-state.ts';
import { type CurrentState, type KnownRuns, PARTNER_STATE_KEY } from '../../diagnosis/report/run-store.ts';
import { type CauseId, causeDefinition, isCauseId } from '../../model/causes/cause.ts';
import { isBad } from '../../model/causes/evidence.ts';
import { type CheckId, type TenantGroup, tenantCheckIds, tenantGroupOf } from '../../model/checks/check.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import { toSafeText } from '../../model/text/format.ts';
import { LEAST_JUMP_MS } from '../../model/time/clock.ts';
import { type Expected, toExpected } from '../incidents/expected.ts';
import type { IncidentGroup } from '../incidents/incident.ts';
import type { GroupFacts, IncidentStore } from '../incidents/incident-store.ts';
import { SEVERITIES } from '../incidents/severity.ts';

export interface StatusReading {
  /** Which tenants it is about, in words; absent for all. */
  among?: string;
  /** Somebody's own tenants, and not all there are. */
  yours?: boolean;
  /** What the command was asked for, as `name=value`: buttons that draw the board again bear it. */
  asked?: readonly string[];
  connections: ConnectionStatus[];
  /** All that is open. */
  open: readonly IncidentGroup[];
  /** The worst and oldest of it first. */
  matters: readonly GroupFacts[];
  /** Those of them that customers have to be written to about. */
  asking: readonly GroupFacts[];
  /** What is accepted, with the tenant as people know it. */
  accepted: readonly AcceptedRow[];
  /** Sweeps under way, in words. */
  running: string[];
  /** Further facts: ages, schedules. */
  more: { label: string; value: Line }[];
  version: string;
}

export interface AcceptedRow extends AcceptedFailure {
  label: string;
}

/** How a connection stands: what is known of it, whichever runs that came from. */
export interface ConnectionStatus {
  name: string;
  tone: CardTone;
  /** Tenants by the worst that is known of them. */
  tenants: TenantCounts;
  /** When the oldest of what is known of the tenants was found; null where nothing is. */
  asOf: number | null;
  /** Tenants, or parts of them, that the sweeps since did not reach or that nobody has looked at for too long. */
  notTested: StaleTenant[];
  /** What was never tested in tenants that were tested otherwise; absent where nothing is. */
  neverIn?: { areas: TenantGroup[]; tenants: number };
  /** Names or ids of tenants that were tested and are not on the customer list; unsafe text. */
  unlisted: string[];
  /** The last sweep over all tenants that ended. */
  lastRun?: { id: string; finishedAt: number };
  causes: FailingCause[];
  problem?: string;
}

export interface TenantCounts {
  all: number;
  pass: number;
  warn: number;
  fail: number;
  unknown: number;
  /** Their every failure is accepted: they are no causes. */
  accepted: number;
  /** On the customer list, but nothing was ever found out about them. */
  neverTested: number;
}

export interface StaleTenant {
  tenantId: string;
  displayName: string | null;
  /** What was left out, such as `exchange`; empty for everything. */
  areas: TenantGroup[];
  testedAt: number;
}

/** What fails now for one cause. `tenants` is 0 for the partner connection itself. */
export interface FailingCause {
  cause: CauseId | null;
  title: string;
  tenants: number;
  since: number | null;
}

const NOTHING_EXPECTED: Expected = toExpected([], [], 0);

/** Testing again makes many runs between two sweeps. */
const LOOK_BACK = 200;

/** How each connection stands. Asks nobody. `expected`: what is accepted there. `isMeant`: which tenants count. */
export async function readConnectionStatus(
  entry: ConnectionEntry,
  runs: KnownRuns,
  now: number,
  expected: Expected = NOTHING_EXPECTED,
  isMeant: (tenant: Tenant) => boolean = () => true,
): Promise<ConnectionStatus> {
  const latest = await runs.latestRuns(entry.name, LOOK_BACK);
  const sweeps = latest.filter((run) => run.kind === 'testtokens' && run.scope === 'all' && run.status !== 'running');
  const finished = sweeps.find((run) => run.status === 'completed');
  const all = await readKnownState(runs, entry.name);
  const known = { ...all, tenants: all.tenants.filter(isMeant) };
  const isCounted = ({ tenantId, checkId, status }: CurrentState): boolean =>
    isBad(status) && !expected.isAccepted(tenantId, checkId as CheckId);
  const tenants = countTenants(known.tenants, isCounted);
  const neverIn = findNever(known.tenants, tenantCheckIds(undefined, entry.connection?.kind ?? entry.kind));
  const notTested = findStale(known.tenants, sweeps[0]?.startedAt ?? 0, now);
  const bad = [...known.partner, ...known.tenants.flatMap(({ states }) => states)].filter(isCounted);
  const problem = entry.connection ? undefined : (entry.shape.reason ?? 'Its credentials can’t be right.');
  const tested = known.tenants.flatMap(({ areas }) => areas.map(({ testedAt }) => testedAt));
  return {
    name: entry.name,
    tone: problem === undefined ? toneOf(known, tenants, bad, neverIn ?? notTested[0]) : 'bad',
    tenants,
    asOf: tested.length === 0 ? null : tested.reduce((oldest, at) => Math.min(oldest, at)),
    notTested,
    unlisted: known.tenants.flatMap((one) => (one.unlisted ? [one.displayName || one.tenantId] : [])),
    ...(neverIn ? { neverIn } : {}),
    causes: groupCauses(bad),
    ...(problem === undefined ? {} : { problem }),
    ...(finished && finished.finishedAt !== null
      ? { lastRun: { id: finished.id, finishedAt: finished.finishedAt } }
      : {}),
  };
}

/** Of what is open the worst first, then the oldest. */
export async function readMatters(
  incidents: Pick<IncidentStore, 'facts'>,
  open: readonly IncidentGroup[],
): Promise<GroupFacts[]> {
  const sorted = open.toSorted(
    (a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) || a.firstFailedAt - b.firstFailedAt,
  );
  return incidents.facts(sorted.slice(0, MOST_MATTERS).map(({ id }) => id));
}

/** More than anybody reads in one sitting. */
const MOST_MATTERS = 100;

/** Good is only what all of it was tested. */
function toneOf(
  { listReadAt }: KnownState,
  { neverTested }: TenantCounts,
  bad: readonly CurrentState[],
  lacking: object | undefined,
): CardTone {
  if (bad.length > 0) return bad.some(({ status }) => status === 'fail') ? 'bad' : 'unknown';
  if (listReadAt === null) return 'neutral';
  return neverTested > 0 || lacking ? 'warn' : 'good';
}

/** A sweep of one service says nothing of the others. */
function findNever(tenants: readonly KnownTenantState[], checks: readonly CheckId[]): ConnectionStatus['neverIn'] {
  const all = [...new Set(checks.flatMap((id) => tenantGroupOf(id) ?? []))];
  const lacking = tenants
    .filter(({ status }) => status !== null)
    .map(({ areas }) => all.filter((group) => areas.every((area) => area.group !== group)))
    .filter((groups) => groups.length > 0);
  const areas = all.filter((group) => lacking.some((groups) => groups.includes(group)));
  return lacking.length > 0 ? { areas, tenants: lacking.length } : undefined;
}

function countTenants(tenants: readonly KnownTenantState[], isCounted: (state: CurrentState) => boolean): TenantCounts {
  const counts = { all: tenants.length, pass: 0, warn: 0, fail: 0, unknown: 0, accepted: 0, neverTested: 0 };
  for (const { status, states } of tenants) {
    if (status === null) counts.neverTested += 1;
    else if (!isBad(status)) counts[status] += 1;
    else {
      const counted = states.filter(isCounted);
      if (counted.length === 0) counts.accepted += 1;
      else counts[counted.some((state) => state.status === 'fail') ? 'fail' : 'unknown'] += 1;
    }
  }
  return counts;
}

function findStale(tenants: readonly KnownTenantState[], sweptAt: number, now: number): StaleTenant[] {
  return tenants.flatMap(({ tenantId, displayName, areas }) => {
    // What a clock that was ahead has written is as good as old.
    const stale = areas.filter(
      ({ testedAt, freshUntil }) => testedAt < sweptAt || freshUntil < now || testedAt - now > LEAST_JUMP_MS,
    );
    if (stale.length === 0) return [];
    const names = stale.length === areas.length ? [] : stale.map(({ group }) => group);
    return [{ tenantId, displayName, areas: names, testedAt: Math.min(...stale.map(({ testedAt }) => testedAt)) }];
  });
}

/** The partner's own causes first, then by how many tenants have them. What has no cause is told by its reason. */
function groupCauses(states: readonly CurrentState[]): FailingCause[] {
  const groups = new Map<string, { first: CurrentState; tenants: Set<string>; since: number | null }>();
  for (const state of states) {
    const { tenantId, checkId, cause, failingSince } = state;
    const key = `${isPartner(state)} ${cause ?? checkId}`;
    const group = groups.get(key) ?? { first: state, tenants: new Set<string>(), since: null };
    if (!isPartner(state)) group.tenants.add(tenantId);
    if (failingSince !== null) group.since = Math.min(failingSince, group.since ?? failingSince);
    groups.set(key, group);
  }
  return [...groups.values()]
    .sort((a, b) => Number(isPartner(b.first)) - Number(isPartner(a.first)) || b.tenants.size - a.tenants.size)
    .map(({ first, tenants, since }) => ({ ...toCause(first), tenants: tenants.size, since }));
}

function toCause({ cause, checkId, reason }: CurrentState): Pick<FailingCause, 'cause' | 'title'> {
  if (cause !== null && isCauseId(cause)) return { cause, title: causeDefinition(cause).title };
  const why = reason === null ? 'nobody knows why' : toSafeText(reason, { maxLength: 200 });
  return { cause: null, title: `${checkId}: ${why}` };
}

function isPartner({ tenantId }: CurrentState): boolean {
  return tenantId === PARTNER_STATE_KEY;
}
