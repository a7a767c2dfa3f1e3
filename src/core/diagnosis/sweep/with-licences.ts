import { isRefusedRight } from '../../model/cloud/is-refused-right.ts';
import type { MicrosoftCloud, MicrosoftCloudFactory, Question } from '../../model/cloud/microsoft-cloud.ts';
import { withAsk } from '../../model/cloud/with-ask.ts';
import type { LicenceReading } from '../../model/tenants/licence.ts';
import type { TagStore } from '../../model/tenants/tag-store.ts';
import type { Clock } from '../../model/time/clock.ts';

export interface LicencesParts {
  tags: Pick<TagStore, 'rules' | 'licences' | 'keepLicences'>;
  clock: Clock;
  /** Told why what was read could not be kept. */
  onFault: (error: unknown) => void;
}

/** An hour less than a day, so that a daily sweep never comes a minute too early. */
const HOLDS_MS = 23 * 3_600_000;
/** Somebody may have consented since. */
const REFUSAL_HOLDS_MS = 3_600_000;

type Read = Question<'graph.read'>;

/**
 * The same clouds, which read what a tenant owns beside its test, with the token of that, where a tag's rule asks for it:
 * once a day. What is refused for want of a right is kept as such; of any other fault what was known stays.
 */
export function withLicences(factory: MicrosoftCloudFactory, parts: LicencesParts): MicrosoftCloudFactory {
  return {
    open: (options) => {
      const cloud = factory.open(options);
      const reading = new LicencesOfRun(cloud, options.connection.name, parts);
      const beside = withAsk(cloud, (question) => {
        if (question.id === 'graph.read') reading.begin(question as Read);
        return cloud.ask(question);
      });
      return {
        ...beside,
        close: async () => {
          await reading.keep();
          await cloud.close();
        },
      };
    },
  };
}

class LicencesOfRun {
  readonly #cloud: MicrosoftCloud;
  readonly #connection: string;
  readonly #parts: LicencesParts;
  readonly #begun = new Map<string, Promise<void>>();
  readonly #found: LicenceReading[] = [];
  readonly #faults: unknown[] = [];
  #asks: Promise<boolean> | undefined;
  /** No rule asks: nothing is remembered of the tenants of a large sweep. */
  #idle = false;
  #next: { ids: string[]; known: Promise<ReadonlySet<string>> } | undefined;
  #looked: Promise<unknown> = Promise.resolve();

  constructor(cloud: MicrosoftCloud, connection: string, parts: LicencesParts) {
    this.#cloud = cloud;
    this.#connection = connection;
    this.#parts = parts;
  }

  begin(read: Read): void {
    if (this.#idle || this.#begun.has(read.tenantId)) return;
    // Nobody waits for it before the end.
    const reading = this.#read(read).catch((error) => void this.#faults.push(error));
    this.#begun.set(read.tenantId, reading);
  }

  /** Waits for what is under way. Never throws. */
  async keep(): Promise<void> {
    const { tags, onFault } = this.#parts;
    await Promise.all(this.#begun.values());
    for (const fault of this.#faults.slice(0, 1)) onFault(fault);
    const found = this.#found.splice(0);
    if (found.length > 0) await tags.keepLicences(this.#connection, found).catch(onFault);
  }

  async #read({ token, tenantId }: Read): Promise<void> {
    this.#asks ??= this.#isAsked();
    if (!(await this.#asks) || (await this.#isKnown(tenantId))) return;
    const answer = await this.#cloud.ask({ id: 'graph.licences', token, tenantId });
    const readAt = this.#parts.clock.now();
    if (answer.ok) this.#found.push({ tenantId, owned: answer.value, readAt });
    else if (isRefusedRight(answer.fault)) this.#found.push({ tenantId, owned: null, readAt });
  }

  async #isAsked(): Promise<boolean> {
    const rules = await this.#parts.tags.rules(this.#connection);
    this.#idle = rules.every(({ licences }) => licences.length === 0);
    return !this.#idle;
  }

  /** Looked up together with all that come while those before are. */
  async #isKnown(tenantId: string): Promise<boolean> {
    this.#next ??= this.#lookUpNext();
    this.#next.ids.push(tenantId);
    return (await this.#next.known).has(tenantId);
  }

  #lookUpNext() {
    const ids: string[] = [];
    const known = this.#looked.then(() => {
      this.#next = undefined;
      return this.#known(ids);
    });
    this.#looked = known.catch(() => {});
    return { ids, known };
  }

  async #known(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const { tags, clock } = this.#parts;
    const now = clock.now();
    const fresh = (await tags.licences(this.#connection, ids)).filter(
      ({ owned, readAt }) => Math.abs(now - readAt) < (owned === null ? REFUSAL_HOLDS_MS : HOLDS_MS),
    );
    return new Set(fresh.map(({ tenantId }) => tenantId));
  }
}
