import { afterAll, afterEach, expect } from 'vitest';
import { findLeaks } from '../find-leaks.ts';
import { type DiscordWorld, TOKEN } from './discord-setup.ts';

/** After every test of the file nothing that Discord or Microsoft would refuse, and at its end no secret anywhere. */
export function guardWorld(world: () => DiscordWorld): void {
  afterEach(() => {
    const { standIn, sandbox } = world();
    standIn.clearFaults();
    expect(standIn.violations).toEqual([]);
    expect(sandbox.stats().violations).toEqual([]);
  });
  // Before the world is closed, since hooks run from the last to the first.
  afterAll(() => expect(leaksOf(world())).toEqual([]));
}

/** Secrets in what the product wrote, in what it sent to Discord, and in its database. */
export function leaksOf(world: DiscordWorld): string[] {
  const { requests, interactions } = world.standIn;
  const files = world.standIn
    .messages()
    .flatMap((message) => (message.author.bot ? message.attachments : []))
    .map((file) => file.data.toString('latin1'));
  return findLeaks(world, {
    secrets: [TOKEN],
    exactly: interactions.map(({ token }) => token),
    places: {
      'bodies sent to Discord': requests.map((one) => JSON.stringify(one.body) ?? '').join('\n'),
      'files sent to Discord': files.join('\n'),
    },
  });
}
