import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { describe, expect, it, vi } from 'vitest';
import { createDiscordStandIn } from '../../../../simulators/discord/create-discord-stand-in.ts';
import type { WireCommand } from '../../../../simulators/discord/wire.ts';
import { toApplicationCommands } from '../../../../src/adapters/discord/commands/to-application-commands.ts';
import { StorageError } from '../../../../src/adapters/storage/engine/storage-error.ts';
import type { MountRoutes } from '../../../../src/bot/http/bare-app.ts';
import { createHttpServer } from '../../../../src/bot/http/create-http-server.ts';
import { Health } from '../../../../src/bot/http/health.ts';
import { reachedAt } from '../../../../src/bot/start/start-servers.ts';
import { takePlace, watchPlace } from '../../../../src/bot/start/take-place.ts';
import { systemTimers } from '../../../../src/bot/system-timers.ts';
import { commandsFor } from '../../../../src/core/chat/commands/registry.ts';
import { ADMIN, APPLICATION, GUILD, TOKEN, UNBOUND } from '../../../e2e/discord/discord-setup.ts';
import { ask, shows } from '../../../e2e/discord/drive.ts';
import { createProductWorld } from '../../../e2e/product-world.ts';
import { PATIENCE_MS, PATIENT } from '../../../patience.ts';
import { startSamaritan } from '../../../processes/run-samaritan.ts';
import { useDatabase } from '../fixtures.ts';

const NEWS = /stands by on (http:\S+):/;

describe('a further start on a database of a server', () => {
  const database = useDatabase();
  const config = () => ({
    database: database.server,
    masterKey: { kind: 'file', path: join(database.folder, 'master.key') } as const,
    server: { api: false, host: '127.0.0.1', port: 0 },
  });

  it('stands by, hands over what reaches it, and takes the place when the first is killed', async () => {
    const { host, port, user, password, database: name } = database.server.parts;
    const standIn = await createDiscordStandIn({
      applicationId: APPLICATION,
      guilds: [{ id: GUILD, name: 'Contoso MSP', channels: [{ id: UNBOUND, name: 'general' }], members: [ADMIN] }],
      token: TOKEN,
      firstAnswerMs: PATIENCE_MS,
    });
    const { guild } = toApplicationCommands(commandsFor('chat', 'admin'));
    standIn.registerCommands(GUILD, JSON.parse(JSON.stringify(guild)) as WireCommand[]);
    const settings = {
      SAMARITAN_DATABASE: `postgres://${user}:${password?.reveal() ?? ''}@${host}:${port}/${name}`,
      SAMARITAN_ADMINS: `discord:user:${ADMIN.id}`,
      DISCORD_TOKEN: TOKEN,
      DISCORD_APPLICATION_ID: APPLICATION,
      DISCORD_GUILD_IDS: GUILD,
      DISCORD_API_URL: standIn.origin,
    };
    const world = await createProductWorld({ sandbox: { tenants: 3 } }, { settings, close: () => standIn.close() });
    const folder = mkdtempSync(join(tmpdir(), 'samaritan-standby-'));
    try {
      const [tenant] = world.sandbox.tenants();
      world.sandbox.setTenant(tenant?.tenantId ?? '', 'graph-hang');
      const first = await world.start();
      const second = startSamaritan(['start'], { env: world.environment, cwd: folder });
      const origin = await second.says(NEWS);
      const [alive, ready] = await Promise.all(['healthz', 'readyz'].map((path) => fetch(`${origin}/${path}`)));
      expect([alive?.status, ready?.status]).toEqual([200, 200]);
      expect(await ready?.json()).toMatchObject({ parts: { place: 'ready' } });
      // The first has no Teams, and says so.
      expect((await fetch(`${origin}/api/messages`, { method: 'POST' })).status).toBe(404);
      const under = { user: ADMIN, channel: UNBOUND };
      const handle = ask({ standIn }, 'testtokens', { ...under, options: { only: 'graph' } });
      await shows(handle, /Testing/);
      const kept = () => database.rows("select run_id from run_messages where address not like '%@original%'");
      await vi.waitUntil(async () => (await kept()).length === 1, PATIENT);
      await first.stop('SIGKILL');
      await second.says(/Samaritan runs/);
      await shows(handle, /Samaritan was stopped/);
      await shows(ask({ standIn }, 'status', under), /default/);
      expect(standIn.violations).toEqual([]);
      expect(await second.stop('SIGTERM')).toBe(0);
    } finally {
      await world.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('waits until the first gives its place back, or until it is told to end', async () => {
    const [first, second] = [await database.open(), await database.open()];
    const lock = await first.acquireInstanceLock();
    const log = pino({ enabled: false });
    const parts = { storage: second, config: config(), log, againMs: 1 };
    const abort = new AbortController();
    const ending = takePlace({ ...parts, signal: abort.signal, onStandBy: () => abort.abort() });
    expect(await ending).toBe(false);
    const { promise: told, resolve } = Promise.withResolvers<string>();
    const waiting = takePlace({ ...parts, signal: new AbortController().signal, onStandBy: resolve });
    expect(await told).toMatch(NEWS);
    expect(await told).not.toContain(database.server.parts.password?.reveal() ?? 'none');
    await lock.release();
    expect(await waiting).toBe(true);
    await expect(first.acquireInstanceLock()).rejects.toMatchObject({ code: 'in-use' });
  });

  it('has the one that runs answer, and holds what comes while none does', async () => {
    const [first, second] = [await database.open(), await database.open()];
    await first.acquireInstanceLock();
    const leads = async (name: string) => {
      const seen: unknown[] = [];
      const mount: MountRoutes = (app) => {
        app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body));
        app.post('/api/messages', async ({ headers, body }, reply) => {
          seen.push([headers.authorization, body]);
          return reply.code(201).header('x-by', name).send({ name });
        });
      };
      const server = await createHttpServer({
        ...{ host: '127.0.0.1', port: 0, routes: [mount], health: new Health(systemTimers), onFault: () => {} },
      });
      await first.announce(reachedAt(server));
      return { seen, server };
    };
    const one = await leads('one');
    const abort = new AbortController();
    const { promise: told, resolve } = Promise.withResolvers<string>();
    const log = pino({ enabled: false });
    const ending = takePlace({
      ...{ storage: second, config: config(), log },
      signal: abort.signal,
      onStandBy: resolve,
    });
    const origin = NEWS.exec(await told)?.[1];
    const post = (more = {}) =>
      fetch(`${origin}/api/messages`, {
        ...{ method: 'POST', body: '{"type":"message"}' },
        headers: { authorization: 'Bearer theirs', 'content-type': 'application/json', ...more },
      });
    const answer = await post();
    expect([answer.status, answer.headers.get('x-by'), await answer.json()]).toEqual([201, 'one', { name: 'one' }]);
    expect(one.seen).toEqual([['Bearer theirs', '{"type":"message"}']]);
    expect((await post({ 'x-samaritan-handed-over': '1' })).status).toBe(503);
    await one.server.close();
    expect((await fetch(`${origin}/readyz`)).status).toBe(503);
    const held = post();
    const two = await leads('two');
    expect(await (await held).json()).toEqual({ name: 'two' });
    abort.abort();
    expect(await ending).toBe(false);
    await two.server.close();
  });

  it('is reached on loopback from its own machine alone', async () => {
    const storage = await database.open();
    await storage.acquireInstanceLock();
    expect(await storage.servedAt()).toBeUndefined();
    await storage.announce('http://127.0.0.1:3978');
    expect(await storage.servedAt()).toBe('http://127.0.0.1:3978');
    await database.exec("update instance set host = 'elsewhere'");
    expect(await storage.servedAt()).toBeUndefined();
    await storage.announce('http://10.0.0.4:3978');
    expect(await storage.servedAt()).toBe('http://10.0.0.4:3978');
    expect(reachedAt({ origin: 'http://[::]:3978', port: 3978 })).toMatch(/^http:\/\/\d+\.\d+\.\d+\.\d+:3978$/);
  });

  it('leaves the runs alone of a first start whose machine has the same name', async () => {
    const first = await database.open();
    const lock = await first.acquireInstanceLock();
    const run = { id: 'RUN', kind: 'testtokens', connection: 'default', startedAt: 1, scope: 'all' } as const;
    await first.runs.begin(run);
    const elsewhere = `set host = '${hostname()}', pid = 999999999, process_start = 'another-boot/1'`;
    await database.exec(`update runs ${elsewhere}`);
    await database.exec(`update instance ${elsewhere}`);
    const status = async () => (await (await database.open()).runs.latestRuns('default', 1))[0]?.status;
    expect(await status()).toBe('running');
    await lock.release();
    expect(await first.isServed()).toBe(false);
    expect(await status()).toBe('interrupted');
  });

  it('has the first one end that lost its place meanwhile', async () => {
    let problem: StorageError | undefined = new StorageError('unreachable', 'a database', {});
    let asked = 0;
    const place = watchPlace(() => {
      asked += 1;
      if (asked === 3) problem = new StorageError('in-use', 'a database', {});
      return problem;
    }, 1);
    await place.lost;
    place.stop();
    expect(asked).toBeGreaterThanOrEqual(3);
  });
});
