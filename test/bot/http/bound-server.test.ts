import { afterEach, describe, expect, it } from 'vitest';
import { type BoundServer, bindServer, TIME_LIMITS } from '../../../src/bot/http/bound-server.ts';
import { sendRaw } from './raw-request.ts';

let server: BoundServer | undefined;
afterEach(() => server?.close(0));

describe('bindServer', () => {
  it('cuts a client that sends its headers or its body too slowly', async () => {
    const quick = { headersTimeout: 40, requestTimeout: 80, keepAliveTimeout: 40, connectionsCheckingInterval: 10 };
    server = await bindServer((request) => void request.resume(), '127.0.0.1', 0, quick);
    const { port } = server;
    const [headers, body] = await Promise.all([
      sendRaw(port, 'POST /api/messages HTTP/1.1\r\nHost: a\r\nX-Slow: '),
      sendRaw(port, 'POST /api/messages HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nslow'),
    ]);
    for (const answer of [headers, body]) expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('has limits by default that leave time for an honest request', () => {
    expect(TIME_LIMITS.connectionsCheckingInterval).toBeLessThan(TIME_LIMITS.headersTimeout);
    expect(TIME_LIMITS.headersTimeout).toBeLessThan(TIME_LIMITS.requestTimeout);
    expect(TIME_LIMITS.requestTimeout).toBeLessThanOrEqual(30_000);
  });

  it('names an IPv6 address as an address of the web', async () => {
    server = await bindServer((_request, response) => void response.end(), '::1', 0);
    expect(server.origin).toMatch(/^http:\/\/\[::1\]:\d+$/);
  });
});
