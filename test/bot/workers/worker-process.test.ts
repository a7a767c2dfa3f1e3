import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { getCompileCacheDir } from 'node:module';
import { getPriority, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { limitMemory } from '../../../src/bot/limit-memory.ts';
import { WorkerError } from '../../../src/bot/workers/worker-error.ts';
import { WorkerProcess } from '../../../src/bot/workers/worker-process.ts';

const OBEDIENT = new URL('./processes/obedient-process.ts', import.meta.url);

/** Time limits pass when a test says so. */
let limits: Set<() => void>;
let worker: WorkerProcess;

function create(mostWaiting = 4): WorkerProcess {
  limits = new Set();
  worker = new WorkerProcess({
    module: OBEDIENT,
    timers: {
      after: (_ms, run) => {
        limits.add(run);
        return () => void limits.delete(run);
      },
    },
    timeoutMs: 1000,
    mostWaiting,
    mostMegabytes: 32,
  });
  return worker;
}

async function ask(...parts: unknown[]): Promise<unknown> {
  return JSON.parse(new TextDecoder().decode(await worker.run(parts)));
}

afterEach(() => worker.close());

describe('WorkerProcess', () => {
  it.runIf(process.platform === 'linux')('gives way with each of its threads', async () => {
    create();
    const own = getPriority();
    expect(await ask('priority')).toEqual([Math.max(own, 10)]);
    expect(getPriority()).toBe(own);
  });

  it('does one piece of work after the other, each from all its parts', async () => {
    create();
    const answers = await Promise.all([ask('give', 1, { two: 2 }), ask('give'), ask('give', [3])]);
    expect(answers).toEqual([[1, { two: 2 }], [], [[3]]]);
    expect(limits.size).toBe(0);
  });

  it('passes on what the work threw, and goes on', async () => {
    create();
    await expect(ask('throw')).rejects.toMatchObject({ code: 'failed', cause: { message: 'as it was told' } });
    expect(await ask('give', 1)).toEqual([1]);
  });

  it('starts a new process after one that ended', async () => {
    create();
    const [died, next] = await Promise.allSettled([ask('exit'), ask('give', 1)]);
    expect(died).toMatchObject({ status: 'rejected', reason: { code: 'died' } });
    expect(next).toEqual({ status: 'fulfilled', value: [1] });
  });

  it('loses only that process when the work needs too much memory', async () => {
    create();
    await expect(ask('fill')).rejects.toMatchObject({
      code: 'died',
      cause: { message: expect.stringContaining('heap out of memory') },
    });
    expect(await ask('give', 1)).toEqual([1]);
  });

  it('ends a process that takes too long', async () => {
    create();
    const hung = ask('hang');
    const next = ask('give', 1);
    for (const run of [...limits]) run();
    await expect(hung).rejects.toMatchObject({ code: 'timed-out' });
    expect(await next).toEqual([1]);
  });

  it('is not ended by what a terminal or a service manager tells all processes', async () => {
    create();
    const [pid] = (await ask('process')) as number[];
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.kill(pid as number, signal);
    expect(await ask('process')).toEqual([pid]);
  });

  it('ends with the process that started it, however that ended', async () => {
    const child = fork(fileURLToPath(OBEDIENT), { env: {}, execArgv: [], serialization: 'advanced' });
    child.send({ id: 1, end: true });
    await once(child, 'message');
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('keeps what it compiled, although it is ended and never ends by itself', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'samaritan-compiled-'));
    const child = fork(fileURLToPath(OBEDIENT), {
      env: { NODE_COMPILE_CACHE: folder },
      execArgv: [],
      serialization: 'advanced',
    });
    for (const id of [1, 2]) {
      child.send({ id, end: true });
      await once(child, 'message');
    }
    child.kill('SIGKILL');
    await once(child, 'exit');
    const [kept = ''] = await readdir(folder);
    expect(await readdir(join(folder, kept))).not.toEqual([]);
    await rm(folder, { recursive: true });
  });

  it('keeps who started it alive until it has ended, and no longer', async () => {
    const code = `
      import { WorkerProcess } from '${new URL('../../../src/bot/workers/worker-process.ts', import.meta.url)}';
      const timers = { after: (ms, run) => () => {} };
      const worker = new WorkerProcess({ module: new URL('${OBEDIENT}'), timers, timeoutMs: 1, mostWaiting: 1, mostMegabytes: 32 });
      const given = new TextDecoder().decode(await worker.run(['give', 1]));
      process.once('beforeExit', async () => {
        await worker.close();
        console.log(given, 'closed');
      });`;
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code]);
    expect([stdout, stderr]).toEqual(['[1] closed\n', '']);
  });

  it('refuses more than may wait', async () => {
    create(1);
    const first = ask('give', 1);
    const second = ask('give', 2);
    await expect(ask('give', 3)).rejects.toMatchObject({ name: 'NotNow' });
    expect([await first, await second]).toEqual([[1], [2]]);
  });

  it('fails for what cannot be handed over, without mixing it into the next work', async () => {
    create();
    await expect(ask('give', 'half', () => {})).rejects.toMatchObject({ code: 'failed' });
    expect(await ask('give', 1)).toEqual([1]);
  });

  it('shows the process nothing of the environment but the zone of times and where compiled code is kept', async () => {
    create();
    expect(process.env.PATH).toBeDefined();
    const known = [
      ['NODE_COMPILE_CACHE', dirname(getCompileCacheDir() ?? '')],
      ['TZ', 'UTC'],
    ];
    expect(await ask('environment')).toEqual(known.map((one) => JSON.stringify(one)));
  });

  it('tells times in the zone of who started it', async () => {
    create();
    vi.stubEnv('TZ', 'Asia/Tokyo');
    expect(await ask('moment')).toEqual(['1970-01-01 09:00 UTC+9']);
    vi.unstubAllEnvs();
  });

  it('has the process take the code that the process keeps compiled, whatever limits its memory', async () => {
    const unlimit = limitMemory('command');
    create();
    expect(await ask('compiled')).toEqual([getCompileCacheDir()]);
    unlimit();
  });

  it('gives up everything when it is closed', async () => {
    create();
    const work = [ask('hang'), ask('give', 1)].map((one) => one.catch((error: unknown) => error));
    await worker.close();
    for (const error of await Promise.all(work)) expect(error).toMatchObject({ code: 'closed' });
    await expect(worker.run([])).rejects.toBeInstanceOf(WorkerError);
    await worker.close();
  });
});
