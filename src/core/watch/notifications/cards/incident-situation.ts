import type { CurrentState } from '../../../diagnosis/report/run-store.ts';
import { codesOf, kindOf, knowsPolicy, onlyServiceOf } from '../../../diagnosis/report/situation-of.ts';
import type { Situation } from '../../../guidance/articles/situation.ts';
import type { GroupFacts } from '../../incidents/incident-store.ts';

/** What the watch knows around an incident. `states`: what fails now for its cause. */
export function incidentSituation(facts: GroupFacts, states: readonly CurrentState[] = []): Situation {
  const { group, openTenants, listed } = facts;
  const codes = codesOf(states);
  const service = onlyServiceOf(states.map((state) => ({ id: state.checkId })));
  return {
    owner: group.owner,
    hit: group.partnerLevel && openTenants === 0 ? 0 : openTenants,
    ...(listed > 0 ? { tested: listed } : {}),
    kind: kindOf(states.map((state) => ({ id: state.checkId }))),
    surface: 'button',
    ...(group.connection === 'default' ? {} : { connection: group.connection }),
    ...(codes.length > 0 ? { codes } : {}),
    ...(knowsPolicy(states) ? { policy: true } : {}),
    ...(service === undefined ? {} : { service }),
  };
}
