import { type Person, type Place, placeKey } from '../../model/people/person.ts';
import { mayRun, ROLES, type Role } from '../../model/people/role.ts';
import type { TagReach } from '../../model/people/tag-reach.ts';
import type { AccessBook, AccessStore, Grant } from './access-store.ts';
import { type Subject, subjectsOf } from './subject.ts';

const EMPTY: AccessBook = { grants: [], channels: [], tagRevisions: new Map() };

/**
 * Says who may do what and where results may be seen. Nobody may do anything until it was granted. `known` answers come
 * from what was read last, for what can't wait; `refresh` before anything is decided.
 */
export class AccessGate {
  readonly #store: AccessStore;
  readonly #admins: ReadonlySet<Subject>;
  #book: AccessBook = EMPTY;
  #grants: ReadonlyMap<Subject, readonly Grant[]> = new Map();
  #reads = 0;
  #readBy = 0;

  /** `admins` are administrators for as long as they are configured; they are never written to the store. */
  constructor(store: AccessStore, admins: readonly Subject[]) {
    this.#store = store;
    this.#admins = new Set(admins);
  }

  async refresh(): Promise<void> {
    this.#reads += 1;
    const turn = this.#reads;
    const book = await this.#store.read();
    // Of two at once the one that began later has seen no less, whichever ends first.
    if (turn < this.#readBy) return;
    [this.#book, this.#readBy] = [book, turn];
    this.#grants = Map.groupBy(book.grants, ({ subject }) => subject);
  }

  /** The highest role that the person has for any tenant. */
  knownRole(person: Person): Role {
    const granted = this.#grantsOf(person);
    if (granted === 'all') return 'admin';
    return ROLES.findLast((role) => granted.some((grant) => grant.role === role)) ?? 'anyone';
  }

  /** For which tenants the person has a role, or a higher one. For none: no tag. */
  knownReach(person: Person, role: Role): TagReach {
    const granted = this.#grantsOf(person);
    if (granted === 'all') return 'all';
    const tags = new Set<string>();
    for (const grant of granted) {
      if (!mayRun(grant.role, role)) continue;
      if (grant.tag === undefined) return 'all';
      tags.add(grant.tag);
    }
    return [...tags].sort();
  }

  /** `all` where somebody is an administrator without any grant. */
  #grantsOf(person: Person): 'all' | Grant[] {
    // Whoever has a shell on this machine has the database and the credentials too.
    if (person.platform === 'terminal') return 'all';
    const subjects = subjectsOf(person);
    if (subjects.some((subject) => this.#admins.has(subject))) return 'all';
    return subjects.flatMap((subject) => this.#grants.get(subject) ?? []);
  }

  /** Whether everybody who reads this place may see results. */
  knownPublic(place: Place): boolean {
    if (place.platform === 'terminal') return true;
    if (place.kind === 'direct') return false;
    const key = placeKey(place);
    return this.#book.channels.some((channel) => channel.place === key);
  }

  get book(): AccessBook {
    return this.#book;
  }

  get admins(): readonly Subject[] {
    return [...this.#admins];
  }
}
