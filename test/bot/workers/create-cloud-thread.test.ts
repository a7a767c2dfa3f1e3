import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../../simulators/microsoft/sandbox.ts';
import { parseConfig } from '../../../src/bot/config/parse-config.ts';
import { toConnection } from '../../../src/bot/config/to-connection.ts';
import { type CloudThread, createCloudThread } from '../../../src/bot/workers/create-cloud-thread.ts';
import { INTERRUPTED } from '../../../src/core/model/checks/check.ts';
import type { SentRequest } from '../../../src/core/model/cloud/sent-request.ts';
import type { Tenant } from '../../../src/core/model/tenants/tenant.ts';
import { Secret } from '../../../src/core/model/text/secret.ts';
import { causesOf, reportOf } from '../../e2e/sweep-sandbox.ts';

let sandbox: Sandbox;
let thread: CloudThread;
const sent: SentRequest[] = [];
/** Time limits pass when a test says so. */
const limits = new Set<() => void>();

function create(mostMb?: number): CloudThread {
  return createCloudThread({
    sandboxUrl: sandbox.origin,
    useProxy: false,
    timers: {
      after: (_ms, run) => {
        limits.add(run);
        return () => void limits.delete(run);
      },
    },
    onRequest: (facts) => sent.push(facts),
    ...(mostMb === undefined ? {} : { mostMb }),
  });
}

/** A sweep through the thread, and what it reported as faults of ours. */
async function sweep(choices: Parameters<typeof reportOf>[1] = {}) {
  const faults: unknown[] = [];
  const reportInternal = (error: unknown): void => void faults.push(error);
  const report = await reportOf(sandbox, { concurrency: 4, clouds: thread, reportInternal, ...choices });
  return { report, faults };
}

beforeAll(async () => {
  sandbox = await createSandbox({ tenants: 12, mix: 'demo', pageSize: 5 });
  thread = create();
});
afterAll(() => Promise.all([thread.close(), sandbox.close()]));

describe('createCloudThread', () => {
  it('is there before the first run where it was warmed, and once', async () => {
    const started: unknown[] = [];
    const count = (worker: unknown) => void started.push(worker);
    process.on('worker', count);
    for (const _ of ['warmed', 'again']) thread.warm();
    await new Promise(setImmediate);
    expect(started).toHaveLength(1);
    await sweep();
    process.off('worker', count);
    expect(started).toHaveLength(1);
  });

  it('lets a run find what it finds without the thread, and tells of each request', async () => {
    const before = await reportOf(sandbox, { concurrency: 4 });
    const { report, faults } = await sweep();
    const verdicts = ({ partner, tenants, totals }: typeof report) => ({
      totals,
      partner: partner.checks.map(({ id, status }) => [id, status]),
      tenants: tenants.map(({ tenantId, checks }) => [
        tenantId,
        checks.map(({ id, status, cause, reason }) => [id, status, cause, reason]),
      ]),
    });
    expect(verdicts(report)).toEqual(verdicts(before));
    expect(report.totals.fail).toBeGreaterThan(0);
    expect(faults).toEqual([]);
    expect(new Set(sent.map(({ kind }) => kind))).toEqual(new Set(['entra', 'graph', 'exchange']));
  });

  it('hands a grant over with its secrets closed and its token read, and a list page by page', async () => {
    const parsed = parseConfig(sandbox.environment());
    if (!parsed.ok) throw new Error(parsed.faults.join());
    const connection = toConnection(parsed.config);
    const cloud = thread.open({ connection, concurrency: 1, signal: new AbortController().signal });
    const answer = await cloud.ask({ id: 'entra.token', authorityTenant: connection.tenant, resource: 'graph' });
    if (!answer.ok) throw new Error('no token');
    const { accessToken, rotatedRefreshToken, describe: read } = answer.value;
    expect([accessToken, rotatedRefreshToken]).toEqual([expect.any(Secret), expect.any(Secret)]);
    expect(JSON.stringify(answer)).not.toContain(accessToken.reveal());
    expect(read()).toMatchObject({ clientId: connection.applicationId, authenticationMethods: expect.any(Array) });
    expect(cloud.pace().requests).toBe(1);
    const pages: (readonly Tenant[])[] = [];
    const list = await cloud.ask({ id: 'graph.customers', token: accessToken, onPage: (page) => pages.push(page) });
    expect(pages.map(({ length }) => length)).toEqual([5, 5, 2]);
    expect(list).toMatchObject({ ok: true, value: { customers: pages.flat() } });
    await cloud.close();
  });

  it('cuts a run off whose thread dies, under one reference, and starts another for the next run', async () => {
    const { report, faults } = await sweep({
      concurrency: 2,
      onProgress: ({ done }) => {
        if (done === 3) void thread.close();
      },
    });
    expect(report.run.status).toBe('interrupted');
    expect(faults).toMatchObject([{ name: 'WorkerError', code: 'died' }]);
    expect(report.totals.skipped).toBeGreaterThan(0);
    const ours = report.tenants.filter(({ checks }) => causesOf(checks).includes('internal'));
    expect(ours.every(({ status }) => status === 'unknown')).toBe(true);
    expect(report.tenants.flatMap(({ checks }) => checks.map(({ reason }) => reason))).toContain(INTERRUPTED);
    expect((await sweep()).report.run.status).toBe('completed');
  });

  it('loses a thread that needs too much memory, and not the process', async () => {
    const small = create(8);
    const { report, faults } = await sweep({ clouds: small });
    expect(faults).toMatchObject([{ code: 'died', cause: { code: 'ERR_WORKER_OUT_OF_MEMORY' } }]);
    expect(report.run.status).toBe('interrupted');
    expect(report.partner.status).toBe('unknown');
    expect(report.partner.checks.find(({ status }) => status === 'unknown')?.reason).toContain(
      'The thread that asks Microsoft ended',
    );
  });

  it('gives up when it is told to, and a thread that does not is ended', async () => {
    const abort = new AbortController();
    const cancelled = await sweep({ signal: abort.signal, onProgress: ({ done }) => done === 2 && abort.abort() });
    expect(cancelled.report.run.status).toBe('interrupted');
    expect(cancelled.faults).toEqual([]);
    expect(limits.size).toBe(0);
    const hanging = new AbortController();
    const ended = await sweep({
      signal: hanging.signal,
      onProgress: ({ done }) => {
        if (done !== 2) return;
        hanging.abort();
        for (const pass of limits) pass();
      },
    });
    expect(ended.report.run.status).toBe('interrupted');
    expect(ended.faults).toMatchObject([{ code: 'died' }]);
  });
});
