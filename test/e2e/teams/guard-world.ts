import { existsSync, readFileSync } from 'node:fs';
import { afterEach, expect } from 'vitest';
import { writingsOf } from '../../echo-service.ts';
import { APP_PASSWORD, type TeamsWorld } from './teams-setup.ts';

const SECRETS = ['SAM_APPLICATION_SECRET', 'SAM_REFRESH_TOKEN', 'SAM_EXCHANGE_REFRESH_TOKEN'];

/** After every test of the file: no stack of an internal fault unless awaited, and no secret anywhere. */
export function guardWorld(world: () => TeamsWorld): void {
  afterEach(() => {
    expect(world().sandbox.stats().violations).toEqual([]);
    expect(world().written()).not.toContain('"level":50');
    expect(leaksOf(world())).toEqual([]);
  });
}

/** Secrets in what the product wrote, in what it sent to Teams, and in its database. */
export function leaksOf({ connector, environment, database, written }: TeamsWorld): string[] {
  const places: Record<string, string> = {
    output: written(),
    'bodies sent to Teams': connector.calls.map(({ body }) => JSON.stringify(body)).join('\n'),
    database: databaseBytes(database),
  };
  const botTokens = connector.calls.map(({ authorization = '' }) => authorization.replace('Bearer ', ''));
  const secrets = [
    APP_PASSWORD,
    ...SECRETS.map((name) => environment[name] ?? ''),
    ...new Set(botTokens.filter((token) => token !== '')),
  ];
  expect(secrets.every((secret) => secret.length > 20)).toBe(true);
  const wanted = secrets.flatMap(writingsOf);
  return Object.entries(places).flatMap(([place, text]) =>
    wanted.filter((secret) => text.includes(secret)).map((secret) => `${place}: ${secret.slice(0, 12)}…`),
  );
}

/** All that the database keeps, also what has been deleted and not overwritten. */
function databaseBytes(database: string): string {
  const files = ['', '-wal', '-journal'].map((end) => `${database}${end}`);
  return files.map((file) => (existsSync(file) ? readFileSync(file, 'latin1') : '')).join('');
}
