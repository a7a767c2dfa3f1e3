import { customers, fakeCloud, pass } from '../fake-cloud.ts';
import { tenantId } from '../fixtures.ts';
import { createGate } from './harness.ts';

/** A cloud of so many tenants whose Graph answers wait for the test. */
export function slowCloud(count: number) {
  const held = createGate<string>();
  const cloud = fakeCloud({
    customers: pass({ customers: customers(count), unusableEntries: 0 }),
    users: async (tenant) => {
      await held.pass(tenant);
      return pass(undefined);
    },
  });
  return { cloud, finish: (number: number) => held.open(tenantId(number)) };
}

export async function finishAll(finish: (number: number) => Promise<void>, count: number): Promise<void> {
  for (let number = 1; number <= count; number += 1) await finish(number);
}
