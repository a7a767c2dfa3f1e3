import { expect, it } from 'vitest';
import { oneByOne } from '../../../../src/core/model/time/one-by-one.ts';

it('begins nothing before what came earlier has ended, and goes on after what failed', async () => {
  const queue = oneByOne();
  const told: string[] = [];
  const first = Promise.withResolvers<void>();
  const one = queue(() => first.promise);
  const two = queue(async () => {
    told.push('two began');
    throw new Error('two failed');
  });
  const three = queue(async () => told.push('three began'));
  await new Promise(setImmediate);
  expect(told).toEqual([]);
  first.resolve();
  await one;
  await expect(two).rejects.toThrow('two failed');
  await three;
  expect(told).toEqual(['two began', 'three began']);
});
