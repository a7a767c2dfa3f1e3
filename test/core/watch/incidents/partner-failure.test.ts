import { describe, expect, it } from 'vitest';
import { failing, working } from '../../fixtures.ts';
import { badPartner, Harness, HOUR, MINUTE, START } from '../harness.ts';
import { blocked, CA, fleet, opened } from './fleet.ts';

describe('a failure of the partner connection', () => {
  it('is one incident, and freezes those of the tenants', async () => {
    const harness = new Harness();
    await opened(harness, blocked(1));
    for (let count = 0; count < 4; count += 1) {
      await harness.time.advance(HOUR);
      await harness.partnerFails();
    }
    expect(harness.open()).toEqual([`${CA} customer 1`, 'token.revoked partner 0']);
    expect(harness.told()).toEqual(['open token.revoked partner']);
    expect(harness.tables.rechecks.get('default')?.targets).toBe('all');
  });

  it('lets no tenant’s answer count that came while it lasts', async () => {
    const harness = new Harness();
    await opened(harness, blocked(1));
    await harness.partnerFails();
    await harness.time.advance(2 * MINUTE);
    await harness.retest([working(1)]);
    await harness.time.advance(2 * MINUTE);
    await harness.retest([working(1)]);
    await harness.sweep(fleet(failing(2, 'token.revoked', { owner: 'partner' })), badPartner());
    expect(harness.open()).toEqual([`${CA} customer 1`, 'token.revoked partner 0']);
    expect([...harness.tables.tracks.values()].every((track) => track.passingSince === null)).toBe(true);
  });

  it('is heeded though the run that found it was never judged', async () => {
    const harness = new Harness();
    await opened(harness, blocked(1));
    harness.report([], { partner: badPartner() });
    await harness.time.advance(2 * MINUTE);
    await harness.retest([working(1)]);
    await harness.time.advance(2 * MINUTE);
    await harness.retest([working(1)]);
    expect(harness.open()).toEqual([`${CA} customer 1`]);
  });

  it('ends with two passes, and says what a new credential mended', async () => {
    const harness = new Harness();
    await harness.partnerFails();
    await harness.time.advance(3 * MINUTE);
    await harness.partnerFails();
    await harness.time.advance(HOUR);
    await harness.sweep(fleet());
    expect(harness.open()).toHaveLength(1);
    await harness.time.advance(3 * MINUTE);
    const report = harness.report(fleet());
    await harness.watch.recordSweep(report, { credentialReplacedAt: START + 30 * MINUTE });
    expect(harness.open()).toEqual([]);
    const last = harness.tables.outbox.at(-1)?.content;
    expect(last).toMatchObject({
      kind: 'recover',
      recovery: { partnerLevel: true, lastedMs: HOUR + 6 * MINUTE, mendedBy: { kind: 'credential-replaced' } },
    });
  });
});
