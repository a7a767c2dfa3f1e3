import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { measure } from './measure.ts';
import { startOwnServer } from './own-postgres.ts';
import { startSandbox } from './sandbox-process.ts';

const SAMARITAN = fileURLToPath(new URL('../src/bot/samaritan.mjs', import.meta.url));
const HOOK = new URL('./report-usage.mjs', import.meta.url).href;
const say = (text: string): void => void process.stderr.write(`${text}\n`);

const { values } = parseArgs({
  options: {
    tenants: { type: 'string', default: '2000' },
    /** Up to so many: 1, 2, 4, … */
    workers: { type: 'string', default: '2' },
    latency: { type: 'string', multiple: true, default: ['80', '400'] },
    /** With --address an own server is not started; the database has to be empty. */
    address: { type: 'string' },
  },
});
const tenants = Number(values.tenants);
const counts = [1, 2, 4, 8, 16].filter((count) => count <= Number(values.workers));

interface Row {
  latencyMs: number;
  workers: number;
  /** The first sweep writes rows, and every later one changes them. */
  sweep: 'first' | 'second';
  wallMs: number;
  requests: number;
  /** Of the leader, and of all workers while they tested. */
  leaderMs: number;
  workersMs: number;
  serverMs: number;
  peakMb: number;
}

interface WorkerProcess {
  /** User and system time until now. */
  cpuMs(): Promise<number>;
  stop(): Promise<{ peakMb: number }>;
}

const folder = await mkdtemp(join(tmpdir(), 'samaritan-scale-'));
const server = values.address ? undefined : await startOwnServer();
if (server && 'missing' in server) throw new Error(server.missing);
const given = values.address ?? (server && 'address' in server ? server.address : '');
const admin = new Client(given);
await admin.connect();
const rows: Row[] = [];
try {
  for (const latencyMs of values.latency.map(Number)) {
    const sandbox = await startSandbox({ tenants, latencyMs });
    try {
      for (const workers of counts) rows.push(...(await run(workers, latencyMs, sandbox)));
    } finally {
      await sandbox.stop();
    }
  }
} finally {
  await admin.end();
  if (server && 'stop' in server) await server.stop();
  await rm(folder, { recursive: true, force: true });
}
const table = toTable();
process.stdout.write(table);
await keep(table);

async function run(
  workers: number,
  latencyMs: number,
  sandbox: Awaited<ReturnType<typeof startSandbox>>,
): Promise<Row[]> {
  const name = `scale_${process.pid}_${latencyMs}_${workers}`;
  await admin.query(`create database ${name}`);
  const address = new URL(given);
  address.pathname = `/${name}`;
  const environment = {
    ...sandbox.environment,
    SAMARITAN_DATABASE: address.href,
    SAMARITAN_MASTER_KEY: 'A'.repeat(43),
  };
  const started: WorkerProcess[] = [];
  try {
    for (let index = 0; index < workers; index += 1) started.push(await startWorker(environment, `${name}-${index}`));
    const made = [await sweep('first'), await sweep('second')];
    const ends = await Promise.all(started.splice(0).map((one) => one.stop()));
    const peakMb = Math.max(...made.map((row) => row.peakMb), ...ends.map((end) => end.peakMb));
    return made.map((row) => ({ ...row, peakMb }));
  } finally {
    for (const one of started) await one.stop();
    await admin.query(`drop database ${name} with (force)`);
  }

  async function sweep(which: Row['sweep']): Promise<Row> {
    await sandbox.resetStats();
    const [before, serverBefore] = [await total(started), await serverCpu()];
    const leader = await measure([SAMARITAN, 'testtokens', '--json'], environment, join(folder, `${name}.json`));
    const [after, serverAfter] = [await total(started), await serverCpu()];
    const { totals } = JSON.parse(leader.stdout) as { totals: { tenants: number; pass: number } };
    if (totals.tenants !== tenants || totals.pass !== tenants)
      throw new Error(`only ${totals.pass} of ${tenants} passed`);
    const { requests } = await sandbox.stats();
    const row = {
      ...{ latencyMs, workers, sweep: which, wallMs: leader.wallMs, requests: requests.total },
      ...{ leaderMs: leader.cpuMs, workersMs: after - before, serverMs: serverAfter - serverBefore },
      peakMb: leader.peakMb,
    };
    say(JSON.stringify(row));
    return row;
  }
}

async function startWorker(environment: Record<string, string>, name: string): Promise<WorkerProcess> {
  const usageFile = join(folder, `${name}.json`);
  const child = spawn(process.execPath, ['--import', HOOK, SAMARITAN, 'worker'], {
    env: { PATH: process.env.PATH ?? '', HOME: folder, ...environment, BENCH_USAGE_FILE: usageFile },
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`a worker ended with ${code} before it was ready`)));
  });
  return {
    cpuMs: () => processCpu(child.pid ?? 0),
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
      return JSON.parse(await readFile(usageFile, 'utf8')) as { peakMb: number };
    },
  };
}

async function total(workers: readonly WorkerProcess[]): Promise<number> {
  return (await Promise.all(workers.map((one) => one.cpuMs()))).reduce((sum, ms) => sum + ms, 0);
}

/** proc(5): fields 14 to 17 in ticks of 10 ms, with those of children that were waited for. */
async function processCpu(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]) * 10, 0);
}

/** What the server has used: of its own process and of the connections that are open or ended. */
async function serverCpu(): Promise<number> {
  if (!server || 'missing' in server) return 0;
  const { rows: open } = await admin.query<{ pid: number }>('select pid from pg_stat_activity where pid is not null');
  const pids = [server.pid(), ...open.map(({ pid }) => pid)];
  return (await Promise.all(pids.map((pid) => processCpu(pid).catch(() => 0)))).reduce((sum, ms) => sum + ms, 0);
}

function toTable(): string {
  const head = [
    'latency',
    'workers',
    'sweep',
    'seconds',
    'tenants/s',
    'requests/s',
    'leader ms',
    'workers ms',
    'server ms',
    'peak MB',
  ];
  const each = (ms: number): string => (ms / tenants).toFixed(2);
  const lines = rows.map(({ latencyMs, workers, sweep, wallMs, requests, leaderMs, workersMs, serverMs, peakMb }) => [
    ...[`${latencyMs} ms`, String(workers), sweep],
    ...[(wallMs / 1000).toFixed(1), (tenants / (wallMs / 1000)).toFixed(0)],
    ...[(requests / (wallMs / 1000)).toFixed(0), each(leaderMs), each(workersMs), each(serverMs), peakMb.toFixed(0)],
  ]);
  const table = [head, head.map(() => '-'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const growth = values.latency.map((latency) => {
    const [one, two] = [1, 2].map((count) =>
      rows.find((row) => row.latencyMs === Number(latency) && row.workers === count),
    );
    return one && two
      ? `From one worker to two at ${latency} ms: ${(one.wallMs / two.wallMs).toFixed(2)} times.\n`
      : '';
  });
  const load = `On ${new Date().toISOString().slice(0, 10)}, at its end with a load of ${loadavg()[0]?.toFixed(0)}`;
  return `${load}: ${tenants} tenants; milliseconds of CPU for each.\n\n${table}\n\n${growth.join('')}`;
}

/** Puts it where the last one stands. */
async function keep(table: string): Promise<void> {
  const file = new URL('./SCALE.md', import.meta.url);
  const [begin, end] = ['<!-- written by npm run bench:scale -->\n', '<!-- end of what is written -->\n'];
  const text = await readFile(file, 'utf8');
  const [before, after] = [text.split(begin)[0], text.split(end)[1]];
  if (before === undefined || after === undefined) throw new Error('SCALE.md has no place for it');
  await writeFile(file, `${before}${begin}\n${table}\n${end}${after}`);
}
