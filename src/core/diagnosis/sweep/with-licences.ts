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
  #due: Promise<(tenantId: string) => boolean> | undefined;
  /** No rule asks: nothing is remembered of the tenants of a large sweep. */
  #idle = false;

  constructor(cloud: MicrosoftCloud, connection: string, parts: LicencesParts) {
    this.#cloud = cloud;
    this.#connection = connection;
    this.#parts = parts;
  }

  begin(read: Read): void {
    if (!this.#idle && !this.#begun.has(read.tenantId)) this.#begun.set(read.tenantId, this.#read(read));
  }

  /** Waits for what is under way. Never throws. */
  async keep(): Promise<void> {
    const { tags, onFault } = this.#parts;
    const outcomes = await Promise.allSettled(this.#begun.values());
    const broken = outcomes.find((one) => one.status === 'rejected');
    if (broken) onFault(broken.reason);
    const found = this.#found.splice(0);
    if (found.length > 0) await tags.keepLicences(this.#connection, found).catch(onFault);
  }

  async #read({ token, tenantId }: Read): Promise<void> {
    this.#due ??= this.#plan();
    const isDue = await this.#due;
    if (!isDue(tenantId)) return;
    const answer = await this.#cloud.ask({ id: 'graph.licences', token, tenantId });
    const readAt = this.#parts.clock.now();
    if (answer.ok) this.#found.push({ tenantId, owned: answer.value, readAt });
    else if (isRefusedRight(answer.fault)) this.#found.push({ tenantId, owned: null, readAt });
  }

  async #plan(): Promise<(tenantId: string) => boolean> {
    const { tags, clock } = this.#parts;
    const rules = await tags.rules(this.#connection);
    this.#idle = rules.every(({ licences }) => licences.length === 0);
    if (this.#idle) return () => false;
    const now = clock.now();
    const fresh = (await tags.licences(this.#connection)).filter(
      ({ owned, readAt }) => Math.abs(now - readAt) < (owned === null ? REFUSAL_HOLDS_MS : HOLDS_MS),
    );
    const known = new Set(fresh.map(({ tenantId }) => tenantId));
    return (tenantId) => !known.has(tenantId);
  }
}
