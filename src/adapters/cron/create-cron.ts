import { Cron as Croner } from 'croner';
import { countOf, toSafeText } from '../../core/model/text/format.ts';
import { type Cron, type CronSchedule, isTimeZone } from '../../core/model/time/cron.ts';

const FIELDS = 'minute, hour, day of month, month, day of week';

type Parsed = ReturnType<Cron['parse']>;

/** As many as a busy installation has schedules; beyond it all are read anew. */
const MOST_KEPT = 500;
const kept = new Map<string, Parsed>();

/**
 * Cron expressions as croner reads them: five fields, or six with seconds in front, which are refused. What is wrong is
 * said without the expression, which whoever shows it names. What was read is kept: the same few are asked all the time.
 */
export const cron: Cron = {
  parse: (expression, timeZone) => {
    const key = `${timeZone}\n${expression}`;
    const parsed = kept.get(key) ?? parse(expression, timeZone);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(key, parsed);
    return parsed;
  },
};

function parse(expression: string, timeZone: string): Parsed {
  const fields = expression.trim().split(/\s+/);
  if (!isTimeZone(timeZone)) {
    const name = toSafeText(timeZone, { maxLength: 60 });
    return refuse(`There is no time zone “${name}”. Use an IANA name such as Europe/Berlin or UTC.`);
  }
  if (fields.length !== 5 && !/^@\w+$/.test(expression.trim())) {
    return refuse(`it has ${countOf(fields.length, 'field')} and not five (${FIELDS}).`);
  }
  let pattern: Croner;
  try {
    pattern = new Croner(expression.trim(), { timezone: timeZone, paused: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : 'it cannot be read';
    return refuse(`it is no cron expression. ${toSafeText(reason, { maxLength: 160 })}`);
  }
  const next = remembering((after, count) => pattern.nextRuns(count, new Date(after)).map((date) => date.getTime()));
  if (next(Date.now(), 1).length === 0) return refuse('it never fires: there is no such date.');
  return { ok: true, next };
}

/** More of one expression are forgotten. */
const MOST_FIRES = 1000;

/** Croner asks Intl several times for each fire, so those that are known are not asked again, and others follow the last. */
function remembering(next: CronSchedule['next']): CronSchedule['next'] {
  let known = { after: 0, fires: [] as number[] };
  return (after, count) => {
    const { fires } = known;
    const isKnown = after >= known.after && after < (fires.at(-1) ?? 0) && fires.length <= MOST_FIRES;
    if (!isKnown) known = { after, fires: next(after, count) };
    const passed = known.fires.filter((fire) => fire <= after).length;
    const lacking = passed + count - known.fires.length;
    if (isKnown && lacking > 0) fires.push(...next(fires.at(-1) ?? after, lacking));
    return known.fires.slice(passed, passed + count);
  };
}

function refuse(problem: string): { ok: false; problem: string } {
  return { ok: false, problem };
}
