import { expect, it } from 'vitest';
import { JSON_COLUMNS } from '../../../../src/adapters/storage/engine/columns.ts';

const { found } = JSON_COLUMNS.runBatches;

it('takes what a batch found for the results of tenants with their checks, and nothing else', () => {
  expect(found.safeParse([{ tenantId: 'a', checks: [{ id: 'x' }] }]).success).toBe(true);
  const others = [{}, ['a'], [null], [[]], [{ tenantId: 'a' }], [{ tenantId: 1, checks: [] }]];
  const broken = [null, [], 'x'].map((check) => [{ tenantId: 'a', checks: [check] }]);
  for (const value of [...others, ...broken]) expect(found.safeParse(value).success, JSON.stringify(value)).toBe(false);
});
