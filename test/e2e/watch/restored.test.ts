import { copyFileSync, unlinkSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { readable } from '../discord/drive.ts';
import { confirm, give, schedule, tell } from './watch-steps.ts';
import {
  createWatchWorld,
  expectNoViolation,
  HOUR,
  MINUTE,
  messageWith,
  textsIn,
  type WatchWorld,
} from './watch-world.ts';

let world: WatchWorld;

afterEach(async () => {
  expectNoViolation(world);
  await world.close();
});

it('says of what a restored database announces again that it is restored', async () => {
  world = await createWatchWorld();
  await tell(world);
  await schedule(world);
  const backup = `${world.database}.backup`;
  await world.restart(0, () => copyFileSync(world.database, backup));
  give(world, 'consent-missing', 1);
  await confirm(world);
  messageWith(world, /New: .*1 tenant/);
  await world.restart(HOUR, () => copyFileSync(backup, world.database));
  messageWith(world, /goes on from an older database/);
  expect(world.logged().join()).toContain('The database was restored');
  await confirm(world);
  messageWith(world, /Restored: .*1 tenant/);
  give(world, 'ca-block', 4);
  await confirm(world);
  expect(textsIn(world).filter((text) => /New: /.test(text))).toHaveLength(2);
});

it('says in the chat within a minute that its database was deleted', async () => {
  world = await createWatchWorld();
  await tell(world);
  await world.time.advance(MINUTE);
  unlinkSync(world.database);
  await world.time.advance(2 * MINUTE);
  expect(readable(messageWith(world, /cannot use its database/))).toContain('was deleted');
});
