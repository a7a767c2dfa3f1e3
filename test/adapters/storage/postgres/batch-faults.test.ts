import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createSandbox, type Sandbox } from '../../../../simulators/microsoft/sandbox.ts';
import { createMicrosoftCloudFactory } from '../../../../src/adapters/microsoft/create-microsoft-cloud.ts';
import { parseConfig } from '../../../../src/bot/config/parse-config.ts';
import { toConnection } from '../../../../src/bot/config/to-connection.ts';
import type { ConnectionEntry } from '../../../../src/core/credentials/connection-book.ts';
import type { Report } from '../../../../src/core/diagnosis/report/report.ts';
import { BatchWorker } from '../../../../src/core/diagnosis/sweep/batch-worker.ts';
import { SweepDesk } from '../../../../src/core/diagnosis/sweep/sweep-desk.ts';
import type { MicrosoftCloudFactory } from '../../../../src/core/model/cloud/microsoft-cloud.ts';
import type { Timers } from '../../../../src/core/model/time/clock.ts';
import { WORKING } from '../../../core/chat/harness.ts';
import { library } from '../../../core/fixtures.ts';
import { type Loopback, type LoopbackRequest, startLoopback } from '../../http/loopback.ts';
import { atOnce } from '../../microsoft/pacing/at-once.ts';
import { useDatabase } from '../fixtures.ts';

const OWN = { 'content-type': 'application/json', 'request-id': 'own' };
/** Fewer stay with the process that leads. */
const TENANTS = 60;
const say =
  (status: number, body: string | Buffer, headers: Record<string, string> = {}) =>
  (response: ServerResponse): void =>
    void response.writeHead(status, headers).end(body);

type Meet = (response: ServerResponse) => void;
/** What is met where a tenant’s Graph and Exchange should answer, and the cause that it has. */
const FAULTS: [string, Meet, string][] = [
  ['a connection that is cut', (response) => void response.destroy(), 'network.unreachable'],
  ['silence', () => {}, 'network.timeout'],
  ['an answer that ends half-way', cutShort, 'network.unreachable'],
  ['a body that never ends', drip, 'network.timeout'],
  ['more than anybody reads', say(200, ' '.repeat(2 * 1024 * 1024), OWN), 'service.unavailable'],
  [
    'a compressed bomb',
    say(200, gzipSync(' '.repeat(8e6)), { ...OWN, 'content-encoding': 'gzip' }),
    'service.unavailable',
  ],
  ['depth beyond measure', say(200, `{"value":${'['.repeat(2e4)}${']'.repeat(2e4)}}`, OWN), 'service.unavailable'],
  ['a proxy’s 502', say(502, '<html><h1>Bad Gateway</h1></html>', { via: '1.1 proxy' }), 'network.intercepted'],
  ['anybody’s 503', say(503, '{"message":"no upstream"}'), 'service.unavailable'],
  ['a block page', say(200, '<html><h1>Blocked</h1></html>', { 'content-type': 'text/html' }), 'network.intercepted'],
  ['a stranger’s 404', say(404, 'Not Found'), 'unknown'],
];

const SILENT = new Set(FAULTS.flatMap(([, fault, cause]) => (cause === 'network.timeout' ? [fault] : [])));

function cutShort(response: ServerResponse): void {
  response.writeHead(200, { ...OWN, 'content-length': '1000' }).write('{"value":[', () => response.destroy());
}

function drip(response: ServerResponse): void {
  response.writeHead(200, OWN);
  const more = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(more));
}

describe('a worker’s batch', () => {
  const database = useDatabase();
  let sandbox: Sandbox;
  let front: Loopback;
  /** What each tenant meets. */
  let meets: ReadonlyMap<string, Meet> = new Map();

  beforeEach(async () => {
    sandbox = await createSandbox({ tenants: TENANTS });
    front = await startLoopback((request, response) => {
      const meet = /^\/(?:adminapi|v1\.0\/users)/.test(request.url) ? meets.get(tenantOf(request)) : undefined;
      if (meet) return meet(response);
      void passOn(request, response);
    });
  });
  afterEach(async () => {
    await front.close();
    await sandbox.close();
  });

  async function passOn({ method, url, headers, body }: LoopbackRequest, response: ServerResponse): Promise<void> {
    const { host: _, connection: __, 'content-length': ___, ...rest } = headers;
    const sent = body === '' ? {} : { body };
    const answer = await fetch(sandbox.origin + url, { method, headers: rest as Record<string, string>, ...sent });
    const text = await answer.text();
    const { 'transfer-encoding': ____, ...own } = Object.fromEntries(answer.headers);
    response.writeHead(answer.status, own).end(text);
  }

  /** One start that leads, and one worker that tests: every sweep’s report. */
  async function open() {
    const parsed = parseConfig(sandbox.environment());
    if (!parsed.ok) throw new Error(parsed.faults.join(' '));
    const entry: ConnectionEntry = { ...WORKING, connection: toConnection(parsed.config) };
    const clouds: MicrosoftCloudFactory = {
      open: (options) => {
        // Who answers at all does by then, on a busy machine too.
        const timeoutMs = [...meets.values()].some((meet) => SILENT.has(meet)) ? 2000 : 30_000;
        return createMicrosoftCloudFactory({ sandboxUrl: front.origin, timeoutMs, timers: atOnce() }).open(options);
      },
    };
    const [leading, working] = [await database.open(), await database.open()];
    const [queue, theirs] = [await leading.openQueue('start'), await working.openQueue('worker')];
    if (!queue || !theirs) throw new Error('a server has a queue');
    const faults: unknown[] = [];
    const reportInternal = (error: unknown) => faults.push(error);
    let opened = 0;
    const desk = new SweepDesk({
      sweep: {
        ...{ clouds, library: () => library, clock: database.clock, reportInternal },
        openStore: async () => leading.runs,
      },
      ...{ connections: [entry], reports: leading.reports, clock: database.clock, timers: quick, concurrency: 8 },
      ...{ mostPerWorkspace: 9, onReport: async () => {}, newRunId: () => crypto.randomUUID() },
      spread: async () => ({ queue, timers: quick, now: Date.now }),
    });
    const counting: MicrosoftCloudFactory = {
      open: (options) => {
        opened += 1;
        return clouds.open(options);
      },
    };
    const connections = { entries: [entry], reload: async () => {}, refresh: async () => {} };
    const own = { queue: theirs, connections, concurrency: 128, clock: database.clock, timers: quick, reportInternal };
    const worker = new BatchWorker({ ...own, clouds: counting });
    onTestFinished(async () => void (await worker.stop(0)));
    worker.start();
    const sweep = async (): Promise<Report> => {
      const started = desk.start({ connection: 'default', tenants: [], by: 'Ada', workspaceId: null });
      if (started.kind === 'refused') throw new Error(started.why);
      const outcome = await started.sweep.done;
      if (outcome.kind !== 'report') throw new Error('a sweep gives a report');
      return outcome.report;
    };
    return { sweep, faults, opened: () => opened, known: () => leading.runs.currentStates('default') };
  }

  it.each([
    ['answers', FAULTS.filter(([, meet]) => !SILENT.has(meet))],
    ['never ends', FAULTS.filter(([, meet]) => SILENT.has(meet))],
  ])('neither fails nor passes a tenant for what %s, each for its own cause', async (_, faultsMet) => {
    const { sweep, faults, opened, known } = await open();
    const turns = sandbox
      .tenants()
      .map(({ tenantId }, index) => [tenantId, faultsMet[index % faultsMet.length]] as const);
    meets = new Map(turns.flatMap(([tenantId, met]) => (met ? [[tenantId, met[1]] as const] : [])));
    const report = await sweep();
    expect(report.totals).toMatchObject({ tenants: TENANTS, pass: 0, fail: 0, unknown: TENANTS });
    const causes = new Map(report.tenants.map((one) => [one.tenantId, one.checks.flatMap(({ cause }) => cause ?? [])]));
    for (const [tenantId, met] of turns)
      expect([met?.[0], new Set(causes.get(tenantId))]).toEqual([met?.[0], new Set([met?.[2]])]);
    expect((await known()).filter(({ status }) => status === 'fail')).toEqual([]);
    meets = new Map();
    const after = await sweep();
    expect(after.totals).toMatchObject({ tenants: TENANTS, pass: TENANTS });
    expect({ faults, tested: opened() > 0 }).toEqual({ faults: [], tested: true });
  });
});

/** By the token that is sent. */
function tenantOf({ headers }: LoopbackRequest): string {
  const [, payload = ''] = (headers.authorization ?? '').split('.');
  return (JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { tid: string }).tid;
}

/** Time that goes fifty times as fast. */
const quick: Timers = {
  after: (ms, run) => {
    const timer = setTimeout(run, ms / 50);
    return () => clearTimeout(timer);
  },
};
