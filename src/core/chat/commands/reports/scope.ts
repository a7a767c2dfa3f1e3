import { toSafeText } from '../../../model/text/format.ts';
import { isTimeZone } from '../../../model/time/cron.ts';
import { REPORT_SPANS } from '../../../watch/reports/standing-report.ts';
import { choice, text } from '../../calls/arguments.ts';
import type { ChatWatch } from '../../calls/chat-parts.ts';
import type { Unclear } from '../../calls/choice-of.ts';
import type { ArgumentDefinition } from '../../calls/command-definition.ts';
import type { PeriodWish } from '../../calls/read-period.ts';
import { chooseTagged, type TagValues } from '../../calls/tagged.ts';
import { connectionNamed, findKnownTenant, taggedLabel } from '../../calls/watch-parts.ts';
import { connection, tag, tenant, withoutTag } from '../common-arguments.ts';

/** What says what is in a report. */
export const SCOPE = [
  { ...tenant, positional: false, required: false, help: 'Only this tenant: id, domain or name.' },
  { ...tag, help: 'Only the tenants with this tag.' },
  withoutTag,
  choice(
    'for',
    ['us', 'customer'],
    'Who reads it. A customer’s is about one tenant, in its words, with nothing of ours in it.',
  ),
  text('zone', 'zone', 'The time zone of its days, such as Europe/Berlin. Default UTC.', { maximumLength: 60 }),
  connection,
] as const satisfies readonly ArgumentDefinition[];

/** Weeks or months. */
export const every = choice('every', REPORT_SPANS, 'Whole weeks, from Monday on, or whole months.');

interface ScopeValues extends TagValues {
  tenant?: string | undefined;
  for?: 'us' | 'customer' | undefined;
  zone?: string | undefined;
  connection?: string | undefined;
  every?: PeriodWish['every'] | undefined;
}

/** What is wished for, or why it can't be. */
export async function readScope(parts: ChatWatch, values: ScopeValues): Promise<PeriodWish | Unclear> {
  const found = connectionNamed(parts, values.connection);
  if ('problem' in found) return found;
  const { name } = found;
  const { zone: timeZone = 'UTC', every: span = 'week' } = values;
  if (!isTimeZone(timeZone)) {
    const shown = toSafeText(timeZone, { maxLength: 60 });
    return { problem: `The time zone “${shown}” is not known. Give its IANA name, such as Europe/Berlin.` };
  }
  const one = values.tenant === undefined ? undefined : await findKnownTenant(parts.runs, name, values.tenant);
  if (one && 'problem' in one) return one;
  const tagged = await chooseTagged(parts, name, values);
  if (tagged && 'problem' in tagged) return tagged;
  if (tagged && one) return { problem: 'A report is about one tenant, or those of tags. Leave out one of the two.' };
  if (values.for === 'customer' && !one)
    return { problem: 'A report for a customer is about one tenant: name it with the argument tenant.' };
  return {
    ...{ connection: name, tenantId: one?.tenantId ?? null, every: span, timeZone },
    ...(tagged && { tagged: tagged.choice }),
    audience: values.for === 'customer' ? 'customer' : 'own',
  };
}

/** `every week, tagged emea, for the customer`: what a report is about, in words but its tenant’s name. */
export function describeScope({ every: span, tagged, audience, tenantId, connection: name }: PeriodWish): string {
  const whom = tenantId !== null ? 'one tenant' : tagged ? taggedLabel(tagged) : 'all tenants';
  return `every ${span}, ${whom} of connection ${name}${audience === 'customer' ? ', in the customer’s words' : ''}`;
}
