import { afterEach, describe, expect, it } from 'vitest';
import type { BoundServer } from '../../../src/bot/http/bound-server.ts';
import { createMetricsServer } from '../../../src/bot/http/create-metrics-server.ts';
import { Health } from '../../../src/bot/http/health.ts';
import { sendRaw } from './raw-request.ts';

let server: BoundServer | undefined;

async function start(): Promise<string> {
  const health = new Health({ after: () => () => {} });
  health.register({ name: 'scheduler', vital: true, check: () => ({ ok: true, detail: 'looked 3 s ago' }) });
  health.register({ name: 'discord', check: () => ({ ok: false, detail: 'reconnecting' }) });
  const metrics = { expose: async () => ({ contentType: 'text/plain; version=0.0.4', text: 'up 1\n' }) };
  server = await createMetricsServer({ port: 0, metrics, health, onFault: () => {} });
  return server.origin;
}

afterEach(async () => {
  await server?.close(0);
});

describe('the metrics server', () => {
  it('listens on loopback and gives the metrics', async () => {
    const origin = await start();
    expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const response = await fetch(`${origin}/metrics`);
    expect(await response.text()).toBe('up 1\n');
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  });

  it('gives the details of every part', async () => {
    const response = await fetch(`${await start()}/readyz`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      status: 'not ready',
      alive: true,
      parts: [
        { name: 'scheduler', vital: true, ok: true, detail: 'looked 3 s ago' },
        { name: 'discord', vital: false, ok: false, detail: 'reconnecting' },
      ],
    });
  });

  it('refuses other hosts and what a proxy passed on', async () => {
    await start();
    const ask = (headers: string): Promise<string> =>
      sendRaw(server?.port ?? 0, `GET /readyz HTTP/1.1\r\n${headers}\r\nConnection: close\r\n\r\n`);
    expect(await ask('Host: rebound.example')).toMatch(/^HTTP\/1\.1 403 /);
    expect(await ask('Host: 127.0.0.1\r\nX-Forwarded-For: 192.0.2.1')).toMatch(/^HTTP\/1\.1 403 /);
    expect(await ask('Host: localhost')).toMatch(/^HTTP\/1\.1 503 /);
  });
});
