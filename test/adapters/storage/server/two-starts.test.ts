import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { describe, expect, it, vi } from 'vitest';
import { createDiscordStandIn } from '../../../../simulators/discord/create-discord-stand-in.ts';
import type { WireCommand } from '../../../../simulators/discord/wire.ts';
import { toApplicationCommands } from '../../../../src/adapters/discord/commands/to-application-commands.ts';
import { StorageError } from '../../../../src/adapters/storage/engine/storage-error.ts';
import { takePlace, watchPlace } from '../../../../src/bot/start/take-place.ts';
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

  it('stands by, alive and not ready, and takes the place when the first is killed', async () => {
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
      expect([alive?.status, ready?.status]).toEqual([200, 503]);
      expect(await ready?.json()).toMatchObject({ parts: { place: 'not ready' } });
      const under = { user: ADMIN, channel: UNBOUND };
      const handle = ask({ standIn }, 'testtokens', { ...under, options: { only: 'graph' } });
      await shows(handle, /Testing/);
      const kept = () => database.rows("select run_id from run_messages where address not like '%@original%'");
      await vi.waitUntil(async () => (await kept()).length === 1, PATIENT);
      await first.stop('SIGKILL');
      await second.says(/Samaritan runs/);
      await shows(handle, /Interrupted: Samaritan was stopped/);
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
