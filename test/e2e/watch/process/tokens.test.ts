import { randomBytes } from 'node:crypto';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Service } from '../../../processes/run-command-line.ts';
import { createDiscordWorld, type DiscordWorld } from '../../discord/discord-setup.ts';
import { readable, sweep } from '../../discord/drive.ts';
import { guardWorld } from '../../discord/guard-world.ts';
import { createForwardingProxy, type ForwardingProxy } from './forwarding-proxy.ts';

/** One redemption in the partner's own tenant: what was given, and the new token it was answered with. */
interface Redemption {
  given: string;
  rotated: string;
}

let world: DiscordWorld;
let microsoft: ForwardingProxy;
let running: Service;
const redemptions: Redemption[] = [];
const elsewhere: Redemption[] = [];
/** Every redemption is answered with a refresh token that is none. */
let odd = false;

beforeAll(async () => {
  world = await createDiscordWorld({ sandbox: { tenants: 3 } });
  const own = world.environment.SAM_TENANT_ID ?? '';
  microsoft = await createForwardingProxy(world.sandbox.origin, async ({ path, body, forward }) => {
    const answer = await forward();
    if (path.includes('/oauth2/v2.0/token') && answer.status === 200) {
      if (odd) {
        const json = { ...(JSON.parse(answer.body.toString('utf8')) as object), refresh_token: 'x' };
        const { 'content-length': _, ...headers } = answer.headers;
        return { ...answer, headers, body: Buffer.from(JSON.stringify(json)) };
      }
      const given = new URLSearchParams(body).get('refresh_token') ?? '';
      const { refresh_token: rotated = '' } = JSON.parse(answer.body.toString('utf8')) as { refresh_token?: string };
      (path.includes(own) ? redemptions : elsewhere).push({ given, rotated });
    }
    return answer;
  });
  world.environment.SAMARITAN_SANDBOX_URL = microsoft.origin;
});
afterAll(async () => {
  await world.close();
  await microsoft.close();
});
guardWorld(() => world);

const configured = (): string => world.environment.SAM_REFRESH_TOKEN ?? '';

/** The first redemption of a sweep, which tests the partner's own token. */
async function firstOfSweep(): Promise<Redemption> {
  const before = redemptions.length;
  await sweep(world);
  const first = redemptions[before];
  if (!first) throw new Error('no token was redeemed');
  return first;
}

/** Each is another process than the one before: in turn one of its own, and this one. */
async function restart(settings: Record<string, string> = {}): Promise<void> {
  expect(await running.stop()).toBe(0);
  running = await (world.started.length % 2 === 1 ? world.start(settings) : world.startHere(settings));
}

function sealedRows(): { name: string; sealed: string }[] {
  const database = new Database(world.database, { readonly: true });
  const rows = database.prepare('select name, sealed from secrets').all() as { name: string; sealed: string }[];
  database.close();
  return rows;
}

describe('the refresh token that a redemption gives', () => {
  it('is kept sealed, one for the connection, and nothing of a customer’s redemption', async () => {
    running = await world.startHere();
    const first = await firstOfSweep();
    expect(first.given).toBe(configured());
    expect(elsewhere.length).toBeGreaterThan(0);
    const [row, ...more] = sealedRows();
    expect(more).toEqual([]);
    expect(row?.sealed).toMatch(/^s1\./);
    for (const { given, rotated } of [...redemptions, ...elsewhere]) {
      expect(rotated).not.toBe('');
      for (const token of [given, rotated]) {
        expect(JSON.stringify(row)).not.toContain(token.slice(-24));
        expect(world.written()).not.toContain(token.slice(-24));
      }
    }
  });

  it('is used by the sweep that follows, and after a restart', async () => {
    const kept = redemptions[0]?.rotated;
    expect((await firstOfSweep()).given).toBe(kept);
    const newest = redemptions.map(({ rotated }) => rotated);
    await restart();
    const { given } = await firstOfSweep();
    expect(given).not.toBe(configured());
    expect(newest).toContain(given);
    expect(given).not.toBe(kept);
  });

  it('is not kept where it does not work, and no sweep fails by it, also after a restart', async () => {
    const before = sealedRows();
    odd = true;
    expect(readable(await sweep(world))).toMatch(/All 3 tenants work/);
    odd = false;
    expect(sealedRows()).toEqual(before);
    expect(readable(await sweep(world))).toMatch(/All 3 tenants work/);
    await restart();
    expect(readable(await sweep(world))).toMatch(/All 3 tenants work/);
  });

  it('is used no more as soon as another one is configured', async () => {
    const { SAM_REFRESH_TOKEN: fresh = '' } = world.sandbox.environment();
    expect(fresh).not.toBe(configured());
    await restart({ SAM_REFRESH_TOKEN: fresh });
    expect((await firstOfSweep()).given).toBe(fresh);
    await restart({ SAM_REFRESH_TOKEN: fresh });
    expect((await firstOfSweep()).given).not.toBe(fresh);
  });

  it('is opened with no other master key: the start is refused, with the way out', async () => {
    expect(await running.stop()).toBe(0);
    const SAMARITAN_MASTER_KEY = randomBytes(32).toString('hex');
    const { exitCode, stderr } = await world.run(['start'], { SAMARITAN_MASTER_KEY, SAMARITAN_MASTER_KEY_FILE: '' });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('SAMARITAN_MASTER_KEY is not the one');
    expect(stderr).not.toContain(SAMARITAN_MASTER_KEY);
  });
});
