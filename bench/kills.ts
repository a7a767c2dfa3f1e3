import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { APP_ID, message, TENANT_ID, USER_ID } from '../simulators/teams/activities.ts';
import { createFakeAuthority } from '../simulators/teams/fake-authority.ts';
import { createFakeConnector } from '../simulators/teams/fake-connector.ts';
import { sendAuthentic } from '../simulators/teams/send-activity.ts';
import { startOwnServer } from './own-postgres.ts';
import { startSandbox } from './sandbox-process.ts';

// Kills and stops workers, leaders of the terminal and starts in the middle of sweeps, and holds each run against what it
// has to be: every tenant with one outcome, led to its end, told once.
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    tenants: { type: 'string', default: '300' },
    /** Installations that are killed side by side, each with a database, two starts and two workers of its own. */
    beside: { type: 'string', default: '1' },
  },
});
const [kills, tenants, beside] = [Number(values.kills), Number(values.tenants), Number(values.beside)];
const SAMARITAN = fileURLToPath(new URL('../src/bot/samaritan.mjs', import.meta.url));

type Victim = 'worker' | 'terminal' | 'start';

interface End {
  signal: 'SIGKILL' | 'SIGTERM';
  /** At one moment, as a machine dies with all that it runs. */
  victims: readonly Victim[];
}

const kill = (...victims: Victim[]): End => ({ signal: 'SIGKILL', victims });
const stop = (...victims: Victim[]): End => ({ signal: 'SIGTERM', victims });
/** One in each sweep, in turn. */
const ENDS = [
  ...[kill('worker'), kill('terminal', 'worker'), kill('start', 'worker'), stop('worker')],
  ...[kill('worker', 'worker'), kill('terminal', 'worker'), kill('start', 'worker'), stop('start')],
  ...[kill('terminal'), kill('start', 'worker'), stop('terminal')],
];
/** As docs/operate.md and docs/commands.md say it. */
const CODES: Readonly<Record<Victim, number>> = { worker: 0, start: 0, terminal: 130 };

interface Service {
  child: ChildProcess;
  output: () => string;
  ended: Promise<number | null>;
}

const folder = await mkdtemp(join(tmpdir(), 'samaritan-kills-'));
const sandbox = await startSandbox({ tenants, latencyMs: 400 });
const authority = await createFakeAuthority();
const connector = await createFakeConnector({ accepts: () => true });
const alive = new Set<ChildProcess>();
const took = new Map<string, number[]>();
let begun = 0;
let killed = 0;
let stopped = 0;
let failed = false;
let chats = 0;
try {
  const all = Array.from({ length: beside }, () => killInOne());
  for (const ended of await Promise.allSettled(all)) if (ended.status === 'rejected') throw ended.reason;
  const lines = [...took].map(([what, seconds]) => {
    const sorted = seconds.toSorted((one, other) => one - other);
    const half = sorted[sorted.length >> 1] ?? 0;
    return `| ${what} | ${sorted.length} | ${half.toFixed(1)} | ${(sorted.at(-1) ?? 0).toFixed(1)} |`;
  });
  process.stdout.write(
    [
      `${killed} kills and ${stopped} stops in ${begun} sweeps, each of them whole.\n`,
      ...['| end of | times | seconds until the sweep was over, half of them | at most |', '| - | - | - | - |'],
      ...[...lines.sort(), ''],
    ].join('\n'),
  );
} finally {
  for (const child of alive) child.kill('SIGKILL');
  await Promise.all([sandbox.stop(), authority.close(), connector.close()]);
  await rm(folder, { recursive: true, force: true });
}

/** One installation: its ends are taken from what is left of all. */
async function killInOne(): Promise<void> {
  const server = await startOwnServer();
  if ('missing' in server) throw new Error(server.missing);
  const environment = {
    ...{ PATH: process.env.PATH ?? '', HOME: folder, ...sandbox.environment },
    ...{ SAMARITAN_DATABASE: server.address, SAMARITAN_MASTER_KEY: 'A'.repeat(43), SAMARITAN_PORT: '0' },
    ...{ SAMARITAN_ADMINS: `teams:user:${USER_ID}`, SAMARITAN_COMMANDS_PER_MINUTE: '1000' },
    ...{ MICROSOFT_APP_ID: APP_ID, MICROSOFT_APP_PASSWORD: 'of-a-stand-in', MICROSOFT_APP_TENANT_ID: TENANT_ID },
    ...{ TEAMS_OPENID_METADATA_URL: authority.openIdMetadataUrl },
  };
  const run = (...args: string[]): Service => spawnSamaritan(args, environment);
  const runWorker = (): Promise<Service> => saying(run('worker'), /Samaritan runs/);
  const database = new Client(server.address);
  const count = async (query: string): Promise<number> =>
    Number((await database.query<{ count: string }>(`select count(*) from ${query}`)).rows[0]?.count ?? 0);
  let first = await saying(run('start'), /Samaritan runs/);
  let second = await saying(run('start'), /stands by/);
  const workers = [await runWorker(), await runWorker()];
  await database.connect();
  try {
    for (let end = ENDS[begun % ENDS.length]; end && killed < kills && !failed; end = ENDS[begun % ENDS.length]) {
      const { victims, signal } = end;
      begun += 1;
      if (signal === 'SIGKILL') killed += victims.length;
      else stopped += victims.length;
      const what = `${victims.join(' and ')}, ${signal}`;
      const said = `${begun} (${killed} kills): ${what}`;
      const before = await count('runs');
      const chat = victims.includes('start') ? await ask(first) : undefined;
      const terminal = chat === undefined ? run('testtokens', '--json') : undefined;
      await until(said, async () => (await count('run_batches where kept is not null')) >= 2);
      const at = performance.now();
      const since = (): number => (performance.now() - at) / 1000;
      const gone = victims.map(async (victim) => {
        const service = victim === 'worker' ? workers.shift() : victim === 'start' ? first : terminal;
        service?.child.kill(signal);
        const code = await service?.ended;
        if (signal === 'SIGTERM' && code !== CODES[victim]) throw new Error(`${said} ended with ${code}`);
        return since();
      });
      while (workers.length < 2) workers.push(await runWorker());
      if (victims.includes('start')) [first, second] = [second, await saying(run('start'), /stands by|Samaritan runs/)];
      await until(said, async () => (await count('spread_runs')) === 0 && (await count('runs')) > before);
      const seconds = since();
      const goneAfter = Math.max(...(await Promise.all(gone)));
      await check(said, signal === 'SIGTERM' && victims.includes('terminal'));
      if (terminal && !victims.includes('terminal') && (await terminal.ended) !== 0)
        throw new Error(`${said}: the terminal did not end with 0`);
      if (chat !== undefined) {
        await until(said, async () => /connection default · \d/.test(JSON.stringify(connector.messages(chat))));
        await saying(first, /Samaritan runs/);
      }
      took.set(what, [...(took.get(what) ?? []), seconds]);
      process.stderr.write(`${said}, gone after ${goneAfter.toFixed(1)} s, over after ${seconds.toFixed(1)} s\n`);
    }
  } catch (error) {
    failed = true;
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    for (const { output } of [first, second, ...workers]) process.stderr.write(`${output()}\n`);
    throw error;
  } finally {
    for (const { child } of [first, second, ...workers]) child.kill('SIGKILL');
    await database.end();
    await server.stop();
  }

  /** The newest run is whole, and of all runs together nothing stands twice. */
  async function check(said: string, isCancelled: boolean): Promise<void> {
    const { rows } = await database.query<{ id: string; status: string; totals: string }>(
      'select id, status, totals from runs order by started_at desc limit 1',
    );
    const [newest] = rows;
    const id = newest?.id ?? '';
    const totals = JSON.parse(newest?.totals ?? '{}') as { tenants?: number; skipped?: number };
    const ofRun = `check_states where tenant_id <> 'partner' and tested_run_id = '${id}'`;
    const found = {
      ...{ id, status: newest?.status, counted: totals.tenants, skipped: totals.skipped },
      // A request may time out on a busy machine, which is an outcome; a fault of ours is none.
      tested: await count(`(select distinct tenant_id from ${ofRun}) as tested`),
      reports: await count(`run_reports where run_id = '${id}' and parts is not null`),
      batches: await count('run_batches'),
    };
    const { status, counted, skipped = 0, tested, reports, batches } = found;
    // What was tested before it was cancelled counts, and stands in the report.
    const isWhole = isCancelled
      ? status === 'interrupted' && tenants - skipped <= tested
      : status === 'completed' && tested === tenants;
    if (!isWhole || counted !== tenants || reports !== 1 || batches !== 0)
      throw new Error(`${said}: a run is not whole: ${JSON.stringify(found)}`);
  }
}

/** Asks for a sweep in a chat of its own; gives its conversation. */
async function ask(start: Service): Promise<string> {
  const origin = /HTTP on (http:\/\/[\d.]+:\d+)/.exec(start.output())?.[1] ?? '';
  chats += 1;
  const conversation = { id: `a:chat-${chats}`, conversationType: 'personal', tenantId: TENANT_ID };
  const { status } = await sendAuthentic(
    origin,
    message(connector.serviceUrl, 'testtokens', { conversation }),
    authority,
  );
  if (status !== 200) throw new Error(`the question was answered ${status}`);
  return conversation.id;
}

async function until(said: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const since = performance.now(); !(await isSo()); await sleep(200))
    if (performance.now() - since > 300_000) throw new Error(`${said}: waited five minutes in vain`);
}

function spawnSamaritan(args: readonly string[], environment: Record<string, string>): Service {
  const child = spawn(process.execPath, [SAMARITAN, ...args], {
    ...{ env: environment, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
  });
  let output = '';
  alive.add(child);
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString('utf8')).slice(-20_000);
    });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  void ended.then(() => alive.delete(child));
  return { child, output: () => output, ended };
}

async function saying(service: Service, words: RegExp): Promise<Service> {
  let code: number | null | undefined;
  void service.ended.then((ended) => {
    code = ended;
  });
  await until(String(words), async () => {
    if (code !== undefined) throw new Error(`ended with ${code}: ${service.output().slice(-500)}`);
    return words.test(service.output());
  });
  return service;
}
