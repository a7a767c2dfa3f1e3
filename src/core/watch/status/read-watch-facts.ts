import { type Line, line, plain, time } from '../../cards/inline.ts';
import type { ConnectionEntry } from '../../credentials/connection-book.ts';
import type { SecretStore } from '../../credentials/secret-store.ts';
import type { SettingStore } from '../../credentials/setting-store.ts';
import { parseTokenFacts } from '../../credentials/token-facts.ts';
import { secretName } from '../../credentials/token-keeper.ts';
import { andMore, countOf, formatDuration, toSafeText } from '../../model/text/format.ts';
import type { Clock } from '../../model/time/clock.ts';
import type { Cron } from '../../model/time/cron.ts';
import type { Backlog, Outbox } from '../incidents/outbox.ts';
import { describeRestore, type Restore, readRestore } from '../incidents/restore-watch.ts';
import { describeJump, readClockJump } from '../schedules/clock-watch.ts';
import { explainSchedule } from '../schedules/describe-schedule.ts';
import type { ScheduleStore } from '../schedules/schedule.ts';
import { readSecretAge } from './credential-ages.ts';

export interface WatchFactsParts {
  connections: readonly ConnectionEntry[];
  schedules: Pick<ScheduleStore, 'list'>;
  secrets: Pick<SecretStore, 'read'>;
  settings: SettingStore;
  outbox: Pick<Outbox, 'backlog'>;
  cron: Cron;
  clock: Clock;
  /** For somebody who may see some tenants: nothing that counts, or is named after, the others. */
  part?: boolean;
}

const NO_SECRET = plain('none: a managed identity signs in');
const SHOWN_SCHEDULES = 3;

/** What the watch knows beside the last sweep: next sweeps, how old the credentials are. */
export async function readWatchFacts(parts: WatchFactsParts): Promise<{ label: string; value: Line }[]> {
  const facts = parts.part ? [] : [{ label: 'Next sweeps', value: await nextSweeps(parts) }];
  for (const backlog of parts.part ? [] : await parts.outbox.backlog(parts.clock.now())) {
    facts.push({ label: 'Not delivered', value: line(`${backlog.place}: `, ...backlogWords(backlog)) });
  }
  const jump = await readClockJump(parts.settings, parts.clock.now());
  if (jump) facts.push({ label: 'Clock', value: plain(describeJump(jump)) });
  const restore = await readRestore(parts.settings);
  if (restore && isRecent(restore, parts)) facts.push({ label: 'Database', value: plain(describeRestore(restore)) });
  for (const entry of parts.connections) {
    const of = parts.connections.length > 1 ? ` of ${entry.name}` : '';
    if (entry.kind !== 'app-only') facts.push({ label: `Refresh token${of}`, value: await tokenAge(entry, parts) });
    const { certificate, identity } = entry.connection ?? {};
    facts.push(
      certificate
        ? { label: `Certificate${of}`, value: line('ends ', time(certificate.endsAt)) }
        : { label: `Client secret${of}`, value: identity ? NO_SECRET : await secretAge(entry, parts) },
    );
  }
  return facts;
}

/** What a place was not told, and why. */
export function backlogWords({ waiting, oldestAt, givenUp, problem }: Backlog): Line {
  const since = oldestAt === null ? [] : [`${countOf(waiting, 'message')} since `, time(oldestAt)];
  const gone = givenUp === 0 ? [] : [`${since.length > 0 ? ', ' : ''}${countOf(givenUp, 'message')} given up`];
  const why = problem === null ? [] : [` (${toSafeText(problem, { maxLength: 160 })})`];
  return line(...since, ...gone, ...why);
}

/** Until each connection was swept after it. */
function isRecent({ sweptAt }: Restore, { connections }: WatchFactsParts): boolean {
  return connections.some(({ name }) => sweptAt[name] === undefined);
}

async function nextSweeps({ schedules, connections, cron, clock }: WatchFactsParts): Promise<Line> {
  const now = clock.now();
  const shown = new Set(connections.map(({ name }) => name));
  const next = (await schedules.list()).flatMap((schedule) => {
    const explained =
      schedule.paused || !shown.has(schedule.connection) ? undefined : explainSchedule(schedule, cron, now);
    const at = explained?.ok ? explained.next[0] : undefined;
    return at === undefined ? [] : [{ name: schedule.name, at }];
  });
  if (next.length === 0) return plain('nothing is scheduled');
  const first = next.toSorted((a, b) => a.at - b.at).slice(0, SHOWN_SCHEDULES);
  return line(
    ...first.flatMap(({ name, at }, index) => [index === 0 ? `${name} ` : `, ${name} `, time(at)]),
    andMore(next.length - first.length),
  );
}

async function tokenAge({ connection }: ConnectionEntry, { secrets }: WatchFactsParts): Promise<Line> {
  if (connection?.kind !== 'sam') return plain('not usable as configured');
  const kept = await secrets.read(secretName(connection));
  if (!kept) return plain('as configured; its age is not known');
  const { born, bornAt } = parseTokenFacts(kept.detail);
  const birth = bornAt === null ? [] : [', signed in for ', time(bornAt)];
  const mark = born === 'device-code' ? [' with a device code: tenants that block those can refuse it'] : [];
  return line('renewed ', time(kept.updatedAt), ...birth, ...mark);
}

async function secretAge({ name }: ConnectionEntry, { settings, clock }: WatchFactsParts): Promise<Line> {
  const age = await readSecretAge(settings, name);
  if (!age) return plain('its end was not read yet');
  const old = age.startsAt === null ? '' : `${formatDuration(clock.now() - age.startsAt)} old, `;
  return age.endsAt === null ? plain(`${old}end not known`) : line(`${old}ends `, time(age.endsAt));
}
