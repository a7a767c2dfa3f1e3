import type { Block, Card } from '../../../cards/card.ts';
import type { CommandAnswer } from '../../../cards/command-answer.ts';
import { code, type Inline, type Line, line, plain, strong, time } from '../../../cards/inline.ts';
import { toNoticeCard } from '../../../cards/plain-cards.ts';
import { toTenantGroup } from '../../../model/checks/check.ts';
import { formatDuration } from '../../../model/text/format.ts';
import { toSafeText } from '../../../model/text/safe-text.ts';
import { explainSchedule, proposeOffset } from '../../../watch/schedules/describe-schedule.ts';
import type { Schedule } from '../../../watch/schedules/schedule.ts';
import { connectionNamed, findKnownTenant, problem, type WatchCommandParts } from '../../calls/watch-parts.ts';

export interface ScheduleWish {
  name: string;
  cron: string;
  zone?: string | undefined;
  only?: string | undefined;
  tenants?: readonly string[];
  jitterMinutes?: number | undefined;
  connection?: string | undefined;
}

const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,39}$/u;
const MINUTE_MS = 60_000;

/** Adds a schedule, or replaces the one of that name. The next three times are shown. */
export async function addSchedule(parts: WatchCommandParts, wish: ScheduleWish): Promise<CommandAnswer> {
  const connection = connectionNamed(parts, wish.connection);
  if ('problem' in connection) return problem(connection.problem);
  const name = wish.name.trim();
  if (!NAME.test(name))
    return problem('A schedule’s name has 1 to 40 letters, digits, blanks, dots, dashes or underscores.');
  const tenants: string[] = [];
  for (const wanted of wish.tenants ?? []) {
    const found = await findKnownTenant(parts.runs, connection.name, wanted);
    if (typeof found === 'string') return problem(found);
    tenants.push(found.tenantId);
  }
  const all = await parts.schedules.list();
  const before = all.find((one) => one.name.toLowerCase() === name.toLowerCase());
  const now = parts.clock.now();
  const draft: Schedule = {
    id: before?.id ?? parts.newId(),
    name,
    connection: connection.name,
    cron: wish.cron.trim(),
    timeZone: wish.zone ?? 'UTC',
    only: toTenantGroup(wish.only) ?? null,
    tenants,
    offsetMs: 0,
    jitterMs: (wish.jitterMinutes ?? 0) * MINUTE_MS,
    paused: false,
    activeSince: now,
  };
  const first = explainSchedule(draft, parts.cron, now);
  if (!first.ok) return problem(first.problem);
  const [one = now, two = one] = first.next;
  const others = all.filter((schedule) => schedule.id !== draft.id);
  const schedule = { ...draft, offsetMs: proposeOffset(connection.name, others, Math.max(two - one, MINUTE_MS)) };
  const explained = explainSchedule(schedule, parts.cron, now);
  if (!explained.ok) return problem(explained.problem);
  await parts.schedules.put(schedule);
  parts.onSchedulesChanged();
  const offset =
    schedule.offsetMs > 0
      ? ` It starts ${formatDuration(schedule.offsetMs)} after each of its times, since another connection has them.`
      : '';
  const title = `Schedule ${name} ${before ? 'is changed' : 'is added'}.${offset}`;
  return {
    card: {
      ...toNoticeCard('good', before ? 'changed' : 'added', title),
      blocks: [{ kind: 'list', numbered: true, items: explained.next.map((at) => line('Next: ', time(at))) }],
    },
    json: { schedule, next: explained.next },
  };
}

export async function listSchedules(parts: WatchCommandParts): Promise<CommandAnswer> {
  const [all, states] = [await parts.schedules.list(), await parts.schedules.states()];
  const now = parts.clock.now();
  const items = all.map((schedule): Line => {
    const explained = explainSchedule(schedule, parts.cron, now);
    const next: (string | Inline)[] = schedule.paused
      ? ['paused']
      : explained.ok && explained.next[0] !== undefined
        ? ['next ', time(explained.next[0])]
        : [explained.ok ? 'never again' : explained.problem];
    const last = states.find((state) => state.scheduleId === schedule.id)?.lastStartedAt ?? null;
    const scope = [schedule.only ?? '', schedule.tenants.length > 0 ? `${schedule.tenants.length} tenants` : ''].filter(
      Boolean,
    );
    return line(
      strong(schedule.name),
      ' ',
      code(`${schedule.cron} ${schedule.timeZone}`),
      ` · connection ${schedule.connection}${scope.length > 0 ? `, only ${scope.join(', ')}` : ''} · `,
      ...next,
      ...(last === null ? [] : [' · last ', time(last)]),
    );
  });
  const title = all.length === 0 ? 'Nothing is scheduled' : 'What is swept when';
  const none = 'schedule add hourly "0 * * * *" sweeps every hour.';
  const blocks: Block[] = [{ kind: 'list', numbered: false, items: items.length > 0 ? items : [plain(none)] }];
  const card: Card = {
    tone: all.length === 0 ? 'warn' : 'neutral',
    status: 'schedules',
    title: plain(title),
    blocks,
    actions: [],
    summary: title,
  };
  return { card, json: { schedules: all, states } };
}

/** Pauses, resumes or removes the schedule of a name. */
export async function changeSchedule(
  parts: WatchCommandParts,
  what: 'pause' | 'resume' | 'remove',
  name: string,
): Promise<CommandAnswer> {
  const found = await findSchedule(parts, name);
  if (typeof found === 'string') return problem(found);
  if (what === 'remove') await parts.schedules.remove(found.id);
  // Times that passed while it rested are nobody's concern.
  else await parts.schedules.put({ ...found, paused: what === 'pause', activeSince: parts.clock.now() });
  parts.onSchedulesChanged();
  const words = { pause: 'rests now', resume: 'runs again', remove: 'is removed' } as const;
  return {
    card: toNoticeCard(
      'good',
      { pause: 'paused', resume: 'resumed', remove: 'removed' }[what],
      `Schedule ${found.name} ${words[what]}.`,
    ),
    json: { schedule: found.name, what },
  };
}

export async function findSchedule(
  { schedules }: Pick<WatchCommandParts, 'schedules'>,
  name: string,
): Promise<Schedule | string> {
  const all = await schedules.list();
  const wanted = name.trim().toLowerCase();
  const found = all.find((one) => one.name.toLowerCase() === wanted || one.id.toLowerCase() === wanted);
  if (found) return found;
  const names = all.map((one) => one.name).join(', ') || 'none';
  return `There is no schedule “${toSafeText(name, { maxLength: 40 })}”. There are: ${names}.`;
}
