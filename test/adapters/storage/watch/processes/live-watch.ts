// Lives the life of incidents in several databases of FOLDER at once, until it is killed: by others, or by itself at the
// statement number LAST (0: never). SEED decides what happens. What was delivered is a line in a log beside each file.
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { setImmediate } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { cron } from '../../../../../src/adapters/cron/create-cron.ts';
import { openStorage, type Storage } from '../../../../../src/adapters/storage/open-storage.ts';
import { toChange } from '../../../../../src/core/watch/incidents/incident-plan.ts';
import { pick, type Random, seededRandom } from '../../../../core/watch/seeded-random.ts';
import { createTestClock } from '../../results.ts';
import { entry, group, incident, opening } from '../rows.ts';

const [folder = '', files = '1', seed = '1', last = '0'] = process.argv.slice(2);

let deeds = 0;
let statements = 0;
// What is prepared once is carried out often.
const { prototype } = new Database(':memory:').prepare('select 1').constructor as { prototype: Database.Statement };
for (const method of ['all', 'run'] as const) {
  const carryOut = prototype[method];
  prototype[method] = function count(this: Database.Statement, ...values: unknown[]) {
    statements += 1;
    if (statements === Number(last)) process.kill(process.pid, 'SIGKILL');
    return Reflect.apply(carryOut, this, values);
  } as never;
}

async function open(storage: Storage, random: Random): Promise<void> {
  const state = await storage.incidents.load('default', 0);
  const number = state.nextNumber;
  const reference = `INC-${number}`;
  const tenantIds = Array.from({ length: pick([1, 3, 30, 600], random) }, (_, index) => `${number}-${index}`);
  const run = { id: `open ${number}`, connection: 'default', at: number };
  const rows = opening(reference, tenantIds);
  await storage.incidents.commit(toChange(state, { ...rows, run, nextNumber: number + 1 }));
}

async function close(storage: Storage): Promise<void> {
  const state = await storage.incidents.load('default', 0);
  const [one] = state.incidents;
  if (!one) return;
  const { reference } = one;
  const messageId = `message of ${reference}`;
  const tracks = state.tracks.filter((track) => track.incident === reference);
  const change = toChange(state, {
    run: { id: `close ${reference}`, connection: 'default', at: 0 },
    incidents: [incident(reference, { members: 0, everMembers: tracks.length, closedAt: 2000, outcome: 'mended' })],
    groups: [group(reference, { open: 0, closedAt: 2000 })],
    left: tracks.map(({ subject }) => ({ reference, tenantId: subject, leftAt: 2000, outcome: 'mended' })),
    tracksRemoved: tracks,
    outbox: ['edit', 'recover'].map((what) =>
      entry(`${what} ${reference}`, { orderKey: messageId, content: { kind: 'edit', messageId } }),
    ),
  });
  await storage.incidents.commit(change);
}

async function deliver(storage: Storage, log: string, random: Random): Promise<void> {
  const [due] = await storage.outbox.due({ now: 5000, limit: 1, exceptPlaces: [] });
  if (!due) return;
  if (random() < 0.2) {
    await storage.outbox.postpone(due.id, { notBefore: 2000, attempts: due.attempts + 1, problem: 'busy' });
    return;
  }
  appendFileSync(log, `${due.id}\n`);
  const address = due.content.kind === 'open' ? { address: `address of ${due.id}` } : {};
  const completion = { id: due.id, at: 5000, ...address, covers: { kinds: [], readUpTo: due.readUpTo } };
  await storage.outbox.complete(completion);
  if (random() < 0.3) await storage.outbox.complete({ ...completion, address: 'twice' });
}

async function live(file: string, random: Random): Promise<void> {
  const storage = await openStorage({ file, clock: createTestClock(), cron });
  for (let first = true; ; first = false) {
    const dice = random();
    if (first || dice < 0.15) await open(storage, random);
    else if (dice < 0.3) await close(storage);
    else await deliver(storage, `${file}.log`, random);
    deeds += 1;
    console.log(`did ${deeds}`);
    await setImmediate();
  }
}

// Written at the end as a rule, which a process that is killed never reaches.
flushCompileCache();
console.log('ready');
await once(process.stdin, 'data');
const names = Array.from({ length: Number(files) }, (_, index) => `${folder}/${index}.db`);
await Promise.all(names.map((file, index) => live(file, seededRandom(Number(seed) * 100 + index))));
