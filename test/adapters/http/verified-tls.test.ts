import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { Events } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { APP_ID } from '../../../simulators/teams/activities.ts';
import { createFakeAuthority } from '../../../simulators/teams/fake-authority.ts';
import { createRest } from '../../../src/adapters/discord/create-rest.ts';
import { createClient } from '../../../src/adapters/discord/gateway/create-client.ts';
import { HttpClient } from '../../../src/adapters/http/http-client.ts';
import { createBotFramework } from '../../../src/adapters/teams/outbound/bot-framework.ts';
import { createHeartbeat } from '../../../src/bot/start/create-heartbeat.ts';
import { Secret } from '../../../src/core/model/text/secret.ts';
import { type Loopback, startLoopback } from './loopback.ts';
import { type SelfSigned, startSelfSigned } from './self-signed.ts';

const clock = { now: () => Date.now(), monotonicMs: () => performance.now() };
const TOKEN = new Secret('not-a-real-token');

describe('with NODE_TLS_REJECT_UNAUTHORIZED=0', () => {
  let foreign: SelfSigned;
  const open: { close(): Promise<void> }[] = [];

  beforeEach(async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    foreign = await startSelfSigned();
    open.push(foreign);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    for (const one of open.splice(0).reverse()) await one.close();
  });

  const client = (useProxy: boolean): HttpClient => {
    const http = new HttpClient({ timeoutMs: 20_000, useProxy });
    open.push(http);
    return http;
  };

  it('a request of ours sends nothing to a certificate that is not trusted', async () => {
    const answer = await client(false).send({ method: 'GET', url: `${foreign.origin}/x` });
    expect(answer).toMatchObject({ name: 'NoAnswer', kind: 'intercepted', reached: 'no' });
    expect(foreign.taken()).toBe(0);
  });

  it('nor does one through a proxy, or to a proxy whose own certificate is not trusted', async () => {
    const proxy = await startTunnel();
    open.push(proxy);
    for (const address of [proxy.origin, foreign.origin]) {
      vi.stubEnv('HTTPS_PROXY', address);
      vi.stubEnv('https_proxy', address);
      const answer = await client(true).send({ method: 'GET', url: `${foreign.origin}/x` });
      expect(answer).toMatchObject({ name: 'NoAnswer', kind: 'intercepted' });
    }
    expect(proxy.tunnels()).toBe(1);
    expect(foreign.taken()).toBe(0);
  });

  it('the heartbeat is not sent', async () => {
    const beat = createHeartbeat(new Secret(`${foreign.origin}/ping`), false);
    await expect(beat()).rejects.toThrow('intercepted');
    expect(foreign.taken()).toBe(0);
  });

  it('Discord’s interface is not asked', async () => {
    await expect(createRest(TOKEN, foreign.origin).get('/gateway')).rejects.toThrow();
    expect(foreign.taken()).toBe(0);
  });

  it('Discord’s gateway is not connected to', async () => {
    const limits = { total: 10, remaining: 10, reset_after: 1000, max_concurrency: 1 };
    const gateway = { url: foreign.origin.replace('https', 'wss'), shards: 1, session_start_limit: limits };
    const rest: Loopback = await startLoopback((_request, response) =>
      response.setHeader('content-type', 'application/json').end(JSON.stringify(gateway)),
    );
    open.push(rest);
    const discord = createClient(rest.origin, () => {});
    const fault = new Promise<Error>((resolve) => discord.once(Events.ShardError, resolve));
    const logIn = discord.login('a.b.c').catch(() => {});
    expect(await fault).toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    await discord.destroy();
    await Promise.race([logIn, fault]);
    expect(foreign.taken()).toBe(0);
  });

  it('botbuilder’s second opinion reads no keys', async () => {
    const authority = await createFakeAuthority();
    open.push(authority);
    const serviceurl = 'https://smba.trafficmanager.net/emea/';
    const token = await authority.sign({ iss: 'https://api.botframework.com', aud: APP_ID, serviceurl });
    const openIdMetadataUrl = `${foreign.origin}/metadata`;
    const framework = createBotFramework({
      appId: APP_ID,
      http: client(false),
      sandbox: true,
      clock,
      openIdMetadataUrl,
    });
    const activity = { type: 'message', channelId: 'msteams', serviceUrl: serviceurl };
    expect(await framework.confirms(activity, `Bearer ${token}`)).toBe(false);
    expect(foreign.taken()).toBe(0);
  });
});

/** A proxy that tunnels to wherever it is asked, which is this machine. */
async function startTunnel() {
  let tunnels = 0;
  const sockets = new Set<Socket>();
  const server: Server = createServer();
  server.on('connection', (socket) => sockets.add(socket));
  server.on('connect', ({ url = '' }, socket) => {
    tunnels += 1;
    const [host = '', port] = url.split(':');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    for (const one of [socket, onward]) one.on('error', () => onward.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tunnels: () => tunnels,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
