import { type CurrentState, type KnownRuns, PARTNER_STATE_KEY } from '../../../diagnosis/report/run-store.ts';
import { codesOf, kindOf, knowsPolicy, mfaOf, onlyServiceOf } from '../../../diagnosis/report/situation-of.ts';
import type { Situation } from '../../../guidance/articles/condition.ts';
import { isBad } from '../../../model/causes/evidence.ts';
import type { GroupFacts } from '../../incidents/incident-store.ts';

/**
 * What the watch knows around an incident. `states`: what fails now for its cause; `partner`: what is known of the partner
 * connection.
 */
export function incidentSituation(
  facts: GroupFacts,
  states: readonly CurrentState[] = [],
  partner: readonly CurrentState[] = [],
): Situation {
  const { group, openTenants, listed } = facts;
  const knowsAll = new Set(states.map(({ tenantId }) => tenantId)).size >= openTenants;
  return {
    cause: group.cause,
    owner: group.owner,
    hit: group.partnerLevel && openTenants === 0 ? 0 : openTenants,
    ...(listed > 0 ? { tested: listed } : {}),
    kind: kindOf([...states, ...partner].map((state) => ({ id: state.checkId }))),
    ...(states.length > 0 ? { broken: states.map(({ checkId }) => checkId) } : {}),
    hasButton: true,
    ...(group.connection === 'default' ? {} : { connection: group.connection }),
    codes: codesOf(states),
    ...(knowsPolicy(states, group.owner) && knowsAll ? { policy: true } : {}),
    mfa: mfaOf(partner.map(({ checkId, status, cause }) => ({ id: checkId, status, cause }))),
    service: onlyServiceOf(states.map((state) => ({ id: state.checkId }))),
  };
}

/** What `incidentSituation` takes beside the incident. */
export interface AroundIncident {
  states: readonly CurrentState[];
  partner: readonly CurrentState[];
}

/** For the tenants that the incidents name, who stand for the others: one reading of a connection for all of them. */
export async function readAroundIncidents(
  runs: Pick<KnownRuns, 'currentStates'>,
  all: readonly GroupFacts[],
): Promise<AroundIncident[]> {
  const idsOf = ({ names }: GroupFacts): string[] => [PARTNER_STATE_KEY, ...names.map(({ tenantId }) => tenantId)];
  const read = new Map<string, readonly CurrentState[]>();
  for (const [connection, own] of Map.groupBy(all, ({ group }) => group.connection))
    read.set(connection, await runs.currentStates(connection, { tenantIds: [...new Set(own.flatMap(idsOf))] }));
  const isPartner = ({ tenantId }: CurrentState): boolean => tenantId === PARTNER_STATE_KEY;
  return all.map((facts) => {
    const { group } = facts;
    const ids = new Set(idsOf(facts));
    const known = read.get(group.connection)?.filter(({ tenantId }) => ids.has(tenantId)) ?? [];
    const isOf = (state: CurrentState): boolean =>
      isBad(state.status) && state.cause === group.cause && isPartner(state) === group.partnerLevel;
    return { states: known.filter(isOf), partner: known.filter(isPartner) };
  });
}
