import type { CardFile } from '../../cards/card.ts';
import type { CommandAnswer } from '../../cards/command-answer.ts';
import { toProblemCard } from '../../cards/plain-cards.ts';
import { chooseConnection } from '../../credentials/connection-book.ts';
import type { Tenant } from '../../model/tenants/tenant.ts';
import { toHistoryCard } from '../../watch/history/history-card.ts';
import type { HistoryView } from '../../watch/history/history-view.ts';
import { toHistoryReading } from '../../watch/history/to-history-reading.ts';
import type { HistoryParts } from '../calls/history-parts.ts';
import { findKnownTenant } from '../calls/watch-parts.ts';

export interface HistoryWish {
  tenant?: string | undefined;
  days?: number | undefined;
  connection?: string | undefined;
}

export interface HistoryAnswer extends CommandAnswer {
  files: CardFile[];
}

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;
const MOST_INCIDENTS = 50;

/** The past days as a picture, numbers and the incidents behind them. */
export async function answerHistory(parts: HistoryParts, wish: HistoryWish): Promise<HistoryAnswer> {
  const entry = chooseConnection(parts.connections, wish.connection);
  if ('problem' in entry) return refuse(entry.problem);
  const tenant = wish.tenant === undefined ? undefined : await findKnownTenant(parts.runs, entry.name, wish.tenant);
  if (typeof tenant === 'string') return refuse(tenant);
  const view = await readView(parts, entry.name, tenant, wish.days ?? DEFAULT_DAYS);
  const picture = await drawPicture(parts, view, entry.name);
  return {
    card: toHistoryCard(view, picture?.name ?? null),
    json: { connection: entry.name, tenantId: tenant?.tenantId ?? null, history: view },
    files: picture ? [picture] : [],
  };
}

async function readView(
  { history, incidentHistory, clock }: HistoryParts,
  connection: string,
  tenant: Tenant | undefined,
  days: number,
): Promise<HistoryView> {
  const now = clock.now();
  const to = now + 1;
  // Today is one of the days.
  const from = now - (days - 1) * DAY_MS;
  const tenantId = tenant?.tenantId;
  const only = tenantId === undefined ? {} : { tenantId };
  const daily = await history.daily(connection, { ...only, from, to });
  const record = await incidentHistory.incidents({ connection, ...only, from, to, limit: MOST_INCIDENTS });
  return toHistoryReading({ connection, ...(tenant ? { tenant } : {}), daily, record, now });
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

function refuse(problem: string): HistoryAnswer {
  return { card: toProblemCard([problem]), json: { problems: [problem] }, failed: true, files: [] };
}
