import { copyFile, mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { ulid } from 'ulid';
import { createSandbox } from '../simulators/microsoft/sandbox.ts';
import { loadArticles } from '../src/adapters/articles/load-articles.ts';
import { cron } from '../src/adapters/cron/create-cron.ts';
import { openStorage } from '../src/adapters/storage/open-storage.ts';
import { createWatch } from '../src/bot/runtime/create-watch.ts';
import { systemTimers } from '../src/bot/system-timers.ts';
import { createPictures } from '../src/bot/workers/create-pictures.ts';
import { encodeAction } from '../src/core/cards/action-id.ts';
import type { Messenger } from '../src/core/cards/messenger.ts';
import type { TenantResult } from '../src/core/model/checks/check.ts';
import { createTagReader } from '../src/core/watch/create-tag-reader.ts';
import { createEntryCards } from '../src/core/watch/notifications/cards/entry-cards.ts';
import { Delivery } from '../src/core/watch/notifications/delivery.ts';
import { type Blocked, watchLoop } from './block-probe.ts';
import { createChatOverStorage } from './chat-over-storage.ts';
import { fillHistory } from './fill-history.ts';
import { fillIncidents, reportOf, resultOf } from './fill-incidents.ts';
import { tenantIdOf } from './history-fleet.ts';
import { median } from './measure.ts';

// A year of history with its incidents, then every command over it and the opening of large incidents, as a table on
// standard output. With the name of a file the history is kept there, or taken from there.

const TENANTS = 1000;
const MANY = 5000;
const DAYS = 365;
const INCIDENTS_A_DAY = 15;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const END = Date.UTC(2026, 0, 1);
const ROUNDS = 5;
const PLACES = ['discord:channel:1300000000000000200', 'teams:channel:19:alerts@thread.tacv2'];

const folder = await mkdtemp(join(tmpdir(), 'samaritan-watch-'));
const filledFile = process.argv[2] ?? join(folder, 'filled.db');
const file = join(folder, 'samaritan.db');
const say = (text: string): void => void process.stderr.write(`${text}\n`);

if (!(await stat(filledFile).catch(() => undefined))) {
  const startedAt = performance.now();
  const onDay = (day: number): void => (day % 30 === 0 ? say(`day ${day}`) : undefined);
  const fill = { tenants: TENANTS, days: DAYS, end: END };
  const { runs } = await fillHistory(filledFile, { ...fill, reportDays: 30, onDay });
  const incidents = await fillIncidents(filledFile, { ...fill, incidentsADay: INCIDENTS_A_DAY, places: PLACES });
  say(`${runs} runs and ${incidents} incidents in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
}
await copyFile(filledFile, file);
// Else the first writes below would wait for the disk to take the copy.
const copy = await open(file, 'r+');
await copy.sync();
await copy.close();
console.log(`# The watch over a year of history

One run of \`node bench/watch.ts\`: ${TENANTS} tenants swept hourly for ${DAYS} days, ${INCIDENTS_A_DAY} incidents a day told in ${PLACES.length} channels. Commands
are asked of the product's own chat, with authorization and the audit log; ${MANY} more tenants fail at once under a
connection of their own. A block is the longest time in which the event loop did not turn, by the clock and by the time
that the thread really ran: on a busy machine the first also counts what others took.
`);
console.log(`The file has ${((await stat(file)).size / 1e6).toFixed(1)} MB.\n`);

let now = END;
const clock = { now: () => now, monotonicMs: () => performance.now() };
const storage = await openStorage({ file, clock, cron });
const pictures = createPictures({ timers: systemTimers });
const library = loadArticles();
const sandbox = await createSandbox({ tenants: 1 });
const chat = await createChatOverStorage({ storage, environment: sandbox.environment(), clock, pictures });
console.log('| what | median ms | most ms | longest block ms | of it CPU ms |\n| --- | --- | --- | --- | --- |');

async function measure(name: string, work: () => Promise<unknown>, rounds = ROUNDS): Promise<void> {
  const all: Blocked[] = [];
  for (let round = 0; round < rounds; round += 1) all.push(await watchLoop(work));
  print(name, all);
}

function print(name: string, all: readonly Blocked[]): void {
  const most = (value: (blocked: Blocked) => number): string => Math.max(...all.map(value)).toFixed(1);
  const middle = median(all.map(({ wallMs }) => wallMs)).toFixed(1);
  const blocks = [most(({ longestMs }) => longestMs), most(({ longestCpuMs }) => longestCpuMs)];
  console.log(`| ${[name, middle, most(({ wallMs }) => wallMs), ...blocks].join(' | ')} |`);
}

const hourly = { name: 'hourly', cron: '0 * * * *', zone: 'Europe/Berlin' };
const tenant = tenantIdOf(3);
await chat.command('schedule add', hourly, /is added/);
await chat.command('accept add', { tenant, reason: 'no Exchange bought' }, /accepted from now on/);

await measure('/status', () => chat.command('status', {}, /default/));
await measure('/history', () => chat.command('history', {}, /1,000|1000/));
await measure('/history, a year', () => chat.command('history', { days: 366 }, /1,000|1000/));
await measure('/history of a tenant', () => chat.command('history', { tenant }, /Contoso|Tailspin|Northwind|Fabrikam/));
await measure('/history of a tenant, a year', () => chat.command('history', { tenant, days: 366 }, /days/));
await measure('/alerts list', () => chat.command('alerts list', {}, /Who is told of what/));
await measure('/schedule list', () => chat.command('schedule list', {}, /hourly/));
await measure('/schedule add', () => chat.command('schedule add', hourly, /is changed/));
await measure('/accept list', () => chat.command('accept list', {}, /no Exchange bought/));
await measure('/maintenance list', () => chat.command('maintenance list', {}, /maintenance/i));
await measure('/access list', () => chat.command('access list', {}, /audit|admin/i));
await measure('tenant being typed', () => chat.suggest('check', 'tenant', 'toso'));
await measure('schedule being typed', () => chat.suggest('schedule run', 'name', 'h'));
await measure('cause being typed', () => chat.suggest('alerts subscribe', 'causes', 'gdap'));
const {
  incidents: [lately],
} = await storage.incidentHistory.incidents({ connection: 'default', from: END - 30 * DAY_MS, to: END, limit: 1 });
const group = lately?.groupId ?? '';
await measure('How to fix, incident', () => chat.press(encodeAction('incident', group), /Who acts/));
const watch = createWatch(storage, [], createTagReader({ ...storage, clock }), () => {}, clock);
await measure('tick of the watch', () => watch.tick());

let large = 0;
/** A whole incident of so many tenants under a connection of its own, measured step by step. */
async function measureIncident(what: string, theirs?: 'consent.missing'): Promise<void> {
  const steps: [string, TenantResult[]][] = [
    ['first seen', broken],
    ['opened', broken],
    ['seen again', broken],
    ['first pass', mended],
    ['mended', mended],
  ];
  const measured = new Map<string, Blocked[]>();
  const add = (name: string, blocked: Blocked): void =>
    void measured.set(name, [...(measured.get(name) ?? []), blocked]);
  for (let round = 0; round < ROUNDS; round += 1) {
    large += 1;
    const connection = `large-${large}`;
    for (const [name, tenants] of steps) {
      now += 3 * MINUTE_MS;
      const run = { id: `${connection} ${name}`, at: now, tenants, connection, scope: 'all' } as const;
      const report = reportOf(theirs === undefined ? run : { ...run, theirs });
      add(name, await watchLoop(() => watch.recordSweep(report)));
      const before = messages;
      const delivered = await watchLoop(deliverAll);
      if (name !== 'opened' && name !== 'mended') continue;
      add(`${name}, told`, delivered);
      if (messages - before !== PLACES.length) throw new Error(`${messages - before} messages when ${name}`);
    }
  }
  for (const [name, all] of measured) print(`${what}, ${name}`, all);
}

const broken = Array.from({ length: MANY }, (_, index) => resultOf(index, 'consent.missing'));
const mended = Array.from({ length: MANY }, (_, index) => resultOf(index));
let messages = 0;
const post = async (): Promise<string> => {
  messages += 1;
  return String(messages);
};
const messengers = (['discord', 'teams'] as const).map(
  (platform): Messenger => ({ platform, post, edit: async () => {} }),
);

/** Delivers everything that is due, to chats that take it at once. */
async function deliverAll(): Promise<void> {
  const delivery = new Delivery({
    outbox: storage.outbox,
    subscriptions: storage.subscriptions,
    messengers: new Map(messengers.map((messenger) => [messenger.platform, messenger])),
    cards: createEntryCards({
      mayHear: async () => () => true,
      store: storage.incidents,
      runs: storage.runs,
      settings: storage.settings,
      clock,
      library,
      subjectOf: () => ({}),
    }),
    clock,
    timers: systemTimers,
    newId: () => ulid(),
    random: Math.random,
  });
  delivery.wake();
  while ((await storage.outbox.depth()).waiting > 0) await setImmediate();
  await delivery.stop(1000);
}

await measureIncident(`${MANY} tenants, one incident`);
await measureIncident(`${MANY} tenants, an incident each`, 'consent.missing');

await pictures.close();
await sandbox.close();
await storage.close();
await rm(folder, { recursive: true, force: true });
