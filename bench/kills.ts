import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { startOwnServer } from './own-postgres.ts';
import { startSandbox } from './sandbox-process.ts';

// Kills workers and leaders in the middle of sweeps, and holds each run against what it has to be: every tenant with one
// outcome, led to its end.
const { values } = parseArgs({
  options: { kills: { type: 'string', default: '20' }, tenants: { type: 'string', default: '300' } },
});
const [kills, tenants] = [Number(values.kills), Number(values.tenants)];
const SAMARITAN = fileURLToPath(new URL('../src/bot/samaritan.mjs', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'samaritan-kills-'));
const server = await startOwnServer();
if ('missing' in server) throw new Error(server.missing);
const sandbox = await startSandbox({ tenants, latencyMs: 400 });
const environment = {
  ...{ PATH: process.env.PATH ?? '', HOME: folder, ...sandbox.environment },
  ...{ SAMARITAN_DATABASE: server.address, SAMARITAN_MASTER_KEY: 'A'.repeat(43), SAMARITAN_PORT: '0' },
};
const database = new Client(server.address);
const alive = new Set<ChildProcess>();
let worst = 0;
try {
  const workers = [await run('start'), await run('worker'), await run('worker')].slice(1);
  await database.connect();
  for (let kill = 1; kill <= kills; kill += 1) {
    const before = await runs();
    const leader = spawnSamaritan(['testtokens', '--json']);
    await until(async () => (await kept()) >= 2);
    const at = performance.now();
    // Every third is the leader.
    if (kill % 3 === 0) leader.kill('SIGKILL');
    else {
      const [victim] = workers.splice(kill % 2, 1);
      victim?.kill('SIGKILL');
      workers.push(await run('worker'));
    }
    await until(async () => (await open()) === 0 && (await runs()) > before);
    const seconds = (performance.now() - at) / 1000;
    worst = Math.max(worst, seconds);
    await check();
    process.stderr.write(
      `${kill} of ${kills}: ${kill % 3 === 0 ? 'leader' : 'worker'}, over after ${seconds.toFixed(1)} s\n`,
    );
  }
  process.stdout.write(
    `${kills} kills, every tenant with one outcome; a sweep took ${worst.toFixed(1)} s more at most.\n`,
  );
} finally {
  for (const child of alive) child.kill('SIGKILL');
  await database.end();
  await sandbox.stop();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

async function number(query: string): Promise<number> {
  return Number((await database.query<{ count: string }>(query)).rows[0]?.count ?? 0);
}

function runs(): Promise<number> {
  return number('select count(*) from runs');
}

function open(): Promise<number> {
  return number('select count(*) from spread_runs');
}

function kept(): Promise<number> {
  return number('select count(*) from run_batches where kept is not null');
}

/** The newest run is whole: completed, each tenant tested by it, and its report kept. */
async function check(): Promise<void> {
  const { rows } = await database.query<{ id: string; status: string; totals: string }>(
    'select id, status, totals from runs order by started_at desc limit 1',
  );
  const [newest] = rows;
  const { tenants: counted, pass } = JSON.parse(newest?.totals ?? '{}') as { tenants?: number; pass?: number };
  const tested = await number(
    `select count(distinct tenant_id) from check_states where until_at is null and tested_run_id = '${newest?.id}' and tenant_id <> 'partner'`,
  );
  const reports = await number(`select count(*) from run_reports where run_id = '${newest?.id}' and parts is not null`);
  const found = JSON.stringify({ ...newest, tested, reports });
  if (newest?.status !== 'completed' || counted !== tenants || pass !== tenants || tested !== tenants || reports !== 1)
    throw new Error(`a run is not whole: ${found}`);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const begun = performance.now(); !(await isSo()); await sleep(50))
    if (performance.now() - begun > 300_000) throw new Error('waited five minutes in vain');
}

function spawnSamaritan(args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [SAMARITAN, ...args], {
    ...{ env: environment, cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] },
  });
  alive.add(child);
  child.stdout?.resume();
  child.once('exit', () => alive.delete(child));
  return child;
}

async function run(command: 'start' | 'worker'): Promise<ChildProcess> {
  const child = spawnSamaritan([command]);
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`${command} ended with ${code} before it was ready`)));
  });
  return child;
}
