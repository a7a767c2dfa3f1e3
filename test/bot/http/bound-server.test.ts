import { once } from 'node:events';
import type { RequestListener, ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
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

  it.each([
    ['400', 'GET / HTTP/1.1\r\n\r\n'],
    ['431', `GET / HTTP/1.1\r\nHost: a\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`],
    ['413', `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;${'a'.repeat(20_000)}\r\n`],
  ])('answers %s to what it cannot read', async (status, said) => {
    server = await bindServer((request) => void request.resume(), '127.0.0.1', 0);
    expect(await sendRaw(server.port, said)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  it('adds nothing to an answer that has begun', async () => {
    server = await bindServer((_request, response) => void response.write('begun'), '127.0.0.1', 0);
    const socket = connect(server.port, '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n');
    socket.once('data', () => socket.write('no size\r\n'));
    const answer = await text(socket);
    expect(answer).toContain('begun');
    expect(answer).not.toContain(' 400 ');
  });

  it('refuses a port that another has, and leaves it alone', async () => {
    server = await bindServer((_request, response) => void response.end('first'), '127.0.0.1', 0);
    const { port } = server;
    await expect(bindServer(() => {}, '127.0.0.1', port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const asked = Array.from({ length: 40 }, () =>
      sendRaw(port, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'),
    );
    for (const answer of await Promise.all(asked)) expect(answer).toContain('first');
  });

  describe('with more connections than it takes', () => {
    const LIMITS = { all: 10, anAddress: 6 };
    const sockets: Socket[] = [];
    /** Elsewhere only the first address of the loopback network is there. */
    const MANY_ADDRESSES = process.platform === 'linux';
    const addressOf = (last: number): string => `127.0.0.${MANY_ADDRESSES ? last : 1}`;
    afterEach(() => {
      for (const socket of sockets.splice(0)) socket.destroy();
    });

    /** From an address of its own, says this much and then nothing; resolves once it is connected. */
    async function say(port: number, localAddress: string, said: string): Promise<Socket> {
      const socket = connect({ port, host: '127.0.0.1', localAddress });
      sockets.push(socket);
      socket.on('error', () => {});
      await once(socket, 'connect');
      if (said !== '') socket.write(said);
      return socket;
    }

    const listen = (listener: RequestListener) => bindServer(listener, '127.0.0.1', 0, TIME_LIMITS, LIMITS);

    it.each([
      ['nothing', ''],
      ['half a head', 'GET /healthz HTTP/1.1\r\nHost: a\r\n'],
      ['a head and half a body', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nslow'],
    ])('answers whoever asks though many say %s', async (_what, said) => {
      server = await listen((request, response) => {
        request.resume();
        request.once('end', () => response.end('alive'));
      });
      const { port } = server;
      for (let round = 0; round < 40; round += 1) await say(port, addressOf(2 + (round % 4)), said);
      expect(await sendRaw(port, 'GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')).toContain('alive');
    });

    it('drops none of a thousand that come at once, to be asked again a second later', async () => {
      server = await bindServer((_request, response) => void response.end(), '127.0.0.1', 0);
      const { port } = server;
      const came = await Promise.all(
        Array.from({ length: 1000 }, async (_, index) => {
          await say(port, addressOf(2 + (index % 20)), '');
          return performance.now();
        }),
      );
      const order = came.sort((a, b) => a - b);
      const gaps = order.slice(1).map((at, index) => at - (order[index] ?? at));
      expect(Math.max(...gaps)).toBeLessThan(700);
    });

    it.skipIf(!MANY_ADDRESSES)('takes many connections in a turn of the event loop', async () => {
      server = await bindServer((_request, response) => void response.end('alive'), '127.0.0.1', 0);
      const { port } = server;
      const silent = Array.from({ length: 400 }, (_, index) => say(port, addressOf(2 + (index % 20)), ''));
      let turns = 0;
      const count = (): void => {
        turns += 1;
        turn = setImmediate(count);
      };
      let turn = setImmediate(count);
      const answer = await sendRaw(port, 'GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
      clearImmediate(turn);
      await Promise.all(silent);
      expect(answer).toContain('alive');
      expect(turns).toBeLessThan(200);
    });

    it.skipIf(!MANY_ADDRESSES)(
      'leaves a request alone that is being answered, and cuts the oldest of an address first',
      async () => {
        const asked = Promise.withResolvers<ServerResponse>();
        server = await listen((_request, response) => asked.resolve(response));
        const { port } = server;
        const waiting = await say(port, '127.0.0.2', 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
        const answer = text(waiting);
        const response = await asked.promise;
        const other = await say(port, '127.0.0.3', '');
        const oldest = await say(port, '127.0.0.2', '');
        const cut = once(oldest, 'close');
        for (let round = 0; round < 5; round += 1) await say(port, '127.0.0.2', '');
        await cut;
        expect(other.destroyed).toBe(false);
        response.end('whole');
        expect(await answer).toContain('whole');
      },
    );
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
