import { request } from 'undici';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buttonsOf } from '../../../simulators/discord/read-message.ts';
import type { StoredMessage } from '../../../simulators/discord/world/messages.ts';
import type { Service } from '../../processes/run-command-line.ts';
import { ADMIN, createDiscordWorld, type DiscordWorld, TECHNICIAN } from '../discord/discord-setup.ts';
import { ask, isPrivate, labelsOf, reads, shows } from '../discord/drive.ts';
import { guardWorld } from '../discord/guard-world.ts';
import { originOf } from '../product-world.ts';
import { visit } from './renewal-world.ts';

const PUBLIC = 'https://samaritan.example';
let world: DiscordWorld;
let program: Service;
let origin: string;

beforeAll(async () => {
  world = await createDiscordWorld({ sandbox: { tenants: 2, pollIntervalS: 0 } });
  world.sandbox.registerRedirect(`${PUBLIC}/auth/callback`);
  program = await world.startHere({ SAMARITAN_PUBLIC_URL: PUBLIC });
  origin = originOf(program);
});
afterAll(() => world.close());
beforeEach(() => world.sandbox.setSignIn('approve'));
guardWorld(() => world);

const linkOf = (message: StoredMessage): string => buttonsOf(message).find(({ url }) => url)?.url ?? '';
const here = (url: string): string => url.replace(PUBLIC, origin);

async function browse(url: string, { method = 'GET', cookie }: { method?: 'GET' | 'POST'; cookie?: string } = {}) {
  const { statusCode, headers, body } = await request(here(url), { method, headers: cookie ? { cookie } : {} });
  const [set] = [headers['set-cookie'] ?? ''].flat();
  const { location } = headers;
  return {
    status: statusCode,
    headers,
    text: await body.text(),
    location: typeof location === 'string' ? location : '',
    cookie: set?.split(';')[0] ?? '',
  };
}

describe('/renewtokens with a public address', () => {
  it('gives a link that looking at does not use up, and tells what was proved', async () => {
    const handle = ask(world, 'renewtokens', { user: ADMIN });
    const message = await shows(handle, /Sign in to renew the token of connection default/);
    expect(await isPrivate(handle)).toBe(true);
    const link = linkOf(message);
    expect(link).toMatch(/^https:\/\/samaritan\.example\/auth\/start\?request=[\w-]{43}$/);
    for (const _ of ['a preview', 'a person']) {
      const page = await browse(link);
      expect(page.status).toBe(200);
      expect(page.headers).toMatchObject({
        'content-security-policy': expect.stringContaining("default-src 'none'"),
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
      });
    }
    const gone = await browse(link, { method: 'POST' });
    expect([gone.status, new URL(gone.location).origin]).toEqual([303, world.sandbox.origin]);
    expect(gone.headers['set-cookie']).toMatch(/Secure; HttpOnly; SameSite=Lax/);
    expect((await browse(link, { method: 'POST' })).status).toBe(400);
    const { location = '' } = await visit(gone.location);
    const forged = new URL(location);
    forged.searchParams.set('state', 'A'.repeat(43));
    for (const [url, cookie] of [
      [forged.href, gone.cookie],
      [location, ''],
      [location, `${gone.cookie}x`],
    ] as const)
      expect((await browse(url, { cookie })).status).toBe(400);
    const back = await browse(location, { cookie: gone.cookie });
    expect([back.status, back.text]).toEqual([200, expect.not.stringContaining('code=')]);
    const end = await shows(handle, /The token of connection default is renewed/);
    expect(labelsOf(end)).toContain('Test tokens');
    expect((await browse(location, { cookie: gone.cookie })).status).toBe(400);
    for (const secret of [new URL(location).searchParams.get('code') ?? '', link.slice(-43), gone.cookie.slice(-40)])
      expect(program.output()).not.toContain(secret);
  });

  it('says what was wrong with the sign-in, and changes nothing', async () => {
    world.sandbox.setSignIn('no-mfa');
    const handle = ask(world, 'renewtokens', { user: ADMIN });
    const gone = await browse(linkOf(await shows(handle, /Sign in to renew/)), { method: 'POST' });
    await browse((await visit(gone.location)).location ?? '', { cookie: gone.cookie });
    expect(await reads(handle, /The token of connection default was not renewed\./)).toContain('without MFA');
    // As it has to be pasted.
    world.sandbox.setSignIn('redirect-not-registered');
    const unregistered = ask(world, 'renewtokens', { user: ADMIN });
    expect(await reads(unregistered, /was not renewed/)).toMatch(/^https:\/\/samaritan\.example\/auth\/callback$/m);
  });

  it('is for administrators alone', async () => {
    const handle = ask(world, 'renewtokens', { user: TECHNICIAN });
    expect(await reads(handle, /You may not run this/)).toContain('admin');
  });

  it('without one gives a device code, and says what that means', async () => {
    expect(await program.stop()).toBe(0);
    program = await world.startHere();
    world.sandbox.setSignIn('slow-down');
    const handle = ask(world, 'renewtokens', { user: ADMIN });
    expect(await reads(handle, /enter the code/)).toMatch(/born of a device code, for good/);
    expect(await program.stop()).toBe(0);
    expect(await reads(handle, /was not renewed/)).toContain('interrupted');
  });
});
