import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { APP_ID, BOT_ID, TENANT_ID, USER_ID } from '../../../../simulators/teams/activities.ts';
import { type HttpAnswer, HttpClient, type HttpRequest } from '../../../../src/adapters/http/http-client.ts';
import { createBotFramework } from '../../../../src/adapters/teams/outbound/bot-framework.ts';
import { createTeamsConnector } from '../../../../src/adapters/teams/outbound/create-teams-connector.ts';
import { createRig, PASSWORD, type Rig, toReference } from './connector-fixture.ts';

describe("the bot's own token", () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await createRig();
  });
  afterEach(() => rig.close());

  it("is asked for at the registration's own tenant, with the connector's scope", async () => {
    const { authority, connector, reference, teams } = rig;
    await connector.send(reference, { text: 'x' });
    expect(authority.tokenRequests).toEqual([
      {
        tenant: TENANT_ID,
        form: {
          grant_type: 'client_credentials',
          client_id: APP_ID,
          client_secret: PASSWORD,
          scope: 'https://api.botframework.com/.default',
        },
      },
    ]);
    expect(teams.calls.map(({ authorization }) => authorization)).toEqual([`Bearer ${authority.botTokens[0]}`]);
  });

  it('is fetched once for many messages', async () => {
    const { authority, connector, teams } = rig;
    const conversations = ['a:1', 'a:2', 'a:3'].map((id) => toReference(teams.serviceUrl, id));
    await Promise.all(conversations.map((reference) => connector.send(reference, { text: 'x' })));
    expect(authority.tokenRequests.length).toBe(1);
  });

  it('is fetched anew five minutes before its end', async () => {
    const { authority, connector, reference, time } = rig;
    await connector.send(reference, { text: 'x' });
    time.advance((3599 - 301) * 1000);
    await connector.send(reference, { text: 'x' });
    expect(authority.tokenRequests.length).toBe(1);
    time.advance(1000);
    await connector.send(reference, { text: 'x' });
    expect(authority.tokenRequests.length).toBe(2);
  });

  it('is fetched anew once where the connector does not take it', async () => {
    const { authority, connector, reference, teams } = rig;
    await connector.send(reference, { text: 'x' });
    authority.botTokens.push('the only one that is valid now');
    const failing = connector.send(reference, { text: 'y' });
    await failing;
    expect(authority.tokenRequests.length).toBe(2);
    expect(teams.calls.length).toBe(3);
    teams.refuseNext({ status: 401 }, { status: 401 });
    await expect(connector.send(reference, { text: 'z' })).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it("says what Entra refuses by its number, and nothing of the bot's secret", async () => {
    const { authority, connector, reference, teams } = rig;
    const error_description = `AADSTS7000215: Invalid client secret provided: ${PASSWORD}`;
    authority.refuseTokens({ status: 401, body: { error: 'invalid_client', error_description } });
    const error = await connector.send(reference, { text: 'x' }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'credentials', serviceCode: 'AADSTS7000215', status: 401 });
    expect(inspect(error, { depth: 9 })).not.toContain(PASSWORD);
    expect(teams.calls).toEqual([]);
  });

  it('is asked for again where Entra is at fault', async () => {
    const { authority, connector, reference, time } = rig;
    authority.refuseTokens({ status: 503, body: 'busy' });
    await connector.send(reference, { text: 'x' });
    expect([authority.tokenRequests.length, time.slept]).toEqual([2, [1000]]);
  });
});

/** Sends nothing, keeps what it was to send, and says that all went well. */
class KeptRequests extends HttpClient {
  readonly #sent: HttpRequest[];

  constructor(sent: HttpRequest[]) {
    super({ timeoutMs: 1000, useProxy: false });
    this.#sent = sent;
  }

  override async send(request: HttpRequest): Promise<HttpAnswer> {
    this.#sent.push(request);
    return { status: 201, headers: {}, body: '{"id":"1"}', bytes: Buffer.from('{"id":"1"}') };
  }
}

describe('where the token may go', () => {
  /** A server that keeps everything it is sent. */
  const listenAndKeep = async () => {
    const received: string[] = [];
    const server = createServer((request, response) => {
      received.push(JSON.stringify([request.url, request.headers]));
      response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":"1"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return { received, port, close: () => new Promise((resolve) => server.close(resolve)) };
  };

  it.each([
    'https://evil.example.com/teams/',
    'https://evil.trafficmanager.net/teams/',
    'https://smba.trafficmanager.net.evil.example/teams/',
    'https://smba.trafficmanager.net@evil.example/teams/',
    'http://smba.trafficmanager.net/teams/',
    'https://smba.trafficmanager.net:8443/teams/',
    'https://evilbotframework.com/',
    'http://127.0.0.1:3978/',
    'file:///etc/passwd',
  ])('never to %s', async (serviceUrl) => {
    const sent: HttpRequest[] = [];
    const asked: string[] = [];
    const clock = { now: () => 0, monotonicMs: () => 0 };
    const framework = createBotFramework({
      appId: APP_ID,
      sandbox: false,
      clock,
      http: new KeptRequests(sent),
      credentials: {
        token: () => {
          asked.push(serviceUrl);
          throw new Error('the token was asked for');
        },
        forget: () => {},
      },
    });
    const sleep = async (): Promise<void> => {};
    const connector = createTeamsConnector({ framework, appId: APP_ID, sandbox: false, clock, sleep, random: () => 0 });
    const person = { aadObjectId: USER_ID, tenantId: TENANT_ID, serviceUrl, botId: BOT_ID };
    const operations = [
      connector.send(toReference(serviceUrl), { text: 'x' }),
      connector.update(toReference(serviceUrl), '1', { text: 'x' }),
      connector.createPersonalConversation(person),
    ];
    for (const operation of operations) await expect(operation).rejects.toMatchObject({ code: 'foreign-host' });
    // Below our own check, botbuilder's client is refused too.
    const bare = framework.adapter.continueConversationAsync(
      APP_ID,
      {
        serviceUrl,
        channelId: 'msteams',
        conversation: { id: 'a', conversationType: 'personal', isGroup: false, name: '' },
      },
      async (context) => void (await context.sendActivity('x')),
    );
    await expect(bare).rejects.toThrow();
    expect({ sent, asked }).toEqual({ sent: [], asked: [] });
  });

  it('never to loopback outside the sandbox', async () => {
    const kept = await listenAndKeep();
    const rig = await createRig({ sandbox: false });
    const operation = rig.connector.send(toReference(`http://127.0.0.1:${kept.port}/teams/`), { text: 'x' });
    await expect(operation).rejects.toMatchObject({ code: 'foreign-host' });
    await rig.close();
    await kept.close();
    expect([kept.received, rig.authority.tokenRequests]).toEqual([[], []]);
  });

  it('never beyond loopback in the sandbox', async () => {
    const rig = await createRig();
    const operation = rig.connector.send(toReference('https://smba.trafficmanager.net/emea/'), { text: 'x' });
    await expect(operation).rejects.toMatchObject({ code: 'foreign-host' });
    await rig.close();
    expect(rig.authority.tokenRequests).toEqual([]);
  });

  it('never along with a redirect', async () => {
    const kept = await listenAndKeep();
    const rig = await createRig();
    rig.teams.refuseNext({ status: 307, location: `http://127.0.0.1:${kept.port}/` });
    await expect(rig.connector.send(rig.reference, { text: 'x' })).rejects.toMatchObject({ code: 'rejected' });
    await rig.close();
    await kept.close();
    expect(kept.received).toEqual([]);
  });

  it('to Teams of Microsoft, and no token at all without credentials', async () => {
    const sent: HttpRequest[] = [];
    const clock = { now: () => 0, monotonicMs: () => 0 };
    const framework = createBotFramework({
      appId: APP_ID,
      sandbox: false,
      clock,
      http: new KeptRequests(sent),
    });
    const sleep = async (): Promise<void> => {};
    const connector = createTeamsConnector({ framework, appId: APP_ID, sandbox: false, clock, sleep, random: () => 0 });
    await connector.send(toReference('https://smba.trafficmanager.net/emea/', 'a:1'), { text: 'x' });
    expect(sent.map(({ url }) => url)).toEqual([
      'https://smba.trafficmanager.net/emea/v3/conversations/a%3A1/activities',
    ]);
    expect(Object.keys(sent[0]?.headers ?? {}).map((name) => name.toLowerCase())).not.toContain('authorization');
  });
});
