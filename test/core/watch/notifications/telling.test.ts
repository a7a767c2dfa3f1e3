import { describe, expect, it } from 'vitest';
import type { Subscription } from '../../../../src/core/watch/notifications/subscription.ts';
import { tenantId } from '../../fixtures.ts';
import { Harness, MINUTE, PLACE } from '../harness.ts';
import { CAUSES, harnessWith, open } from './one-each.ts';

describe('a subscription', () => {
  it.each<[string, Partial<Subscription>, number]>([
    ['everything', {}, 1],
    ['its connection', { connections: ['default'] }, 1],
    ['another connection', { connections: ['other'] }, 0],
    ['its cause', { causes: ['mfa.required'] }, 1],
    ['the beginning of its cause', { causes: ['mfa.'] }, 1],
    ['what only looks like a beginning', { causes: ['mfa'] }, 0],
    ['its owner', { owners: ['partner'] }, 1],
    ['another owner', { owners: ['customer'] }, 0],
    ['failures', { minimumSeverity: 'failure' }, 1],
    ['what is critical', { minimumSeverity: 'critical' }, 0],
    ['everything, but its channel is gone', { broken: { since: 0, problem: 'gone' } }, 0],
  ])('that wants %s', async (_name, rest, count) => {
    const harness = harnessWith(rest);
    await open(harness, 'mfa.required');
    expect(harness.told()).toHaveLength(count);
  });

  it('tells every place once', async () => {
    const harness = new Harness();
    harness.subscribe({ place: 'teams:channel:2' });
    await open(harness, 'mfa.required');
    expect(harness.tables.outbox.map((row) => row.place)).toEqual([PLACE, 'teams:channel:2']);
  });
});

describe('a subscription by tags', () => {
  const given = [
    { tenantId: tenantId(1), tag: 'emea' },
    { tenantId: tenantId(2), tag: 'vip' },
  ];
  const tagged = (tags: string[], withoutTags: string[] = []): Harness => {
    const harness = harnessWith({ tagged: { tags, withoutTags } });
    harness.kept = { given, rules: [] };
    return harness;
  };

  it.each<[string[], string[], number]>([
    [['emea'], [], 1],
    [['vip'], [], 0],
    [['vip', 'emea'], [], 1],
    [[], ['emea'], 0],
    [[], ['vip'], 1],
  ])('of %j without %j is told of the first tenant %i times', async (tags, withoutTags, count) => {
    const harness = tagged(tags, withoutTags);
    await open(harness, 'mfa.required');
    expect(harness.told()).toHaveLength(count);
  });

  it('is told of an incident once it comes to a tenant of theirs, and then of its end', async () => {
    const harness = tagged(['vip']);
    await open(harness, 'mfa.required');
    await open(harness, 'mfa.required', 'mfa.required');
    expect(harness.told()).toEqual(['open mfa.required partner']);
    await open(harness);
    expect(harness.told().map((one) => one.split(' ')[0])).toContain('recover');
  });

  it('is told when the partner connection fails, which concerns every tenant', async () => {
    const harness = tagged(['vip']);
    await harness.partnerFails();
    await harness.time.advance(3 * MINUTE);
    await harness.partnerFails();
    expect(harness.told()).toHaveLength(1);
  });
});

describe('many at once', () => {
  it('become one digest', async () => {
    const harness = new Harness();
    await open(harness, ...CAUSES);
    expect(harness.told()).toEqual([`digest ${CAUSES.map((cause) => `${cause} partner`).join(' + ')}`]);
  });

  it('counts those told minutes ago', async () => {
    const harness = new Harness();
    await open(harness, 'account.no-path', 'app.disabled', 'consent.missing');
    expect(harness.told()).toHaveLength(3);
    await open(harness, ...CAUSES);
    expect(harness.told()).toEqual([
      'digest mfa.required partner + permission.insufficient partner + graph.refused partner',
    ]);
  });

  it('answers the digest when one of them is mended', async () => {
    const harness = new Harness();
    await open(harness, ...CAUSES);
    harness.told();
    await open(harness, ...CAUSES.slice(0, 5));
    expect(harness.told().map((one) => one.split(' ')[0])).toEqual(['edit', 'recover']);
  });
});
