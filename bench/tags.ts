import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { createSandbox } from '../simulators/microsoft/sandbox.ts';
import { cron } from '../src/adapters/cron/create-cron.ts';
import { parseServerAddress, ServerAddress } from '../src/adapters/storage/engine/server-address.ts';
import { openStorage, type Storage } from '../src/adapters/storage/open-storage.ts';
import type { ArgumentValue } from '../src/core/chat/calls/chat-request.ts';
import type { Person } from '../src/core/model/people/person.ts';
import { createChatOverStorage } from './chat-over-storage.ts';
import { HistoryFleet, reportOf, tenantIdOf, totalsOf } from './history-fleet.ts';
import { median } from './measure.ts';
import { startOwnServer } from './own-postgres.ts';

// Each command over ten thousand tenants, without any tag and with fifty, in turn, as a table on standard output. On files,
// or where the third argument is `postgres` on a server of its own.

const TENANTS = Number(process.argv[2] ?? 10_000);
const TAGS = 50;
const DAYS = 14;
const EVERY_HOURS = 6;
const HOUR_MS = 3_600_000;
/** One that has tag t8, and another by the rule. */
const TENANT = 8;
const END = Date.UTC(2026, 0, 5);
const ROUNDS = Number(process.argv[3] ?? 15);
/** What is over in less is run so often more that its rounds take as long, but for the shortest. */
const ROUND_MS = 60;
const MOST_PAIRS = 2500;

const folder = await mkdtemp(join(tmpdir(), 'samaritan-tags-'));
/** A minute goes by between two calls, so that none is one too many. */
let minutes = 0;
const clock = { now: () => END + 1000, monotonicMs: () => performance.now() + minutes * 60_000 };
const sandbox = await createSandbox({ tenants: 1 });
const limited = (id: string): Person => ({ platform: 'discord', id, roles: [], name: 'Lim' });
const BY_HAND = limited('1300000000000000302');
const BY_RULE = limited('1300000000000000303');
const BY_LICENCE = limited('1300000000000000304');
/** What tenants own; every fourth has one of the last two, which the rule asks for. */
const OWNED = ['FLOW_FREE', 'EXCHANGESTANDARD', 'POWER_BI_STANDARD', 'AAD_PREMIUM', 'O365_BUSINESS_PREMIUM'];
const PREMIUM = ['SPB', 'Microsoft_365_ Business_ Premium_(no Teams)'];

const server = process.argv[4] === 'postgres' ? await startOwnServer() : undefined;
if (server && 'missing' in server) throw new Error(server.missing);
const database = server && new Client(server.address);
await database?.connect();
await database?.query('create database plain');
await fill('plain');
await (database
  ? database.query('create database tagged template plain')
  : copyFile(join(folder, 'plain.db'), join(folder, 'tagged.db')));
await database?.end();
const plain = await open('plain');
const tagged = await open('tagged');
await giveTags(tagged.storage);
await tagged.chat.command('tag rule', { tag: 'by-rule', name: ['contoso*'] }, /by-rule/);
await tagged.chat.command('tag rule', { tag: 'by-licence', licence: ['business premium'] }, /tenants of connection/);
for (const [{ id }, tag] of [
  [BY_HAND, 't8'],
  [BY_RULE, 'by-rule'],
  [BY_LICENCE, 'by-licence'],
] as const) {
  // Whoever has a role is looked up without tags too.
  await plain.chat.command('access grant', { subject: `discord:user:${id}`, role: 'admin' }, /now has/);
  await tagged.chat.command('access grant', { subject: `discord:user:${id}`, role: 'admin', tag }, /now has/);
}

type Values = Readonly<Record<string, ArgumentValue>>;
const COMMANDS: readonly { name: string; values?: Values; tags?: boolean }[] = [
  { name: 'status', tags: true },
  { name: 'history', values: { days: 7 }, tags: true },
  { name: 'history', values: { days: 7, tenant: tenantIdOf(TENANT) } },
  { name: 'reports show', tags: true },
  { name: 'reports list' },
  { name: 'accept list' },
  { name: 'maintenance list' },
  { name: 'help' },
  { name: 'explain', values: { text: 'AADSTS50076' } },
  { name: 'troubleshoot', values: { topic: 'guide-token-cache' } },
];

const WAYS = [
  // How far two of the same are from one another.
  { name: 'no tags again', chat: plain.chat, more: {} },
  { name: 'fifty tags', chat: tagged.chat, more: {} },
  { name: '--tag by hand', chat: tagged.chat, more: { tag: ['t8'] } },
  { name: '--tag by a rule', chat: tagged.chat, more: { tag: ['by-rule'] } },
  { name: '--tag by licence', chat: tagged.chat, more: { tag: ['by-licence'] } },
  { name: 'person of a tag', chat: tagged.chat, more: {}, person: BY_HAND },
  { name: 'person of a rule', chat: tagged.chat, more: {}, person: BY_RULE },
  { name: 'person of a licence', chat: tagged.chat, more: {}, person: BY_LICENCE },
] as const;

console.log(
  `# Tags\n\n${TENANTS} tenants, ${TAGS} tags by hand of ${TENANTS / TAGS} each and one by a rule of ${TENANTS / 4}.\n`,
);
console.log(
  `| command | no tags, ms | ${WAYS.map(({ name }) => name).join(' | ')} |\n| --- | ${'--- | '.repeat(WAYS.length + 1)}`,
);
for (const { name, values = {}, tags = false } of COMMANDS) {
  const ways = WAYS.map((way) => ('tag' in way.more && !tags ? undefined : way));
  const base: number[] = [];
  const shown: string[] = [];
  for (const way of ways) {
    if (!way) {
      shown.push('');
      continue;
    }
    const person = 'person' in way ? way.person : undefined;
    const runPlain = () => timed(() => plain.chat.command(name, values, /./, person));
    const runWay = () => timed(() => way.chat.command(name, { ...values, ...way.more }, /./, person));
    // Warms up, and says how many pairs take as long as the rounds of a long command.
    const first = [await runPlain(), await runWay(), await runPlain(), await runWay()];
    const pairs = Math.min(MOST_PAIRS, Math.max(ROUNDS, Math.ceil((ROUNDS * ROUND_MS) / Math.min(...first))));
    const [without, took]: [number[], number[]] = [[], []];
    // Call by call, each of the two first in turn: both write as often, and what else is done hits both.
    for (let pair = 0; pair < pairs; pair += 1) {
      if (pair % 2 === 0) took.push(await runWay());
      without.push(await runPlain());
      if (pair % 2 === 1) took.push(await runWay());
    }
    base.push(...without);
    shown.push((undisturbed(took) / undisturbed(without)).toFixed(2));
  }
  console.log(
    `| ${name} ${JSON.stringify(values) === '{}' ? '' : Object.keys(values).join(' ')} | ${undisturbed(base).toFixed(2)} | ${shown.join(' | ')} |`,
  );
}
const cold: number[] = [];
const [NAMED] = await tagged.storage.tags.rules('default');
if (!NAMED) throw new Error('there are rules');
for (let round = 0; round < ROUNDS; round += 1)
  cold.push(
    await timed(async () => {
      await tagged.storage.tags.putRule('default', { ...NAMED, tag: 'other', names: [`nobody ${round}`] });
      await tagged.chat.command('accept list', {}, /./, BY_LICENCE);
    }),
  );
console.log(`\naccept list, asked first after it has changed who has which tag, takes ${median(cold).toFixed(0)} ms.`);
await plain.storage.close();
await tagged.storage.close();
if (server) await server.stop();
await sandbox.close();
await rm(folder, { recursive: true, force: true });

/** What a fifth takes at most: whatever else is done on the machine makes calls longer and never shorter. */
function undisturbed(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length / 5)] ?? 0;
}

/** Milliseconds of processor, and of the clock where a server does a part of it. */
async function timed(work: () => Promise<void>): Promise<number> {
  const [before, begun] = [process.cpuUsage(), performance.now()];
  await work();
  minutes += 1;
  const { user, system } = process.cpuUsage(before);
  return server ? performance.now() - begun : (user + system) / 1000;
}

async function open(name: string) {
  const storage = await openStorage({ file: fileOf(name), clock, cron });
  const pictures = { heatMap: async () => new Uint8Array() };
  const chat = await createChatOverStorage({ storage, environment: sandbox.environment(), clock, pictures });
  return { storage, chat };
}

function fileOf(name: string): string | ServerAddress {
  if (!server || 'missing' in server) return join(folder, `${name}.db`);
  const parsed = parseServerAddress(server.address);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return new ServerAddress({ ...parsed.parts, database: name });
}

async function fill(name: string): Promise<void> {
  let now = END - DAYS * 24 * HOUR_MS;
  const storage = await openStorage({ file: fileOf(name), clock: { now: () => now, monotonicMs: () => now }, cron });
  const fleet = new HistoryFleet(TENANTS, DAYS * 24);
  for (let hour = 0; hour < DAYS * 24; hour += EVERY_HOURS) {
    now = END - (DAYS * 24 - hour) * HOUR_MS;
    const isWhole = hour === 0 || hour + EVERY_HOURS >= DAYS * 24;
    const changed = fleet.advance(hour);
    const found = isWhole ? fleet.sweep(hour) : changed;
    const id = `01K${String(hour).padStart(23, '0')}`;
    await storage.runs.begin({ id, kind: 'testtokens', connection: 'default', startedAt: now, scope: 'all' });
    await storage.runs.append(id, { tenants: found });
    await storage.runs.finish(id, { status: 'completed', finishedAt: now + 60_000, totals: totalsOf(TENANTS) });
    if (isWhole) await storage.reports.keep(reportOf(id, now, found));
  }
  await storage.close();
}

async function giveTags(storage: Storage): Promise<void> {
  const add = Array.from({ length: TENANTS }, (_, index) => ({ tenantId: tenantIdOf(index), tag: `t${index % TAGS}` }));
  await storage.tags.change('default', { add, remove: [] });
  const readings = Array.from({ length: TENANTS }, (_, index) => {
    const premium = PREMIUM[(index / 4) % 2];
    return { tenantId: tenantIdOf(index), owned: premium ? [...OWNED, premium] : OWNED, readAt: END };
  });
  await storage.tags.keepLicences('default', readings);
}
