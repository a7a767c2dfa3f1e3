import { describe, expect, it } from 'vitest';
import { toIncidentCard } from '../../../../src/core/watch/notifications/cards/incident-card.ts';
import { toRecoveryCard } from '../../../../src/core/watch/notifications/cards/recovery-card.ts';
import { linesOf } from '../../cards/card-texts.ts';
import { tenantId } from '../../fixtures.ts';
import { Harness, MINUTE } from '../harness.ts';
import { blocked, CA, fleet, opened } from '../incidents/fleet.ts';
import { context } from './cards/facts.ts';

async function cardOf(harness: Harness): Promise<string> {
  const [id = ''] = harness.tables.groups.keys();
  const facts = harness.tables.facts(id);
  if (!facts) throw new Error('no incident is open');
  return linesOf(toIncidentCard(facts, context)).join('\n');
}

/** Four sweeps, minutes apart, in which only these fail: what else was open has settled by then. */
async function settle(harness: Harness, ...bad: Parameters<typeof fleet>): Promise<void> {
  for (let count = 0; count < 4; count += 1) {
    await harness.time.advance(10 * MINUTE);
    await harness.sweep(fleet(...bad));
  }
}

describe('customers who were written to', () => {
  it('are waited for once all of an incident’s are, and not before', async () => {
    const harness = new Harness();
    await opened(harness, blocked(1), blocked(2));
    expect(await harness.watch.noteMailed('default', CA, [tenantId(1)], 'Ada')).toBe(1);
    expect(await cardOf(harness)).toContain('The customer was written to in 1 of 2 tenants.');
    await harness.watch.noteMailed('default', CA, [tenantId(2)], 'Ada');
    expect(await cardOf(harness)).toMatch(
      /^Waiting for the customer: .*\ntheirs\nAcknowledged by Ada: “mailed the customer”/,
    );
    expect(harness.told()).toEqual([`edit ${CA} customer`, `edit ${CA} customer`]);
  });

  it('are not marked where nothing is open yet', async () => {
    const harness = new Harness();
    expect(await harness.watch.noteMailed('default', CA, [tenantId(1)], 'Ada')).toBe(0);
    expect(harness.told()).toEqual([]);
  });

  it('have done it when it works again, which the recovery says', async () => {
    const harness = new Harness();
    await opened(harness, blocked(1), blocked(2));
    await harness.watch.noteMailed('default', CA, [tenantId(1)], 'Ada');
    await settle(harness, blocked(2));
    const recovery = harness.tables.outbox.flatMap(({ content }) =>
      content.kind === 'recover' ? [content.recovery] : [],
    );
    expect(recovery.map(({ mendedBy }) => mendedBy?.kind)).toEqual(['mailed']);
    expect(linesOf(toRecoveryCard(recovery[0] ?? fail())).join('\n')).toMatch(
      /It was waiting for the customer since .*, and works now\./,
    );
    const [group] = harness.tables.groups.values();
    expect(group?.acknowledged?.mailed).toEqual([]);
  });
});

function fail(): never {
  throw new Error('nothing recovered');
}
