import { toSafeText } from '../text/format.ts';
import { nearestWord } from '../text/nearest-word.ts';
import { onceEach } from '../text/once-each.ts';
import { fitsCause, fitsPattern } from './fits-pattern.ts';
import { type LicenceReading, toLicenceTest } from './licence.ts';
import type { TagChoice, TagRule } from './tag.ts';
import type { KeptTags } from './tag-store.ts';
import type { Tenant } from './tenant.ts';

export interface TagFacts {
  now: number;
  /** Tenants that some sweep has seen, and when first. */
  seen: readonly (Tenant & { firstSeenAt: number })[];
  /** Causes for which a tenant fails now, by its id. */
  causes: ReadonlyMap<string, ReadonlySet<string>>;
  /** When delegated access ends, by the tenant's id in lower case. */
  ends: Readonly<Record<string, number>>;
  /** By tenant, as last read; nothing of whom nobody has read. */
  licences: ReadonlyMap<string, LicenceReading['owned']>;
}

const DAY_MS = 86_400_000;

/** Which tenant of one connection has which tags at this moment, by hand or by a rule. */
export class TagBook {
  readonly connection: string;
  readonly rules: readonly TagRule[];
  readonly #facts: TagFacts;
  readonly #given = new Map<string, Set<string>>();
  readonly #ruleOf = new Map<string, TagRule>();
  readonly #seen: ReadonlyMap<string, TagFacts['seen'][number]>;
  readonly #kept: KeptTags;
  readonly #only = new Map<string, TagBook>();
  readonly #licenceTest = onceEach(toLicenceTest);
  readonly #having = new Map<string, ReadonlySet<string>>();

  /** Made by `only`: whoever has it knows nothing of other tenants, not even how many they are. */
  readonly #isPart: boolean;

  constructor(connection: string, kept: KeptTags, facts: TagFacts, isPart = false) {
    const { given, rules } = kept;
    this.#kept = kept;
    this.connection = connection;
    this.rules = rules;
    this.#facts = facts;
    this.#isPart = isPart;
    this.#seen = new Map(facts.seen.map((tenant) => [tenant.tenantId, tenant]));
    for (const rule of rules) this.#ruleOf.set(rule.tag, rule);
    for (const { tenantId, tag } of given) {
      const members = this.#given.get(tag) ?? new Set();
      this.#given.set(tag, members.add(tenantId));
    }
  }

  /** The same, in which there are no other tags than these. Made once, however often a book is asked. */
  only(tags: readonly string[]): TagBook {
    const known = this.#only.get(tags.join(' '));
    if (known) return known;
    const { given, rules } = this.#kept;
    const kept = {
      given: given.filter(({ tag }) => tags.includes(tag)),
      rules: rules.filter(({ tag }) => tags.includes(tag)),
    };
    const part = new TagBook(this.connection, kept, this.#facts, true);
    this.#only.set(tags.join(' '), part);
    return part;
  }

  /** All tags, in their order. */
  tags(): string[] {
    return [...new Set([...this.#given.keys(), ...this.#ruleOf.keys()])].sort();
  }

  isGiven(tenantId: string, tag: string): boolean {
    return this.#given.get(tag)?.has(tenantId) ?? false;
  }

  /** One that is known by its id alone has the names that a sweep has seen. */
  isTagged(tenant: Tenant, tag: string): boolean {
    if (this.isGiven(tenant.tenantId, tag)) return true;
    const rule = this.#ruleOf.get(tag);
    if (!rule) return false;
    const seen = this.#seen.get(tenant.tenantId);
    return seen && isNamedAs(tenant, seen) ? this.having([tag]).has(tenant.tenantId) : this.#fits(tenant, rule);
  }

  /** Ids of the tenants with a tag: those of a rule as far as a sweep has seen them. */
  members(tag: string): string[] {
    return [...this.having([tag])];
  }

  /** Ids of the tenants with one of these tags. Looked up once, however often a book is asked. */
  having(tags: readonly string[]): ReadonlySet<string> {
    const key = tags.join(' ');
    const known = this.#having.get(key);
    if (known) return known;
    const [tag = '', ...more] = tags;
    const ids = new Set(more.length > 0 ? tags.flatMap((one) => this.members(one)) : this.#given.get(tag));
    const rule = more.length > 0 ? undefined : this.#ruleOf.get(tag);
    // Nearly all are given by hand, and nobody has to be looked at for them.
    if (rule) for (const tenant of this.#facts.seen) if (this.#fits(tenant, rule)) ids.add(tenant.tenantId);
    this.#having.set(key, ids);
    return ids;
  }

  /** Ids of the tenants that a choice means, as far as a sweep has seen them or they were given a tag by hand. */
  chosen({ tags, withoutTags }: TagChoice): ReadonlySet<string> {
    const all = tags.length > 0 ? this.having(tags) : new Set(this.#seen.keys());
    const left = this.having(withoutTags);
    return left.size > 0 ? new Set([...all].filter((id) => !left.has(id))) : all;
  }

  /** Tenants of which it is not known whether they have a rule's tag: their subscriptions were refused, or nobody has read them yet. */
  unknownLicences(tag: string): { refused: string[]; unread: string[] } {
    const rule = this.#ruleOf.get(tag);
    const { seen, licences } = this.#facts;
    if (!rule || rule.licences.length === 0) return { refused: [], unread: [] };
    const own = this.#isPart ? this.having(this.tags()) : undefined;
    const isMeant = (one: Tenant): boolean =>
      own?.has(one.tenantId) !== false && this.#fits(one, { ...rule, licences: [] });
    const ids = seen.filter(isMeant);
    const of = (owned: null | undefined) =>
      ids.flatMap(({ tenantId }) => (licences.get(tenantId) === owned ? [tenantId] : []));
    return { refused: of(null), unread: of(undefined) };
  }

  /** How long this is so, where nothing is written: until the next tenant is new no longer, or ends soon. Milliseconds since the epoch. */
  holdsUntil(): number {
    const { now, seen, ends } = this.#facts;
    const moments = this.rules.flatMap(({ newWithinDays, endingWithinDays }) => [
      ...(newWithinDays === null ? [] : seen.map(({ firstSeenAt }) => firstSeenAt + newWithinDays * DAY_MS)),
      ...(endingWithinDays === null ? [] : Object.values(ends).map((end) => end - endingWithinDays * DAY_MS)),
    ]);
    return moments.reduce((next, at) => (at > now && at < next ? at : next), Number.POSITIVE_INFINITY);
  }

  /** Whether a rule asks for what fails now. */
  get asksForCauses(): boolean {
    return this.rules.some(({ causes }) => causes.length > 0);
  }

  /** Whether a choice means the tenant. */
  chooses({ tags, withoutTags }: TagChoice, tenant: Tenant): boolean {
    const isAny = (list: readonly string[]): boolean => list.some((tag) => this.isTagged(tenant, tag));
    return (tags.length === 0 || isAny(tags)) && !isAny(withoutTags);
  }

  /** The choice as it is kept: who knows some tags alone means their tenants by what names none. */
  within({ tags, withoutTags }: TagChoice): TagChoice {
    return { tags: this.#isPart && tags.length === 0 ? this.tags() : tags, withoutTags };
  }

  /** Why a choice can't be meant: one sentence for the first tag that nobody ever used. */
  problemOf({ tags, withoutTags }: TagChoice): string | undefined {
    const known = this.tags();
    const unknown = [...tags, ...withoutTags].find((tag) => !known.includes(tag));
    if (unknown === undefined) return undefined;
    const near = nearestWord(unknown, known);
    const hint = near !== undefined ? `Did you mean ${near}?` : 'The command tag list shows those there are.';
    return `No tenant of connection ${this.connection} has the tag “${toSafeText(unknown, { maxLength: 40 })}”. ${hint}`;
  }

  #fits(tenant: Tenant, { names, domains, newWithinDays, endingWithinDays, licences, causes }: TagRule): boolean {
    const { tenantId } = tenant;
    const { displayName, defaultDomainName } =
      tenant.displayName === null ? (this.#seen.get(tenantId) ?? tenant) : tenant;
    return (
      (names.length === 0 || fitsSome(names, displayName)) &&
      (domains.length === 0 || fitsSome(domains, defaultDomainName)) &&
      (newWithinDays === null || this.#isNew(tenantId, newWithinDays)) &&
      (endingWithinDays === null || this.#endsWithin(tenantId, endingWithinDays)) &&
      (licences.length === 0 || this.#owns(tenantId, licences)) &&
      (causes.length === 0 || this.#failsFor(tenantId, causes))
    );
  }

  /** Whom no sweep has seen is new. */
  #isNew(tenantId: string, days: number): boolean {
    const { now } = this.#facts;
    return now - (this.#seen.get(tenantId)?.firstSeenAt ?? now) < days * DAY_MS;
  }

  /** What has ended counts too, and an end that nobody has read does not. */
  #endsWithin(tenantId: string, days: number): boolean {
    const { now, ends } = this.#facts;
    return (ends[tenantId.toLowerCase()] ?? Number.POSITIVE_INFINITY) - now <= days * DAY_MS;
  }

  /** What nobody has read, or may read, does not count. */
  #owns(tenantId: string, wanted: readonly string[]): boolean {
    return (this.#facts.licences.get(tenantId) ?? []).some(this.#licenceTest(wanted));
  }

  #failsFor(tenantId: string, wanted: readonly string[]): boolean {
    return [...(this.#facts.causes.get(tenantId) ?? [])].some((cause) => fitsCause(cause, wanted));
  }
}

function isNamedAs({ displayName, defaultDomainName }: Tenant, seen: Tenant): boolean {
  return displayName === null || (displayName === seen.displayName && defaultDomainName === seen.defaultDomainName);
}

function fitsSome(patterns: readonly string[], text: string | null): boolean {
  if (text === null) return false;
  const lower = text.trim().toLowerCase();
  return patterns.some((pattern) => fitsPattern(pattern, lower));
}
