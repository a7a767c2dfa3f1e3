import { code, type Inline, type Line, line, strong, time } from '../../../cards/inline.ts';
import { toListCard } from '../../../cards/plain-cards.ts';
import { describeTagChoice } from '../../../model/tenants/tag.ts';
import { explainSchedule } from '../../../watch/schedules/describe-schedule.ts';
import { defineCommand, watchOf } from '../../calls/command.ts';

export const scheduleList = defineCommand({
  name: 'schedule list',
  role: 'admin',
  forPrograms: true,
  wholeFleet: true,
  summary: 'Show the schedules and when each runs next.',
  arguments: [],
  audience: 'private',
  answer: async (question) => {
    const parts = watchOf(question);
    const [all, states] = [await parts.schedules.list(), await parts.schedules.states()];
    const now = parts.clock.now();
    const items = all.map((schedule): Line => {
      const explained = explainSchedule(schedule, parts.cron, now);
      const isThere = parts.connections.some(({ name }) => name === schedule.connection);
      const next: (string | Inline)[] = schedule.paused
        ? ['paused']
        : !isThere
          ? ['nothing is swept: there is no such connection']
          : explained.ok && explained.next[0] !== undefined
            ? ['next ', time(explained.next[0])]
            : [explained.ok ? 'never again' : explained.problem];
      const last = states.find((state) => state.scheduleId === schedule.id)?.lastStartedAt ?? null;
      const scope = [
        schedule.only ?? '',
        schedule.tenants.length > 0 ? `${schedule.tenants.length} tenants` : '',
        schedule.tagged ? `tagged ${describeTagChoice(schedule.tagged)}` : '',
      ].filter(Boolean);
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
    return { card: toListCard('schedules', title, items, none), json: { schedules: all, states } };
  },
});
