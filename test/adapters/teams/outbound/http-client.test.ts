import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpClient, TransportFault } from '../../../../src/adapters/teams/outbound/http-client.ts';
import { type Listening, listen } from '../fakes/listen.ts';

describe('createHttpClient', () => {
  let server: Listening;
  let free: string;
  beforeAll(async () => {
    server = await listen((request, response) => {
      if (request.url === '/hangs') return;
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
