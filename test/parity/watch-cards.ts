import { loadGuidance } from '../../src/adapters/articles/open-guidance.ts';
import type { Card } from '../../src/core/cards/card.ts';
import { toHistoryCard } from '../../src/core/watch/history/history-card.ts';
import { toHistoryReading } from '../../src/core/watch/history/to-history-reading.ts';
import { toDigestCard } from '../../src/core/watch/notifications/cards/digest-card.ts';
import { toReminderCard } from '../../src/core/watch/notifications/cards/entry-cards.ts';
import { toIncidentCard } from '../../src/core/watch/notifications/cards/incident-card.ts';
import { toRecoveryCard } from '../../src/core/watch/notifications/cards/recovery-card.ts';
import { toPeriodCard } from '../../src/core/watch/reports/period-card.ts';
import { toPeriodReport } from '../../src/core/watch/reports/period-report.ts';
import { HOUR, START } from '../core/watch/harness.ts';
import { daily, incident as past, row, TO } from '../core/watch/history/daily.ts';
import { CA, facts, context as stub } from '../core/watch/notifications/cards/facts.ts';

/** With the articles that a technician reads. */
const context = { ...stub, library: loadGuidance().library };

function history(): Card {
  const record = {
    incidents: [past(), past({ closedAt: TO - HOUR, outcome: 'mended' })],
    count: 2,
    open: 1,
    mended: 1,
  };
  const days = daily(row('partner', 'pp-'), row('1', 'fp-', 90), row('2', 'pp-'));
  const times = { meanTimeToMendMs: 2 * HOUR };
  const view = toHistoryReading({
    connection: 'default',
    daily: days,
    record: { ...record, ...times },
    now: TO,
  });
  return toHistoryCard(view, 'history.png');
}

function period(): Card {
  const end = { source: 'expiry', key: 'k', tenant: null, stage: '14', rank: 2 } as const;
  const report = toPeriodReport({
    ...{ connection: 'default', audience: 'own', every: 'week', tenant: null, madeAt: TO },
    period: { from: TO - 7 * 24 * HOUR, to: TO, timeZone: 'UTC' },
    daily: daily(row('partner', 'pp-'), row('1', 'fp-', 90), row('2', 'pp-')),
    record: { incidents: [past()], count: 1, open: 1, mended: 0, meanTimeToMendMs: null },
    open: [past({ finding: { ...end, title: null, reason: 'The token ends in 9 days.' } })],
  });
  return toPeriodCard(report, { name: '*weekly*', lateMs: HOUR });
}

const recovery = (): Card =>
  toRecoveryCard({
    groupId: 'INC-7Q2M',
    connection: 'default',
    cause: CA,
    owner: 'customer',
    at: START,
    references: ['INC-7Q2M', 'INC-7Q2N'],
    incidents: 2,
    remaining: 0,
    partnerLevel: false,
    names: ['Contoso', 'Fabrikam'],
    tenants: 2,
    everTenants: 2,
    lastedMs: 5 * HOUR,
    outcomes: { mended: 2 },
    mendedBy: null,
    reading: false,
    title: null,
    continuesIn: null,
  });

const acknowledged = { by: 'Ada', at: START + HOUR, reason: 'mailed the *customer*' };

/** What the watch says by itself, and the history of what it saw. */
export const WATCH_CARDS: Readonly<Record<string, () => Card>> = {
  history,
  'report of a week': period,
  'incident, new': () => toIncidentCard(facts(), context),
  'incident, acknowledged': () => toIncidentCard(facts({ acknowledged }), context),
  'incident, mended': recovery,
  'incidents after a quiet time': () =>
    toDigestCard({ why: 'quiet', also: [], notices: [] }, [facts()], [], { asking: [facts()] }),
  'incident, still open': () => toReminderCard('interval', [facts()], context),
};
