import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Listening, listen } from '../../../../simulators/teams/listen.ts';
import { createHttpClient, TransportFault } from '../../../../src/adapters/teams/outbound/http-client.ts';

describe('createHttpClient', () => {
  let server: Listening;
  let free: string;
  const slow: (() => void)[] = [];
  beforeAll(async () => {
    server = await listen((request, response) => {
      if (request.url === '/hangs') return;
      if (request.url === '/slow') return void slow.push(() => response.end('at last'));
      if (request.url === '/breaks') return void request.socket.destroy();
      if (request.url === '/floods') return void response.end('x'.repeat(3 * 1024 * 1024));
      response.writeHead(200, { 'x-asked': `${request.method} ${request.url}`, 'x-twice': ['one', 'two'] }).end('body');
    });
    const closed = await listen(() => {});
    free = closed.origin;
    await closed.close();
  });
  afterAll(() => server.close());

  const client = (sandboxUrl?: string, timeoutMs = 5000) =>
    createHttpClient({ sandboxUrl, timeoutMs, useProxy: false });
  const faultOf = async (url: string, timeoutMs?: number): Promise<string> => {
    const http = client(undefined, timeoutMs);
    const fault: unknown = await http
      .send({ method: 'GET', url, headers: { 'x-canary': 'secret' } })
      .catch((e: unknown) => e);
    await http.close();
    if (!(fault instanceof TransportFault)) return 'no fault';
    expect(JSON.stringify(fault) + fault.stack).not.toContain('secret');
    return fault.reached;
  };

  it('gives status, headers and body', async () => {
    const http = client();
    const { status, headers, body } = await http.send({ method: 'GET', url: `${server.origin}/a?b=c` });
    await http.close();
    expect([status, headers['x-asked'], headers['x-twice'], body]).toEqual([200, 'GET /a?b=c', 'one', 'body']);
  });

  it('gives bytes as they came, and no more of them than are wanted', async () => {
    const http = client();
    const ask = (mostBytes: number) => http.send({ method: 'GET', url: `${server.origin}/`, mostBytes });
    expect(Buffer.from((await ask(4)).bytes)).toEqual(Buffer.from('body'));
    const fault: unknown = await ask(3).catch((error: unknown) => error);
    await http.close();
    expect(fault).toMatchObject({ isTooLarge: true });
  });

  it('waits for one answer as long as it was told to, not as for all others', async () => {
    const http = client(undefined, 50);
    const patient = http.send({ method: 'GET', url: `${server.origin}/slow`, timeoutMs: 5000 });
    await expect(http.send({ method: 'GET', url: `${server.origin}/hangs` })).rejects.toBeInstanceOf(TransportFault);
    for (const answer of slow.splice(0)) answer();
    expect((await patient).body).toBe('at last');
    await http.close();
  });

  it('replaces the origin with the sandbox, and nothing else', async () => {
    const http = client(server.origin);
    const { headers } = await http.send({ method: 'GET', url: 'https://login.microsoftonline.com/t/oauth2?x=1' });
    await http.close();
    expect(headers['x-asked']).toBe('GET /t/oauth2?x=1');
  });

  it('leaves loopback alone in the sandbox', async () => {
    const http = client(free);
    const { headers } = await http.send({ method: 'GET', url: `${server.origin}/keys` });
    await http.close();
    expect(headers['x-asked']).toBe('GET /keys');
  });

  it('tells what never left from what may have arrived', async () => {
    expect(await faultOf(`${free}/`)).toBe('no');
    expect(await faultOf(`${server.origin}/breaks`)).toBe('maybe');
    expect(await faultOf(`${server.origin}/hangs`, 50)).toBe('maybe');
    expect(await faultOf(`${server.origin}/floods`)).toBe('maybe');
  });
});
