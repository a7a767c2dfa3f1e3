import type { CurrentState } from '../../../diagnosis/report/run-store.ts';
import { codesOf, kindOf, knowsPolicy, mfaOf, onlyServiceOf } from '../../../diagnosis/report/situation-of.ts';
import type { Situation } from '../../../guidance/articles/situation.ts';
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
  const codes = codesOf(states);
  const mfa = mfaOf(partner.map(({ checkId, status, cause }) => ({ id: checkId, status, cause })));
  const service = onlyServiceOf(states.map((state) => ({ id: state.checkId })));
  return {
    owner: group.owner,
    hit: group.partnerLevel && openTenants === 0 ? 0 : openTenants,
    ...(listed > 0 ? { tested: listed } : {}),
    kind: kindOf(states.map((state) => ({ id: state.checkId }))),
    hasButton: true,
    ...(group.connection === 'default' ? {} : { connection: group.connection }),
    ...(codes.length > 0 ? { codes } : {}),
    ...(knowsPolicy(states) ? { policy: true } : {}),
    ...(mfa === undefined ? {} : { mfa }),
    ...(service === undefined ? {} : { service }),
  };
}
