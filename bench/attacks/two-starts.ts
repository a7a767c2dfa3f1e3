import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { message } from '../../simulators/teams/activities.ts';
import type { FakeAuthority } from '../../simulators/teams/fake-authority.ts';
import type { FakeConnector } from '../../simulators/teams/fake-connector.ts';
import { sendActivity, teamsClaims } from '../../simulators/teams/send-activity.ts';
import { startProduct, stop } from '../acknowledge.ts';
import { startOwnServer } from '../own-postgres.ts';
import { type Attacker, firstLine, isQuiet, statusOf } from './attacker.ts';

/** Two starts on one PostgreSQL server, one of which stands by, as a stranger sees them who reaches both. */
export async function attackTwoStarts(
  attacker: Attacker,
  environment: Record<string, string>,
  authority: FakeAuthority,
  connector: FakeConnector,
): Promise<void> {
  const server = await startOwnServer();
  if ('missing' in server) return attacker.skip('two starts on PostgreSQL', server.missing);
  const folder = await mkdtemp(join(tmpdir(), 'samaritan-two-'));
  let asked = 0;
  const foreign = createServer((_request, response) => {
    asked += 1;
    response.end('taken');
  }).listen(0, '127.0.0.1');
  await once(foreign, 'listening');
  const ours = Object.entries(environment).filter(([name]) => !/^DISCORD_|METRICS_PORT/.test(name));
  const env = { ...Object.fromEntries(ours), SAMARITAN_DATABASE: server.address };
  const start = async (name: string) => {
    const product = await startProduct(env, join(folder, `${name}.json`));
    const port = Number(/http:\/\/127\.0\.0\.1:(\d+)/.exec(product.output())?.[1]);
    return { ...product, port, origin: `http://127.0.0.1:${port}` };
  };
  const first = await start('first');
  const second = await start('second');
  try {
    const genuine = async () => ({
      authorization: `Bearer ${await authority.sign(teamsClaims(connector.serviceUrl))}`,
    });
    const fresh = () => message(connector.serviceUrl, 'help');
    const answers = () =>
      connector.calls.filter(({ operation, body }) => operation === 'send' && body.type === 'message').length;
    /** How many answers these sendings have in the conversation, once one came and none follows for a while. */
    const answersTo = async (
      send: () => Promise<number[]>,
      longestMs = 20_000,
    ): Promise<[statuses: number[], answers: number]> => {
      const before = answers();
      const statuses = await send();
      const until = Date.now() + longestMs;
      while (answers() === before && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 100));
      await new Promise((resolve) => setTimeout(resolve, 2500));
      return [statuses, answers() - before];
    };
    const post = async (
      origin: string,
      activity: ReturnType<typeof fresh>,
      options: Parameters<typeof sendActivity>[2],
    ) => (await sendActivity(origin, activity, options)).status;
    await attacker.attack('two starts: one message to the second alone is answered once', async () => {
      const token = await genuine();
      const [statuses, count] = await answersTo(async () => [await post(second.origin, fresh(), token)]);
      return [count === 1, `${statuses}, ${count} answers`];
    });
    const replayed = fresh();
    const token = await genuine();
    await attacker.attack('two starts: what the first took, replayed to the second', async () => {
      const [statuses, count] = await answersTo(async () => [
        await post(first.origin, replayed, token),
        await post(second.origin, replayed, token),
      ]);
      return [count === 1, `${statuses}, ${count} answers`];
    });
    await attacker.attack('two starts: ten times to both at once', async () => {
      const [activity, bearer] = [fresh(), await genuine()];
      const [statuses, count] = await answersTo(() =>
        Promise.all(
          Array.from({ length: 20 }, (_one, number) =>
            post(number % 2 ? first.origin : second.origin, activity, bearer),
          ),
        ),
      );
      return [count === 1, `${[...new Set(statuses)]}, ${count} answers`];
    });
    const forged = {
      'no token': undefined,
      'an expired token': await authority.sign({
        ...teamsClaims(connector.serviceUrl),
        exp: Math.floor(Date.now() / 1000) - 400,
      }),
      'another audience': await authority.sign({ ...teamsClaims(connector.serviceUrl), aud: 'x' }),
      'an unpublished key': await authority.sign(teamsClaims(connector.serviceUrl), {
        key: authority.keys.unpublished,
      }),
    };
    for (const [name, bearer] of Object.entries(forged))
      for (const [who, { origin }] of Object.entries({ first, second }))
        for (const headers of [{}, { 'x-samaritan-handed-over': '1', 'x-forwarded-for': '127.0.0.1' }])
          await attacker.attack(
            `two starts: ${name} to the ${who}${'x-forwarded-for' in headers ? ', as if handed over' : ''}`,
            async () => {
              const options = { headers, ...(bearer && { authorization: `Bearer ${bearer}` }) };
              const { status, text } = await sendActivity(origin, fresh(), options);
              return [[401, 403, 503].includes(status) && text === '', `${status} ${text.slice(0, 60)}`];
            },
          );
    const host = `127.0.0.1:${(foreign.address() as AddressInfo).port}`;
    for (const line of [
      `GET http://${host}/x HTTP/1.1`,
      `GET //${host}/x HTTP/1.1`,
      `GET /@${host}/x HTTP/1.1`,
      `GET @${host}/x HTTP/1.1`,
      `GET /\\${host}/x HTTP/1.1`,
      `CONNECT ${host} HTTP/1.1`,
      'OPTIONS * HTTP/1.1',
    ])
      await attacker.attack(`two starts: the second as a proxy, ${line.replaceAll(host, 'other')}`, async () => {
        const out = await attacker.raw(`${line}\r\nHost: ${host}\r\nConnection: close\r\n\r\n`, { port: second.port });
        return [asked === 0 && !out.includes('taken') && isQuiet(out), firstLine(out)];
      });
    await attacker.attack('two starts: smuggled behind a request to the second', async () => {
      const hidden = 'GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n';
      const out = await attacker.raw(
        `POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`,
        { port: second.port },
      );
      return [[0, 400].includes(statusOf(out)), firstLine(out)];
    });
    for (const path of ['/metrics', '/debug/pprof', '/api/v1/status', '/auth/start?request=x'])
      await attacker.refused(`two starts: ${path} of the second`, path, {}, [400, 401, 404], second.origin);
    await attacker.attack('two starts: health of the second tells words only', async () => {
      const { text } = await attacker.get('/readyz', {}, second.origin);
      return [/^\{"status":"[a-z ]+","parts":\{"place":"(?:not )?ready"\}\}$/.test(text), text];
    });
    await stop(first.child);
    await attacker.attack('two starts: what the first took, replayed to the second once it has the place', async () => {
      const until = Date.now() + 60_000;
      while (!second.output().includes('Samaritan runs') && Date.now() < until)
        await new Promise((resolve) => setTimeout(resolve, 200));
      // A free port was asked for, and it is another now.
      const origin =
        second
          .output()
          .match(/http:\/\/127\.0\.0\.1:\d+/g)
          ?.at(-1) ?? '';
      const [fresh_, afresh] = await answersTo(async () => [await post(origin, fresh(), await genuine())]);
      const [statuses, count] = await answersTo(async () => [await post(origin, replayed, token)], 0);
      return [
        afresh === 1 && count === 0,
        `a new one ${fresh_}, ${afresh} answers; the old ${statuses}, ${count} answers`,
      ];
    });
  } finally {
    for (const { child } of [first, second]) child.kill('SIGKILL');
    foreign.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
