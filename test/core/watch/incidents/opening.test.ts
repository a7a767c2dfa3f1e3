import { describe, expect, it } from 'vitest';
import { failing, notTested, tenantId, working } from '../../fixtures.ts';
import { Harness, HOUR, MINUTE, START } from '../harness.ts';
import { blocked, CA, fleet, opened, ours, timedOut } from './fleet.ts';

describe('opening an incident', () => {
  it('takes two failures; the first asks for a quick re-check of that pair', async () => {
    const harness = new Harness();
    await harness.sweep(fleet(blocked(1)));
    expect(harness.told()).toEqual([]);
    expect(harness.tables.rechecks.get('default')).toMatchObject({
      targets: [{ tenantId: tenantId(1), only: 'graph' }],
      notBefore: START + 3 * MINUTE,
    });
    await harness.time.advance(3 * MINUTE);
    await harness.retest([blocked(1)]);
    expect(harness.told()).toEqual([`open ${CA} customer`]);
    expect([...harness.tables.incidents.values()][0]).toMatchObject({
      firstFailedAt: START,
      openedAt: START + 3 * MINUTE,
    });
  });

  it('takes no tenant that was mistyped for one that fails', async () => {
    const harness = new Harness();
    const slip = { ...failing(1, 'tenant.not-found'), unlisted: true } as const;
    for (let times = 0; times < 3; times += 1) {
      await harness.retest([slip]);
      await harness.time.advance(HOUR);
    }
    expect(harness.tables.tracks.size).toBe(0);
    expect(harness.told()).toEqual([]);
  });

  it('does not count a second look within a minute', async () => {
    const harness = new Harness();
    await harness.sweep(fleet(blocked(1)));
    await harness.time.advance(20_000);
    await harness.retest([blocked(1)]);
    expect(harness.open()).toEqual([]);
  });

  it('forgets a blip that passed in between', async () => {
    const harness = new Harness();
    for (const tenant of [blocked(1), working(1), blocked(1), working(1)]) {
      await harness.sweep(fleet(tenant));
      await harness.time.advance(HOUR);
    }
    expect(harness.told()).toEqual([]);
    expect(harness.tables.tracks.size).toBe(0);
  });

  it('neither confirms nor clears a suspicion by what was not answered', async () => {
    const harness = new Harness();
    await harness.sweep(fleet(blocked(1)));
    for (const tenant of [notTested(1), timedOut(1)]) {
      await harness.time.advance(HOUR);
      await harness.sweep(fleet(tenant));
    }
    expect(harness.open()).toEqual([]);
    await harness.time.advance(HOUR);
    await harness.sweep(fleet(blocked(1)));
    expect(harness.open()).toEqual([`${CA} customer 1`]);
  });

  it('is one for each tenant where it is theirs, in one message within ten minutes', async () => {
    const harness = new Harness();
    await opened(harness, blocked(1), blocked(2));
    expect(harness.open()).toEqual([`${CA} customer 1`, `${CA} customer 1`]);
    expect(harness.tables.messages.size).toBe(1);
    await harness.sweep(fleet(blocked(1), blocked(2), blocked(3)));
    await harness.time.advance(4 * MINUTE);
    await harness.sweep(fleet(blocked(1), blocked(2), blocked(3)));
    expect(harness.told()).toEqual([`edit ${CA} customer`]);
    await harness.time.advance(HOUR);
    await opened(harness, blocked(1), blocked(2), blocked(3), blocked(4));
    expect(harness.tables.messages.size).toBe(2);
  });

  it('is one for the whole connection where it is ours, and new tenants join it', async () => {
    const harness = new Harness();
    await opened(harness, ours(1), ours(2));
    expect(harness.open()).toEqual(['account.no-path partner 2']);
    await harness.time.advance(HOUR);
    await opened(harness, ours(1), ours(2), ours(3));
    expect(harness.open()).toEqual(['account.no-path partner 3']);
    expect(harness.tables.messages.size).toBe(1);
  });

  it('takes a time-out that lasts for an incident of the network, and never for a recovery', async () => {
    const harness = new Harness();
    await opened(harness, timedOut(1));
    expect(harness.open()).toEqual(['network.timeout network 1']);
    expect([...harness.tables.groups.values()][0]?.severity).toBe('warning');
  });

  it('ignores an interrupted run', async () => {
    const harness = new Harness();
    for (let count = 0; count < 3; count += 1) {
      await harness.watch.recordSweep(harness.report(fleet(blocked(1)), { run: { status: 'interrupted' } }));
      await harness.time.advance(HOUR);
    }
    expect(harness.tables.tracks.size).toBe(0);
  });

  it('judges a run once, however often it is handed in', async () => {
    const harness = new Harness();
    const first = harness.report(fleet(blocked(1)));
    await harness.watch.recordSweep(first);
    await harness.time.advance(HOUR);
    await harness.watch.recordSweep({ ...first, run: { ...first.run, finishedAt: harness.time.now() } });
    expect(harness.open()).toEqual([]);
  });
});

describe('whose an incident is', () => {
  const many = [1, 2, 3, 4, 5, 6, 7, 8].map(blocked);

  it('is the partner’s where the whole fleet says so, also in a re-check of the broken ones alone', async () => {
    const harness = new Harness();
    await harness.sweep(fleet(...many));
    await harness.time.advance(3 * MINUTE);
    await harness.retest(many);
    expect(harness.open()).toEqual([`${CA} partner 8`]);
  });

  it('stays the customer’s where only a re-check of broken ones would say otherwise', async () => {
    const harness = new Harness();
    const few = [1, 2, 3].map(blocked);
    await harness.sweep(fleet(...few));
    await harness.time.advance(3 * MINUTE);
    await harness.retest(few);
    expect(harness.open()).toEqual(Array(3).fill(`${CA} customer 1`));
  });

  it('becomes the partner’s: the tenants’ own incidents go on in it and say so', async () => {
    const harness = new Harness();
    await opened(harness, blocked(1));
    await harness.time.advance(HOUR);
    await harness.sweep(fleet(...many));
    await harness.time.advance(3 * MINUTE);
    await harness.sweep(fleet(...many));
    expect(harness.open()).toEqual([`${CA} partner 8`]);
    expect(harness.told()).toEqual([`edit ${CA} customer`, `recover ${CA} merged:1 tenants:1`, `open ${CA} partner`]);
  });
});
