import type { CardFile } from '../../../cards/card.ts';
import { chooseConnection } from '../../../credentials/connection-book.ts';
import type { TaggedSelection } from '../../../model/tenants/select-tenants.ts';
import { describeTagChoice } from '../../../model/tenants/tag.ts';
import type { Tenant } from '../../../model/tenants/tenant.ts';
import { toHistoryCard } from '../../../watch/history/history-card.ts';
import type { HistoryView } from '../../../watch/history/history-view.ts';
import { toHistoryReading } from '../../../watch/history/to-history-reading.ts';
import { number, text } from '../../calls/arguments.ts';
import type { CommandParts } from '../../calls/chat-parts.ts';
import { type AnyAnswer, defineCommand, problem, unclear } from '../../calls/command.ts';
import type { HistoryParts } from '../../calls/history-parts.ts';
import { chooseTagged, type TagValues, taggedIds } from '../../calls/tagged.ts';
import { findKnownTenant } from '../../calls/watch-parts.ts';
import { connection, tag, tenant, withoutTag } from '../common-arguments.ts';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;
const MOST_INCIDENTS = 50;

export const history = defineCommand({
  name: 'history',
  role: 'viewer',
  forPrograms: true,
  summary: 'Show a picture of the past days, the incidents behind it, and how long mending took.',
  arguments: [
    { ...tenant, required: false, help: 'One tenant, check by check; otherwise all tenants.' },
    number('days', 'number', 'How far back.', { minimum: 1, maximum: 366 }),
    connection,
    { ...tag, help: 'Only the tenants with this tag.' },
    withoutTag,
    text('output', 'file', 'Write the picture to this PNG file.', { surfaces: ['terminal'], endings: ['.png'] }),
  ],
  examples: ['history', 'history contoso.onmicrosoft.com --days 90', 'history --tag emea'],
  audience: 'results',
  target: (values) => values.tenant ?? null,
  answer: ({ parts }, values) => showHistory(parts, values, values),
});

export async function showHistory(
  { past, watch, reach }: Pick<CommandParts, 'past' | 'watch' | 'reach'>,
  wish: { tenant?: string | undefined; days?: number | undefined; connection?: string | undefined },
  tags: TagValues = {},
): Promise<AnyAnswer> {
  if (!past) throw new Error('the parts were put together without a history');
  const entry = chooseConnection(past.connections, wish.connection);
  if ('problem' in entry) return problem(entry.problem);
  const found = wish.tenant === undefined ? undefined : await findKnownTenant(past.runs, entry.name, wish.tenant);
  if (found && 'problem' in found) return unclear(found);
  const tagged = watch && (await chooseTagged(watch, entry.name, tags));
  if (tagged && 'problem' in tagged) return problem(tagged.problem);
  if (tagged && found) return problem('History shows one tenant, or those of tags. Leave out one of the two.');
  const view = await readView(past, entry.name, { about: found ?? tagged, reach, days: wish.days ?? DEFAULT_DAYS });
  const picture = await drawPicture(past, view, entry.name);
  return {
    card: toHistoryCard(view, picture?.name ?? null),
    json: { connection: entry.name, tenantId: found?.tenantId ?? null, history: view },
    files: picture ? [picture] : [],
  };
}

async function readView(
  { history, incidentHistory, runs, clock }: HistoryParts,
  connection: string,
  {
    about,
    reach,
    days,
  }: { about: Tenant | TaggedSelection | undefined; reach: readonly string[] | undefined; days: number },
): Promise<HistoryView> {
  const now = clock.now();
  const to = now + 1;
  // Today is one of the days.
  const from = now - (days - 1) * DAY_MS;
  const tenant = about && 'tenantId' in about ? about : undefined;
  const tagged = about && 'choice' in about ? about : undefined;
  const among = tagged?.choice ?? (reach && { tags: reach, withoutTags: [] });
  const only = {
    ...(tenant && { tenantId: tenant.tenantId }),
    ...(tagged && { tenantIds: await taggedIds(runs, connection, tagged) }),
  };
  const daily = await history.daily(connection, { ...only, from, to });
  // Of the same days: the first of them began before that moment.
  const [first = from] = daily.days;
  const record = await incidentHistory.incidents({ connection, ...only, from: first, to, limit: MOST_INCIDENTS });
  return toHistoryReading({
    connection,
    ...(tenant ? { tenant } : {}),
    ...(reach && { yours: true }),
    ...(among && { among: `tagged ${describeTagChoice(among)}` }),
    daily,
    record,
    now,
  });
}

async function drawPicture(
  { pictures, onFault }: HistoryParts,
  view: HistoryView,
  connection: string,
): Promise<CardFile | undefined> {
  try {
    const content = await pictures.heatMap(view);
    return { name: `history-${connection.replace(/[^\w-]/g, '')}.png`, type: 'image/png', content };
  } catch (error) {
    onFault(error);
    return undefined;
  }
}
