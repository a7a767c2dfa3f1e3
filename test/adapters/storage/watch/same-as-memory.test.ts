import { describe, expect, inject, it } from 'vitest';
import type { Storage } from '../../../../src/adapters/storage/open-storage.ts';
import type { CauseId } from '../../../../src/core/model/causes/cause.ts';
import { TagBook } from '../../../../src/core/model/tenants/tag-book.ts';
import type { KeptTags } from '../../../../src/core/model/tenants/tag-store.ts';
import type { GroupFacts, IncidentStore } from '../../../../src/core/watch/incidents/incident-store.ts';
import type { Outbox } from '../../../../src/core/watch/incidents/outbox.ts';
import { WATCH_SETTINGS } from '../../../../src/core/watch/incidents/settings.ts';
import { SNOOZE_CHOICES } from '../../../../src/core/watch/notifications/respond.ts';
import { Watch } from '../../../../src/core/watch/watch.ts';
import { failing, report, tenantId, working } from '../../../core/fixtures.ts';
import { badPartner, HOUR, MINUTE, okPartner, START } from '../../../core/watch/harness.ts';
import {
  memoryAccepted,
  memoryIncidents,
  memoryOutbox,
  memorySchedules,
  memorySubscriptions,
} from '../../../core/watch/memory-stores.ts';
import { MemoryTables } from '../../../core/watch/memory-tables.ts';
import { pick, type Random, seededRandom } from '../../../core/watch/seeded-random.ts';
import { useDatabase } from '../fixtures.ts';
import { subscription } from './rows.ts';
import { only, twins, unordered } from './twins.ts';

const PLACES = ['discord:channel:1', 'discord:channel:2', 'teams:channel:3'] as const;
const CAUSES: readonly CauseId[] = ['mfa.required', 'access.conditional-access', 'service.unavailable'];
const STEPS = 40;
const TAG_FACTS = { now: START, seen: [], causes: new Map(), ends: {}, licences: new Map() };
// On a server each statement is a way there and back: two will do.
const SEEDS = [1, 2, 3, 4].slice(0, inject('engine') === undefined ? 4 : 2);

/** A watch whose every call goes to memory and to the database, which must answer the same. */
class TwinWatch {
  readonly tables = new MemoryTables();
  readonly incidents: IncidentStore;
  readonly outbox: Outbox;
  readonly watch: Watch;
  readonly random: Random;
  readonly subscriptions;
  readonly accepted;
  readonly schedules;
  now = START;
  kept: KeptTags = { given: [], rules: [] };
  #ids = 0;

  constructor(storage: Storage, seed: number) {
    const { tables } = this;
    this.random = seededRandom(seed);
    this.incidents = twins(memoryIncidents(tables), storage.incidents, {
      load: unordered,
      loadNotifications: unordered,
      facts: withPlainNames,
      roster: unordered,
    });
    this.outbox = twins(memoryOutbox(tables), storage.outbox, {
      due: only('id', 'key', 'place', 'orderKey', 'notBefore', 'createdAt', 'content', 'attempts', 'message'),
      depth: only('waiting', 'oldestAt'),
    });
    this.subscriptions = twins(memorySubscriptions(tables), storage.subscriptions, { list: unordered });
    this.accepted = twins(memoryAccepted(tables), storage.accepted, { accepted: unordered, windows: unordered });
    this.schedules = twins(memorySchedules(tables), storage.schedules, { rechecks: unordered });
    this.watch = new Watch({
      mayHear: () => true,
      readTags: async (name) => new TagBook(name, this.kept, TAG_FACTS),
      incidents: this.incidents,
      outbox: this.outbox,
      subscriptions: this.subscriptions,
      accepted: this.accepted,
      clock: { now: () => this.now, monotonicMs: () => this.now },
      newId: this.newId,
      settings: { ...WATCH_SETTINGS, flapCycles: 3 },
    });
  }

  readonly newId = (): string => {
    this.#ids += 1;
    return `01J${String(this.#ids).padStart(23, '0')}`;
  };

  async step(): Promise<void> {
    const { random, watch } = this;
    this.now += pick([10_000, 3 * MINUTE, 20 * MINUTE, HOUR], random);
    const dice = random();
    if (dice < 0.35) await this.#sweep(pick(['default', 'default', 'other'], random));
    else if (dice < 0.45) await watch.recordSweep(this.#report('default', [], badPartner()));
    else if (dice < 0.5) await this.#read();
    else if (dice < 0.6) {
      const given = [1, 2, 3, 4, 5].filter(() => random() < 0.5);
      this.kept = { given: given.map((number) => ({ tenantId: tenantId(number), tag: 'emea' })), rules: [] };
      await watch.tick();
    } else if (dice < 0.65) await this.#press();
    else if (dice < 0.7) await this.#expect();
    else if (dice < 0.75) await this.#changePlaces();
    else for (let times = 0; times < 6; times += 1) await this.#deliver();
  }

  /** Everything that can be asked for. */
  async compare(): Promise<void> {
    await this.incidents.facts([...this.tables.groups.keys(), 'no such group']);
    for (const id of this.tables.groups.keys()) await this.incidents.roster(id);
    await this.incidents.load('default', this.now - HOUR);
    await this.outbox.depth();
    await this.outbox.nextDueAt([]);
    await this.outbox.nextDueAt([PLACES[0]]);
    await this.schedules.rechecks();
  }

  #report(connection: string, tenants: Parameters<typeof report>[0]['tenants'], partner = okPartner()) {
    const times = { startedAt: this.now - 1000, finishedAt: this.now, scope: 'all' } as const;
    return report({ partner, tenants: tenants ?? [], run: { id: this.newId(), connection, ...times } });
  }

  async #sweep(connection: string): Promise<void> {
    const { random } = this;
    const tenants = [1, 2, 3, 4, 5].filter(() => random() < 0.97);
    const found = tenants.map((number) => (random() < 0.5 ? failing(number, pick(CAUSES, random)) : working(number)));
    const [recheck] = await this.schedules.rechecks();
    if (recheck && random() < 0.5) await this.schedules.takeRecheck(recheck.connection, recheck.notBefore);
    await this.watch.recordSweep(this.#report(connection, found));
  }

  async #read(): Promise<void> {
    const rank = pick([0, 1, 2], this.random);
    const finding = { key: 'secret', cause: 'credential.secret-expiring', owner: 'partner', stage: '30' } as const;
    const findings = rank === 0 ? [] : [{ ...finding, severity: 'warning' as const, rank, reason: 'It ends soon.' }];
    await this.watch.recordReading({ connection: 'default', source: 'expiry', at: this.now, findings, unjudged: [] });
  }

  async #press(): Promise<void> {
    const id = pick([...this.tables.groups.keys(), 'no such group'], this.random);
    const until = pick(SNOOZE_CHOICES, this.random);
    await this.watch.respond(
      id,
      this.random() < 0.5
        ? { kind: 'snooze', by: 'Ada', until }
        : { kind: 'acknowledge', by: 'Ada', reason: "it's me" },
    );
  }

  async #expect(): Promise<void> {
    const { now, accepted, random } = this;
    const tenant = tenantId(pick([1, 2, 3], random));
    await accepted.withdraw('default', tenant, null);
    if (random() < 0.6) {
      const who = { acceptedAt: now, acceptedBy: 'Ada', until: now + 5 * HOUR };
      await accepted.accept({ connection: 'default', tenantId: tenant, checkId: null, reason: 'known', ...who });
    } else {
      const window = { id: this.newId(), connection: 'default', tenantId: tenant, from: now, to: now + HOUR };
      await accepted.putWindow({ ...window, reason: 'work', createdBy: 'Ada' });
    }
    await this.watch.recordAccepted('default');
  }

  async #changePlaces(): Promise<void> {
    const place = pick(PLACES, this.random);
    if (this.random() < 0.3) await this.subscriptions.remove(place);
    else {
      const quietHours = { from: 8 * 60, to: 14 * 60, timeZone: 'UTC', passCritical: false };
      const some = { createdAt: this.now, remindAfterMs: HOUR, quietHours: this.random() < 0.5 ? quietHours : null };
      const tagged = this.random() < 0.5 ? { tagged: { tags: ['emea'], withoutTags: [] } } : {};
      await this.subscriptions.put(subscription(place, { ...some, ...tagged }));
    }
  }

  async #deliver(): Promise<void> {
    const { outbox, now, random } = this;
    const exceptPlaces = PLACES.filter(() => random() < 0.2);
    const due = await outbox.due({ now, limit: pick([1, 2, 8], random), exceptPlaces });
    for (const { id, place, message, readUpTo, attempts } of due) {
      const dice = random();
      if (dice < 0.6) {
        const kinds = random() < 0.5 ? [] : (['edit', 'remind'] as const);
        const completion = { id, at: now, address: `address ${this.newId()}`, covers: { kinds, readUpTo } };
        await outbox.complete(completion);
        if (random() < 0.3) await outbox.complete({ ...completion, address: 'a second time' });
      } else if (dice < 0.85) {
        await outbox.postpone(id, { notBefore: now + HOUR, attempts: attempts + 1, problem: 'busy' });
      } else if (dice < 0.92) await outbox.drop(id, now, random() < 0.5 ? null : 'refused');
      else if (dice < 0.96 && message) await outbox.forgetAddress(message.id);
      else if (random() < 0.3)
        await outbox.abandonPlace({ place, at: now, problem: 'gone', notices: [this.#notice()] });
    }
  }

  #notice() {
    const id = this.newId();
    const content = { kind: 'broken', brokenPlace: PLACES[0], problem: 'gone' } as const;
    const times = { notBefore: this.now, createdAt: this.now };
    return { id, key: id.slice(-25), place: PLACES[2], orderKey: 'place', ...times, content };
  }
}

/** Memory's rows of tenants have more than the port promises. */
function withPlainNames(facts: unknown): unknown {
  const nameOf = only('reference', 'tenantId', 'displayName', 'defaultDomainName', 'joinedAt');
  return (facts as GroupFacts[]).map((one) => ({ ...one, names: nameOf(one.names) }));
}

describe('the stores of the watch', () => {
  const database = useDatabase();

  it.each(SEEDS)('answer the same as those in memory, whatever happens (%i)', async (seed) => {
    const twin = new TwinWatch(await database.open(), seed);
    const tagged = { tags: ['emea'], withoutTags: [] };
    for (const place of PLACES)
      await twin.subscriptions.put(subscription(place, place === PLACES[2] ? { tagged } : {}));
    let looked = 0;
    for (let step = 0; step < STEPS; step += 1) {
      await twin.step();
      await twin.compare();
      looked += twin.tables.looks.size;
    }
    expect(twin.tables.incidents.size).toBeGreaterThan(3);
    expect(twin.tables.outbox.length).toBeGreaterThan(5);
    expect(looked).toBeGreaterThan(0);
    expect(await database.brokenReferences()).toEqual([]);
    expect(await database.rows('select count(*) as n from incidents')).toEqual([{ n: twin.tables.incidents.size }]);
  });
});
