import { afterAll, afterEach, expect } from 'vitest';
import { findLeaks } from '../find-leaks.ts';
import { APP_PASSWORD, type TeamsWorld } from './teams-setup.ts';

/** After every test of the file no stack of an internal fault unless awaited, and at its end no secret anywhere. */
export function guardWorld(world: () => TeamsWorld): void {
  afterEach(() => {
    expect(world().sandbox.stats().violations).toEqual([]);
    expect(world().written()).not.toContain('"level":50');
  });
  // Before the world is closed, since hooks run from the last to the first.
  afterAll(() => expect(leaksOf(world())).toEqual([]));
}

/** Secrets in what the product wrote, in what it sent to Teams, and in its database. */
function leaksOf(world: TeamsWorld): string[] {
  const { calls } = world.connector;
  const tokens = new Set(calls.map(({ authorization = '' }) => authorization.replace('Bearer ', '')));
  tokens.delete('');
  return findLeaks(world, {
    secrets: [APP_PASSWORD, ...tokens],
    places: { 'bodies sent to Teams': calls.map(({ body }) => JSON.stringify(body)).join('\n') },
  });
}
