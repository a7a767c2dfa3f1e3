import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { MountRoutes } from '../../../src/bot/http/bare-app.ts';
import type { BoundServer } from '../../../src/bot/http/bound-server.ts';
import { createHttpServer } from '../../../src/bot/http/create-http-server.ts';
import { Health, type HealthPart } from '../../../src/bot/http/health.ts';
import { sendRaw } from './raw-request.ts';

const idle = { after: () => () => {} };
const fine: HealthPart = { name: 'scheduler', vital: true, check: () => ({ ok: true, detail: 'looked 3 s ago' }) };

let server: BoundServer | undefined;
const faults: unknown[] = [];

async function start(parts: readonly HealthPart[] = [fine], mount: MountRoutes = () => {}): Promise<string> {
  const health = new Health(idle);
  for (const part of parts) health.register(part);
  faults.length = 0;
  const onFault = (error: unknown): void => void faults.push(error);
  server = await createHttpServer({ host: '127.0.0.1', port: 0, routes: [mount], health, onFault });
  return server.origin;
}

afterEach(async () => {
  await server?.close(0);
  server = undefined;
});

describe('the public HTTP server', () => {
  it('says that it lives and is ready', async () => {
    const origin = await start();
    const alive = await fetch(`${origin}/healthz`);
    expect([alive.status, await alive.json()]).toEqual([200, { status: 'alive' }]);
    const ready = await fetch(`${origin}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready', parts: { scheduler: 'ready' } }]);
  });

  it('stays alive but is not ready while a part is down', async () => {
    const discord: HealthPart = { name: 'discord', check: () => ({ ok: false, detail: 'gateway closed: 4004' }) };
    const origin = await start([fine, discord]);
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
    const ready = await fetch(`${origin}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({
      status: 'not ready',
      parts: { scheduler: 'ready', discord: 'not ready' },
    });
  });

  it('is dead once a vital part is', async () => {
    const origin = await start([{ ...fine, check: () => ({ ok: false, detail: 'stalled' }) }]);
    const response = await fetch(`${origin}/healthz`);
    expect([response.status, await response.json()]).toEqual([503, { status: 'dead' }]);
  });

  it('never shows a detail, whatever a part says or throws', async () => {
    const talkative: HealthPart = { name: 'storage', check: () => ({ ok: false, detail: 'detail-of-a-part' }) };
    const broken: HealthPart = {
      name: 'teams',
      check: () => {
        throw new Error('detail-of-an-error');
      },
    };
    const origin = await start([fine, talkative, broken]);
    for (const path of ['/healthz', '/readyz', '/', '/metrics', '/readyz?details=1']) {
      const response = await fetch(`${origin}${path}`);
      const all = (await response.text()) + JSON.stringify([...response.headers]);
      expect(all).not.toMatch(/detail-of|looked 3 s/);
    }
  });

  it('is not ready before any part is there', async () => {
    const origin = await start([]);
    expect((await fetch(`${origin}/readyz`)).status).toBe(503);
  });

  it('answers nothing but a status to what it does not know', async () => {
    const origin = await start();
    for (const [path, method, status] of [
      ['/nowhere', 'GET', 404],
      ['/metrics', 'GET', 404],
      ['/healthz', 'POST', 405],
      ['/%E0%A4%A', 'GET', 404],
      ['/healthz/', 'DELETE', 405],
    ] as const) {
      const response = await fetch(`${origin}${path}`, { method });
      expect([path, response.status, await response.text()]).toEqual([path, status, '']);
      expect(response.headers.get('x-powered-by')).toBeNull();
    }
  });

  it('hands requests to the routers, and shows nothing of what they throw', async () => {
    const origin = await start([fine], (app) => {
      app.addContentTypeParser(
        'application/json',
        { parseAs: 'string', bodyLimit: 20 },
        async (_: unknown, text: string) => JSON.parse(text),
      );
      app.post<{ Body: { fail?: number; text?: string } }>('/api/messages', async ({ body }) => {
        if (body.fail === 1) throw new Error('secret of a router');
        return { heard: body.text };
      });
    });
    const post = (body: string): Promise<Response> =>
      fetch(`${origin}/api/messages`, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } });
    expect(await (await post('{"text":"hi"}')).json()).toEqual({ heard: 'hi' });
    const failed = await post('{"fail":1}');
    expect([failed.status, await failed.text()]).toEqual([500, '']);
    expect(faults).toHaveLength(1);
    const large = await post(JSON.stringify({ text: 'x'.repeat(100) }));
    expect([large.status, await large.text()]).toEqual([413, '']);
    expect(faults).toHaveLength(1);
  });

  it('refuses a request without a host, or with headers beyond all measure', async () => {
    await start();
    const port = server?.port ?? 0;
    expect(await sendRaw(port, 'GET /healthz HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    const long = `GET /healthz HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`;
    expect(await sendRaw(port, long)).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('does not change protocols', async () => {
    await start();
    const upgrade = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
    expect(await sendRaw(server?.port ?? 0, upgrade)).toBe('');
  });

  it('rejects when the port is taken', async () => {
    const taken: Server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const health = new Health(idle);
    const options = { host: '127.0.0.1', port, routes: [], health, onFault: () => {} };
    await expect(createHttpServer(options)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    taken.close();
  });
});

describe('closing the HTTP server', () => {
  it('lets an answer under way be finished', async () => {
    const reached = Promise.withResolvers<() => void>();
    const origin = await start([fine], (app) => {
      app.get('/slow', (_request, reply) => reached.resolve(() => reply.send('done')));
    });
    const answer = fetch(`${origin}/slow`);
    const finish = await reached.promise;
    const closed = server?.close(60_000);
    finish();
    expect(await (await answer).text()).toBe('done');
    await closed;
    await expect(fetch(`${origin}/healthz`)).rejects.toThrow();
  });

  it('cuts what is not finished within the limit', async () => {
    const reached = Promise.withResolvers<void>();
    const origin = await start([fine], (app) => {
      app.get('/never', () => reached.resolve());
    });
    const answer = fetch(`${origin}/never`);
    await reached.promise;
    const refused = expect(answer).rejects.toThrow();
    await server?.close(1);
    await refused;
  });

  it('does not wait for a client that says nothing', async () => {
    await start();
    const socket = connect(server?.port ?? 0, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    const ended = new Promise((resolve) => socket.once('close', resolve));
    await server?.close(1);
    await ended;
  });
});
