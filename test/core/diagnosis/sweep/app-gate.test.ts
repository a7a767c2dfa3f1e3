import { describe, expect, it } from 'vitest';
import { AppGate } from '../../../../src/core/diagnosis/sweep/app-gate.ts';
import { Secret } from '../../../../src/core/model/text/secret.ts';
import { createGate } from '../../chat/harness.ts';
import { fakeCloud, pass } from '../../fake-cloud.ts';
import { tenantId } from '../../fixtures.ts';
import { settle } from '../../open-stores.ts';

describe('AppGate', () => {
  it('lets no more questions of one app out than allowed, whichever runs they are of', async () => {
    const held = createGate<string>();
    const users = async (tenant: string) => {
      await held.pass(tenant);
      return pass(undefined);
    };
    const clouds = [fakeCloud({ users }), fakeCloud({ users })];
    const gate = new AppGate(2);
    const asked = clouds.flatMap((cloud, index) =>
      [1, 2].map((number) => {
        const question = { id: 'graph.read', token: new Secret('x'), tenantId: tenantId(10 * index + number) } as const;
        return gate.guard(cloud).ask({ ...question, path: '/users' });
      }),
    );
    const out = () => clouds.map((cloud) => cloud.asked.length);
    await settle();
    expect(out()).toEqual([2, 0]);
    gate.allow(3);
    await settle();
    expect(out()).toEqual([2, 1]);
    gate.allow(1);
    await held.open(tenantId(1));
    await held.open(tenantId(2));
    await settle();
    expect(out()).toEqual([2, 1]);
    await held.open(tenantId(11));
    await held.open(tenantId(12));
    expect((await Promise.all(asked)).every(({ ok }) => ok)).toBe(true);
    expect(out()).toEqual([2, 2]);
  });
});
