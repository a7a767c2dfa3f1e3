import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HttpClient } from '../../../src/adapters/http/http-client.ts';
import { NoAnswer } from '../../../src/adapters/http/no-answer.ts';
import { type Loopback, startLoopback } from './loopback.ts';

const request = {
  method: 'POST',
  url: 'https://login.example/t/token?x=1',
  headers: { 'x-a': 'b' },
  body: 'a=b',
} as const;

describe('HttpClient', () => {
  let server: Loopback;
  const slow: (() => void)[] = [];
  const open = (timeoutMs = 5000) =>
    new HttpClient({ sandboxUrl: server.origin, connections: 2, timeoutMs, useProxy: false });

  beforeAll(async () => {
    server = await startLoopback(({ url }, response) => {
      if (url.startsWith('/hang')) return;
      if (url.startsWith('/slow')) slow.push(() => response.end('at last'));
      else if (url.startsWith('/reset')) response.destroy();
      else if (url.startsWith('/redirect')) response.writeHead(302, { location: '/elsewhere' }).end();
      else if (url.startsWith('/large')) response.end(Buffer.alloc(17 * 1024 * 1024));
      else response.writeHead(201, { 'x-one': '1' }).end('żółć');
    });
  });
  afterAll(() => server.close());

  it('asks over http for the identity of a machine only where that is what it is for', async () => {
    const metadata = { method: 'GET', url: 'http://169.254.169.254/metadata/identity' } as const;
    const options = { sandboxUrl: server.origin, timeoutMs: 5000, useProxy: false } as const;
    expect(() => open().send(metadata)).toThrow(TypeError);
    expect(await new HttpClient({ ...options, asksMachine: true }).send(metadata)).toMatchObject({ status: 201 });
    const elsewhere = { ...metadata, url: 'http://login.example/metadata' };
    expect(() => new HttpClient({ ...options, asksMachine: true }).send(elsewhere)).toThrow(TypeError);
  });

  it('sends method, path, headers and body to the one origin, and hands the answer back', async () => {
    const transport = open();
    expect(await transport.send(request)).toMatchObject({
      status: 201,
      body: 'żółć',
      bytes: Buffer.from('żółć'),
      headers: { 'x-one': '1' },
    });
    expect(server.requests.at(-1)).toMatchObject({
      method: 'POST',
      url: '/t/token?x=1',
      body: 'a=b',
      headers: { 'x-a': 'b' },
    });
    await transport.close();
  });

  it('tells when a request goes out, while its answer is still to come', async () => {
    const transport = open();
    const { promise, resolve } = Promise.withResolvers<void>();
    const answer = transport.send({ ...request, url: 'https://h.example/slow', onSent: resolve });
    const arrived = server.next();
    await Promise.all([promise, arrived]);
    slow.pop()?.();
    expect(await answer).toMatchObject({ body: 'at last' });
    await transport.close();
  });

  it('follows no redirect', async () => {
    const transport = open();
    const before = server.requests.length;
    expect(await transport.send({ ...request, url: 'https://h.example/redirect' })).toMatchObject({ status: 302 });
    expect(server.requests).toHaveLength(before + 1);
    await transport.close();
  });

  it('ends what takes too long, and names the real host', async () => {
    const transport = open(60);
    const result = await transport.send({ ...request, url: 'https://login.example/hang' });
    expect(result).toMatchObject({
      kind: 'timeout',
      reached: 'maybe',
      message: 'login.example did not answer within 0.06 seconds',
    });
    await transport.close();
  });

  it('tells a cut connection, and a host that nobody is at', async () => {
    const transport = open();
    expect(await transport.send({ ...request, url: 'https://h.example/reset' })).toMatchObject({
      kind: 'unreachable',
      reached: 'maybe',
    });
    await transport.close();
    const nobody = new HttpClient({
      sandboxUrl: 'http://127.0.0.1:1',
      connections: 1,
      timeoutMs: 2000,
      useProxy: false,
    });
    expect(await nobody.send(request)).toMatchObject({
      kind: 'unreachable',
      reached: 'no',
      message: expect.stringMatching(/ECONNREFUSED/),
    });
    await nobody.close();
  });

  it('takes no answer larger than it can keep', async () => {
    const transport = open();
    expect(await transport.send({ ...request, url: 'https://h.example/large' })).toMatchObject({ kind: 'too-large' });
    await transport.close();
  });

  it('fails what is in flight when it is closed', async () => {
    const transport = open();
    const sent = transport.send({ ...request, url: 'https://h.example/hang' });
    await server.next();
    await transport.close();
    expect(await sent).toBeInstanceOf(NoAnswer);
  });

  it('sends to nothing but whole https addresses', () => {
    const transport = open();
    for (const url of ['http://h.example/x', '/x', 'https://user@h.example/x', 'https://h.example', 'ftp://127.0.0.1/'])
      expect(() => transport.send({ ...request, url })).toThrow(TypeError);
  });

  it('gives no more bytes than are wanted', async () => {
    const transport = open();
    expect(await transport.send({ ...request, mostBytes: 8 })).toMatchObject({ status: 201 });
    expect(await transport.send({ ...request, mostBytes: 7 })).toMatchObject({ kind: 'too-large' });
    await transport.close();
  });

  it('waits for one answer as long as it was told to, not as for all others', async () => {
    const transport = open(50);
    const patient = transport.send({ ...request, url: 'https://h.example/slow', timeoutMs: 5000 });
    expect(await transport.send({ ...request, url: 'https://h.example/hang' })).toMatchObject({ kind: 'timeout' });
    for (const finish of slow.splice(0)) finish();
    expect(await patient).toMatchObject({ body: 'at last' });
    await transport.close();
  });

  it('leaves loopback alone in the sandbox', async () => {
    const transport = new HttpClient({ sandboxUrl: 'http://127.0.0.1:1', timeoutMs: 5000, useProxy: false });
    expect(await transport.send({ ...request, url: `${server.origin}/keys` })).toMatchObject({ status: 201 });
    await transport.close();
  });

  it('throws why there is no answer where an answer is demanded, and nothing of the request', async () => {
    const transport = open(50);
    const headers = { 'x-canary': 'secret' };
    const error: unknown = await transport
      .ask({ ...request, headers, url: 'https://h.example/hang?q=secret' })
      .catch((reason: unknown) => reason);
    await transport.close();
    expect(error).toBeInstanceOf(NoAnswer);
    expect(inspect(error, { depth: 9 })).not.toContain('secret');
  });
});
