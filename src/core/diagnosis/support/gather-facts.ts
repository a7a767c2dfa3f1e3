import type { ConnectionEntry } from '../../credentials/connection-book.ts';
import { type Evidence, isBad } from '../../model/causes/evidence.ts';
import type { Check } from '../../model/checks/check.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import { toKeptText } from '../../model/text/cut-secrets.ts';
import { toIso } from '../../model/time/clock.ts';
import { readKnownState } from '../report/known-state.ts';
import type { CurrentState, KnownRuns } from '../report/run-store.ts';
import type {
  SettingFact,
  SupportAct,
  SupportCheck,
  SupportFacts,
  SupportLink,
  SupportTenant,
} from './support-facts.ts';

const MOST_TENANTS = 200;
const MOST_RUNS = 10;
/** Among these, as `status` looks for the last sweep. */
const LOOK_BACK = 200;
const LONGEST_TEXT = 2000;

export interface GatherOrder {
  entry: ConnectionEntry;
  /** One tenant; without it all that fail. */
  tenant?: Tenant | undefined;
  runs: KnownRuns;
  /** Who asks sees a part of the tenants: a run of named ones may be of others. */
  isPart: boolean;
  now: number;
  version: string;
  machine: { node: string; platform: string };
  settings: readonly SettingFact[];
  permissions?: SupportFacts['permissions'] | undefined;
  wayIn?: readonly Check[] | { problem: string } | undefined;
  audit?: SupportAct[] | undefined;
}

/** What is known of a connection and of one tenant or of those that fail. Asks nobody. */
export async function gatherFacts(order: GatherOrder): Promise<SupportFacts> {
  const { entry, tenant, runs, isPart, now, version, machine, settings, permissions, wayIn, audit } = order;
  const known = await readKnownState(runs, entry.name);
  const failing = known.tenants.filter(({ status }) => status !== null && isBad(status));
  const wanted = tenant ? known.tenants.filter(({ tenantId }) => tenantId === tenant.tenantId) : failing;
  const shown = wanted.slice(0, MOST_TENANTS);
  const latest = await runs.latestRuns(entry.name, LOOK_BACK);
  const ran = latest.filter(({ scope }) => !isPart || scope === 'all');
  const facts: SupportFacts = {
    schema: 'samaritan.support/1',
    madeAt: toIso(now),
    pseudonymized: false,
    versions: { samaritan: version, ...machine },
    connection: {
      name: entry.name,
      cloud: entry.connection?.cloud ?? 'unknown',
      applicationId: entry.connection?.applicationId ?? 'unknown',
      partnerTenantId: entry.tenant,
    },
    partner: known.partner.map(toCheck),
    counts: { tenants: known.tenants.length, failing: failing.length },
    tenants: shown.map(
      ({ tenantId, displayName, defaultDomainName, states }): SupportTenant => ({
        tenantId,
        displayName,
        defaultDomainName,
        checks: states.map(toCheck),
      }),
    ),
    leftOut: wanted.length - shown.length,
    runs: ran.slice(0, MOST_RUNS).map(({ id, startedAt, finishedAt, status, scope }) => ({
      id,
      startedAt: toIso(startedAt),
      finishedAt: finishedAt === null ? null : toIso(finishedAt),
      status,
      scope,
    })),
    ...(wayIn ? { wayIn: 'problem' in wayIn ? wayIn : wayIn.map(toLink) } : {}),
    ...(permissions ? { permissions } : {}),
    settings,
    ...(audit ? { audit } : {}),
  };
  // Everything was cleaned before it was kept; what leaves the house is cleaned once more.
  return mapTexts(facts, (text) => toKeptText(text, { maxLength: LONGEST_TEXT }));
}

function toCheck(state: CurrentState): SupportCheck {
  const { checkId, since, failingSince, testedAt } = state;
  return {
    ...toLink({ ...state, id: checkId }),
    since: toIso(since),
    failingSince: failingSince === null ? null : toIso(failingSince),
    testedAt: toIso(testedAt),
  };
}

type Judged = { id: string; status: string } & {
  [F in 'cause' | 'owner' | 'confidence' | 'reason']?: string | null | undefined;
} & { evidence?: Evidence | null | undefined };

function toLink({ id, status, cause, owner, confidence, reason, evidence }: Judged): SupportLink {
  const facts = { cause: cause ?? null, owner: owner ?? null, confidence: confidence ?? null };
  return { id, status, ...facts, reason: reason ?? null, evidence: evidence ?? null };
}

/** The same value with every text in it changed; `field` is the name of the property that holds it. */
export function mapTexts<T>(value: T, change: (text: string, field: string) => string, field = ''): T {
  if (typeof value === 'string') return change(value, field) as T;
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, change, field)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, mapTexts(one, change, name)])) as T;
}
