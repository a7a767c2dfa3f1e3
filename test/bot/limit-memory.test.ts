import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const MODULE = new URL('../../src/bot/limit-memory.ts', import.meta.url);

it('takes back what loading needed for short-lived objects, and keeps it at 32 MB however much there is to do', async () => {
  const code = `
    import { getHeapSpaceStatistics } from 'node:v8';
    import { limitMemory } from '${MODULE}';
    const young = () => getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size / 1024 ** 2;
    const work = (objects) => {
      let kept = [];
      for (let number = 0; number < objects; number += 1) {
        kept.push({ number, of: [number] });
        if (kept.length > 100_000) kept = [];
      }
    };
    work(6_000_000);
    const loaded = young();
    limitMemory('service');
    const limited = young();
    for (let turn = 0; turn < 15; turn += 1) {
      work(200_000);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    console.log(JSON.stringify([loaded, limited, young()]));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code]);
  const [loaded = 0, limited = 0, worked = 0] = JSON.parse(stdout) as number[];
  expect(loaded).toBeGreaterThan(32);
  expect(limited).toBeLessThanOrEqual(32);
  // Between two looks it may double once.
  expect(worked).toBeLessThanOrEqual(64);
});
