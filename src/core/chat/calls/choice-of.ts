import type { NameChoice } from '../../cards/plain-cards.ts';
import type { Ambiguity } from '../../model/tenants/select-tenants.ts';

/** A value that leads nowhere, or to several things. */
export interface Unclear {
  problem: string;
  choice?: NameChoice | undefined;
}

/** The first of the tenants' names that fit several; asked for again for every further one. */
export function choiceOf(ambiguous: readonly Ambiguity[] | undefined): NameChoice | undefined {
  const [first] = ambiguous ?? [];
  if (!first) return undefined;
  const options = first.tenants.map(({ tenantId, label }) => ({ value: tenantId, label }));
  return { argument: 'tenant', typed: first.name, options };
}
