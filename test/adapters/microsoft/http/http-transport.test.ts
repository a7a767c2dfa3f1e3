import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HttpTransport } from '../../../../src/adapters/microsoft/http/http-transport.ts';
import { type Loopback, startLoopback } from '../loopback.ts';

const request = {
  method: 'POST',
  url: 'https://login.example/t/token?x=1',
  headers: { 'x-a': 'b' },
  body: 'a=b',
} as const;

describe('HttpTransport', () => {
  let server: Loopback;
  const open = (timeoutMs = 5000) =>
    new HttpTransport({ sandboxUrl: server.origin, connections: 2, timeoutMs, useProxy: false });

  beforeAll(async () => {
    server = await startLoopback(({ url }, response) => {
      if (url.startsWith('/hang')) return;
      if (url.startsWith('/reset')) response.destroy();
      else if (url.startsWith('/redirect')) response.writeHead(302, { location: '/elsewhere' }).end();
      else if (url.startsWith('/large')) response.end(Buffer.alloc(17 * 1024 * 1024));
      else response.writeHead(201, { 'x-one': '1' }).end('żółć');
    });
  });
  afterAll(() => server.close());

  it('sends method, path, headers and body to the one origin, and hands the answer back', async () => {
    const transport = open();
    expect(await transport.send(request)).toMatchObject({
      ok: true,
      response: { status: 201, body: 'żółć', headers: { 'x-one': '1' } },
    });
    expect(server.requests.at(-1)).toMatchObject({
      method: 'POST',
      url: '/t/token?x=1',
      body: 'a=b',
      headers: { 'x-a': 'b' },
    });
    await transport.close();
  });

  it('follows no redirect', async () => {
    const transport = open();
    const before = server.requests.length;
    expect(await transport.send({ ...request, url: 'https://h.example/redirect' })).toMatchObject({
      response: { status: 302 },
    });
    expect(server.requests).toHaveLength(before + 1);
    await transport.close();
  });

  it('ends what takes too long, and names the real host', async () => {
    const transport = open(60);
    const result = await transport.send({ ...request, url: 'https://login.example/hang' });
    expect(result).toEqual({
      ok: false,
      fault: { kind: 'timeout', detail: 'login.example did not answer within 0.06 seconds' },
    });
    await transport.close();
  });

  it('tells a cut connection, and a host that nobody is at', async () => {
    const transport = open();
    expect(await transport.send({ ...request, url: 'https://h.example/reset' })).toMatchObject({
      fault: { kind: 'unreachable' },
    });
    await transport.close();
    const nobody = new HttpTransport({
      sandboxUrl: 'http://127.0.0.1:1',
      connections: 1,
      timeoutMs: 2000,
      useProxy: false,
    });
    expect(await nobody.send(request)).toMatchObject({
      fault: { kind: 'unreachable', detail: expect.stringMatching(/ECONNREFUSED/) },
    });
    await nobody.close();
  });

  it('takes no answer larger than it can keep', async () => {
    const transport = open();
    expect(await transport.send({ ...request, url: 'https://h.example/large' })).toMatchObject({ ok: false });
    await transport.close();
  });

  it('fails what is in flight when it is closed', async () => {
    const transport = open();
    const sent = transport.send({ ...request, url: 'https://h.example/hang' });
    await server.next();
    await transport.close();
    expect((await sent).ok).toBe(false);
  });

  it('sends to nothing but whole https addresses', () => {
    const transport = open();
    for (const url of ['http://h.example/x', '/x', 'https://user@h.example/x', 'https://h.example'])
      expect(() => transport.send({ ...request, url })).toThrow(TypeError);
  });
});
