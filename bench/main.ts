import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measureAcknowledgement, PACES, toldOf } from './acknowledge.ts';
import { type Measured, measure, median } from './measure.ts';
import { startSandbox } from './sandbox-process.ts';

const LATENCY_MS = 80;
const SIZES = [100, 1000, 10_000] as const;
const COMPARED = 1000;
const WALKED = 20;
const BUDGET = 100;
const PAIRS = 5;

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const SAMARITAN = path('../src/bot/samaritan.mjs');
const folder = await mkdtemp(join(tmpdir(), 'samaritan-bench-'));
const usageFile = join(folder, 'usage.json');
let databases = 0;

const rows: string[][] = [];
const say = (text: string): void => void process.stderr.write(`${text}\n`);

async function testTokens(environment: Record<string, string>, inFlight: number): Promise<Measured> {
  databases += 1;
  const database = { SAMARITAN_DATABASE: join(folder, `${databases}.db`) };
  const measured = await measure(
    [SAMARITAN, 'testtokens', '--json', '--concurrency', String(inFlight)],
    { ...environment, ...database },
    usageFile,
  );
  const { totals } = JSON.parse(measured.stdout) as { totals: { tenants: number; pass: number } };
  if (measured.exitCode !== 0 || totals.pass !== totals.tenants)
    throw new Error(`only ${totals.pass} of ${totals.tenants} tenants passed`);
  return measured;
}

const seconds = (ms: number): string => (ms / 1000).toFixed(2);
const row = (
  name: string,
  tenants: number,
  inFlight: number,
  measured: Measured,
  requests: number,
  most: number,
): void => {
  rows.push([
    name,
    String(tenants),
    String(inFlight),
    seconds(measured.wallMs),
    seconds(measured.cpuMs),
    measured.peakMb.toFixed(0),
    String(requests),
    String(most),
  ]);
};

const findings: string[] = [];

say('sizes');
const [cpu, bareCpu] = [new Map<number, number>(), new Map<number, number>()];
for (const tenants of SIZES) {
  const sandbox = await startSandbox({ tenants, latencyMs: LATENCY_MS });
  const measured = await testTokens(sandbox.environment, 128);
  const stats = await sandbox.stats();
  row('testtokens', tenants, 128, measured, stats.requests.total, stats.mostInFlight);
  cpu.set(tenants, measured.cpuMs);
  await sandbox.resetStats();
  const bare = await measure([path('./bare-loop.ts'), '128'], sandbox.environment, usageFile);
  const bareStats = await sandbox.stats();
  row('bare undici loop', tenants, 128, bare, bareStats.requests.total, bareStats.mostInFlight);
  bareCpu.set(tenants, bare.cpuMs);
  if (tenants === 100) findings.push(`First line of progress after ${measured.firstLineMs.toFixed(0)} ms.`);
  await sandbox.stop();
}
const marginal = (of: Map<number, number>, from: number, to: number): number =>
  ((of.get(to) ?? 0) - (of.get(from) ?? 0)) / (to - from);
for (const [from, to] of [
  [100, 1000],
  [1000, 10_000],
] as const) {
  const [ours, bare] = [marginal(cpu, from, to), marginal(bareCpu, from, to)];
  findings.push(
    `CPU for each further tenant, from ${from} to ${to}: ${ours.toFixed(2)} ms, of the bare loop ${bare.toFixed(2)} ms: ${(ours / bare).toFixed(2)} times as much.`,
  );
}

say('beside a bare loop');
const sandbox = await startSandbox({ tenants: COMPARED, latencyMs: LATENCY_MS });
for (const inFlight of [64, 128]) {
  const ratios: number[] = [];
  let last: { ours: Measured; bare: Measured } | undefined;
  for (let pair = 0; pair < PAIRS; pair += 1) {
    await sandbox.resetStats();
    const bare = await measure([path('./bare-loop.ts'), String(inFlight)], sandbox.environment, usageFile);
    const bareStats = await sandbox.stats();
    await sandbox.resetStats();
    const ours = await testTokens(sandbox.environment, inFlight);
    const oursStats = await sandbox.stats();
    ratios.push(ours.wallMs / bare.wallMs);
    last = { ours, bare };
    if (pair === PAIRS - 1) {
      row('bare undici loop', COMPARED, inFlight, bare, bareStats.requests.total, bareStats.mostInFlight);
      row('testtokens', COMPARED, inFlight, ours, oursStats.requests.total, oursStats.mostInFlight);
    }
  }
  findings.push(
    `${inFlight} in flight, whole processes in turn: wall time ${median(ratios).toFixed(2)} of the bare loop (${PAIRS} pairs, ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}).`,
  );
  if (inFlight === 128 && last) {
    say('one by one');
    const walked = await measure([path('./one-by-one.ts'), String(WALKED)], sandbox.environment, usageFile);
    const { wallMs } = JSON.parse(walked.stdout) as { wallMs: number };
    const scaled = (wallMs / WALKED) * COMPARED;
    rows.push(['one by one, scaled', String(COMPARED), '1', seconds(scaled), '', '', '', '1']);
    findings.push(
      `The one-by-one walk took ${seconds(wallMs)} s for ${WALKED} tenants, so ${seconds(scaled)} s for ${COMPARED}: testtokens is ${(scaled / last.ours.wallMs).toFixed(0)} times faster.`,
    );
  }
}
await sandbox.stop();

say('under a budget');
const limited = await startSandbox({ tenants: COMPARED, latencyMs: LATENCY_MS, budget: BUDGET });
const measured = await testTokens(limited.environment, 128);
const stats = await limited.stats();
row(`testtokens, budget ${BUDGET}/s`, COMPARED, 128, measured, stats.requests.total, stats.mostInFlight);
// The first and the last second are not whole.
const whole = stats.perSecond.slice(1, -1);
const used =
  whole.reduce((sum, second) => sum + Math.min(BUDGET, second.requests - second.refused), 0) / (whole.length * BUDGET);
findings.push(
  `Budget of ${BUDGET} requests a second, ${COMPARED} tenants: every tenant has its verdict, ${((100 * stats.refused) / stats.requests.total).toFixed(1)} % of the requests refused, ${(100 * used).toFixed(0)} % of the budget used.`,
);
await limited.stop();
await rm(folder, { recursive: true, force: true });

say('acknowledgements beside a sweep');
for (const pace of Object.values(PACES)) findings.push(toldOf(await measureAcknowledgement(pace)));

const head = ['what', 'tenants', 'in flight', 'wall s', 'CPU s', 'peak MB', 'requests', 'most in flight'];
const table = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const text = `# Benchmark

One run of \`npm run bench\`: whole processes on the sandbox at ${LATENCY_MS} ms latency, the sandbox as a process of its own.
Compare the ratios; absolute times depend on the machine and on what else it does.

${table}

${findings.map((finding) => `- ${finding}`).join('\n')}
`;
await writeFile(path('./RESULTS.md'), text);
process.stdout.write(text);
