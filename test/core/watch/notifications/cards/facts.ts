import type { Action, Card } from '../../../../../src/core/cards/card.ts';
import { type Line, toPlainLine } from '../../../../../src/core/cards/inline.ts';
import type { Incident, IncidentGroup } from '../../../../../src/core/watch/incidents/incident.ts';
import type { GroupFacts } from '../../../../../src/core/watch/incidents/incident-store.ts';
import { library, tenantId } from '../../../fixtures.ts';
import { HOUR, MINUTE, START } from '../../harness.ts';

export const context = { library, subjectOf: () => ({ applicationId: 'app' }), now: START + 3 * HOUR };
export const CA = 'access.conditional-access';

export const incident: Incident = {
  reference: 'INC-7Q2M',
  key: `default ${CA} x`,
  groupId: 'INC-7Q2M',
  connection: 'default',
  cause: CA,
  owner: 'customer',
  severity: 'failure',
  firstFailedAt: START,
  openedAt: START + 5 * MINUTE,
  partnerLevel: false,
  members: 1,
  everMembers: 1,
  cycles: 1,
  flapping: false,
  finding: null,
  closedAt: null,
  outcome: null,
  mendedBy: null,
};

export const member = (number: number, displayName = `Tenant ${number}`) => ({
  reference: 'INC-7Q2M',
  tenantId: tenantId(number),
  displayName,
  defaultDomainName: `tenant${number}.example`,
  joinedAt: START,
});

export function facts(group: Partial<IncidentGroup> = {}, rest: Partial<GroupFacts> = {}): GroupFacts {
  const { connection, cause, owner, severity, partnerLevel, firstFailedAt, openedAt } = incident;
  const common = { connection, cause, owner, severity, partnerLevel, firstFailedAt, openedAt };
  return {
    group: {
      id: 'INC-7Q2M',
      source: 'sweep',
      ...common,
      closedAt: null,
      open: 1,
      acknowledged: null,
      snoozed: null,
      ...group,
    },
    incidents: [incident],
    openTenants: 2,
    everTenants: 2,
    names: [member(1), member(2)],
    lastJoined: null,
    listed: 300,
    likely: false,
    ...rest,
  };
}

export const plainLine = (line: Line): string => toPlainLine(line, (at) => `T+${(at - START) / MINUTE}`);

export function linesOf(card: Card): string[] {
  return card.blocks.flatMap((block) => {
    if (block.kind === 'text') return [plainLine(block.line)];
    return block.kind === 'list' ? block.items.map(plainLine) : [];
  });
}

export const labels = (actions: readonly Action[]): string[] =>
  actions.map((action) => (action.kind === 'choice' ? action.placeholder : action.label));
