import { existsSync, readFileSync } from 'node:fs';
import { afterEach, expect } from 'vitest';
import { writingsOf } from '../../echo-service.ts';
import { type DiscordWorld, TOKEN } from './discord-setup.ts';

const SECRETS = ['SAM_APPLICATION_SECRET', 'SAM_REFRESH_TOKEN', 'SAM_EXCHANGE_REFRESH_TOKEN'];

/** After every test of the file: nothing that Discord or Microsoft would refuse, and no secret anywhere. */
export function guardWorld(world: () => DiscordWorld): void {
  afterEach(() => {
    const { standIn, sandbox } = world();
    standIn.clearFaults();
    expect(standIn.violations).toEqual([]);
    expect(sandbox.stats().violations).toEqual([]);
    expect(leaksOf(world())).toEqual([]);
  });
}

/** Secrets in what the product wrote, in what it sent to Discord, and in its database. */
export function leaksOf(world: DiscordWorld): string[] {
  const { standIn, environment, database } = world;
  const places: Record<string, string> = {
    output: world.written(),
    'bodies sent to Discord': standIn.requests.map((one) => JSON.stringify(one.body) ?? '').join('\n'),
    'files sent to Discord': standIn
      .messages()
      .flatMap((message) => (message.author.bot ? message.attachments : []))
      .map((file) => file.data.toString('latin1'))
      .join('\n'),
    database: databaseBytes(database),
  };
  const tokens = standIn.interactions.map(({ token }) => token);
  const secrets = [TOKEN, ...SECRETS.map((name) => environment[name] ?? '')];
  expect(secrets.every((secret) => secret.length > 20)).toBe(true);
  const wanted = [...secrets.flatMap(writingsOf), ...tokens];
  return Object.entries(places).flatMap(([place, text]) =>
    wanted.filter((secret) => text.includes(secret)).map((secret) => `${place}: ${secret.slice(0, 12)}…`),
  );
}

/** All that the database keeps, also what has been deleted and not overwritten. */
export function databaseBytes(database: string): string {
  const files = ['', '-wal', '-journal'].map((end) => `${database}${end}`);
  return files.map((file) => (existsSync(file) ? readFileSync(file, 'latin1') : '')).join('');
}
