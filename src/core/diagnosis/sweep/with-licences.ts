import { isRefusedRight } from '../../model/cloud/is-refused-right.ts';
import type { MicrosoftCloud, MicrosoftCloudFactory, Question } from '../../model/cloud/microsoft-cloud.ts';
import { withAsk } from '../../model/cloud/with-ask.ts';
import type { LicenceReading } from '../../model/tenants/licence.ts';
import type { TagStore } from '../../model/tenants/tag-store.ts';
import type { Clock } from '../../model/time/clock.ts';
import { oneByOne } from '../../model/time/one-by-one.ts';

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
      const licences = readLicences(cloud, options.connection.name, parts);
      const beside = withAsk(cloud, (question) => {
        if (question.id === 'graph.read') licences.begin(question as Read);
        return cloud.ask(question);
      });
      return {
        ...beside,
        close: async () => {
          await licences.keep();
          await cloud.close();
        },
      };
    },
  };
}

function readLicences(cloud: MicrosoftCloud, connection: string, { tags, clock, onFault }: LicencesParts) {
  const begun = new Map<string, Promise<void>>();
  const found: LicenceReading[] = [];
  const faults: unknown[] = [];
  let asked: Promise<boolean> | undefined;
  /** No rule asks: nothing is remembered of the tenants of a large sweep. */
  let idle = false;
  let next: { ids: string[]; known: Promise<ReadonlySet<string>> } | undefined;
  const looks = oneByOne();

  const isAsked = async (): Promise<boolean> => {
    const rules = await tags.rules(connection);
    idle = rules.every(({ licences }) => licences.length === 0);
    return !idle;
  };
  const readKnown = async (ids: readonly string[]): Promise<ReadonlySet<string>> => {
    const now = clock.now();
    const fresh = (await tags.licences(connection, ids)).filter(
      ({ owned, readAt }) => Math.abs(now - readAt) < (owned === null ? REFUSAL_HOLDS_MS : HOLDS_MS),
    );
    return new Set(fresh.map(({ tenantId }) => tenantId));
  };
  /** Looked up together with all that come while those before are. */
  const isKnown = async (tenantId: string): Promise<boolean> => {
    if (!next) {
      const ids: string[] = [];
      const known = looks(() => {
        next = undefined;
        return readKnown(ids);
      });
      next = { ids, known };
    }
    next.ids.push(tenantId);
    return (await next.known).has(tenantId);
  };
  const read = async ({ token, tenantId }: Read): Promise<void> => {
    asked ??= isAsked();
    if (!(await asked) || (await isKnown(tenantId))) return;
    const answer = await cloud.ask({ id: 'graph.licences', token, tenantId });
    const readAt = clock.now();
    if (answer.ok) found.push({ tenantId, owned: answer.value, readAt });
    else if (isRefusedRight(answer.fault)) found.push({ tenantId, owned: null, readAt });
  };
  return {
    begin: (question: Read): void => {
      if (idle || begun.has(question.tenantId)) return;
      // Nobody waits for it before the end.
      const reading = read(question).catch((error) => void faults.push(error));
      begun.set(question.tenantId, reading);
    },
    /** Waits for what is under way. Never throws. */
    keep: async (): Promise<void> => {
      await Promise.all(begun.values());
      for (const fault of faults.slice(0, 1)) onFault(fault);
      const readings = found.splice(0);
      if (readings.length > 0) await tags.keepLicences(connection, readings).catch(onFault);
    },
  };
}
