import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { writingsOf } from '../echo-service.ts';
import type { ProductWorld } from './product-world.ts';

const SECRETS = ['SAM_APPLICATION_SECRET', 'SAM_REFRESH_TOKEN', 'SAM_EXCHANGE_REFRESH_TOKEN'];

export interface Sought {
  /** Secrets beside those of the settings. */
  secrets: readonly string[];
  /** What is looked for as it stands, and in no other writing. */
  exactly?: readonly string[];
  /** Where to look beside the output and the database, by its name. */
  places: Readonly<Record<string, string>>;
}

/** Secrets in what the product wrote, in its database, and in what it sent elsewhere. */
export function findLeaks(world: ProductWorld, { secrets: own, exactly = [], places }: Sought): string[] {
  const secrets = [...own, ...SECRETS.map((name) => world.environment[name] ?? '')];
  expect(secrets.every((secret) => secret.length > 20)).toBe(true);
  const wanted = new Set([...secrets.flatMap(writingsOf), ...exactly]);
  const all = { ...places, output: world.written(), database: databaseBytes(world.database) };
  return Object.entries(all).flatMap(([place, text]) =>
    [...wanted].filter((secret) => text.includes(secret)).map((secret) => `${place}: ${secret.slice(0, 12)}…`),
  );
}

/** All that the database keeps, also what has been deleted and not overwritten. */
export function databaseBytes(database: string): string {
  const files = ['', '-wal', '-journal'].map((end) => `${database}${end}`);
  return files.map((file) => (existsSync(file) ? readFileSync(file, 'latin1') : '')).join('');
}
