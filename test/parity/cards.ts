import { loadGuidance } from '../../src/adapters/articles/open-guidance.ts';
import type { Card } from '../../src/core/cards/card.ts';
import { toFaultCard, toLimitCard, toProblemCard, toRefusalCard } from '../../src/core/cards/plain-cards.ts';
import { toAccessCard } from '../../src/core/chat/access/access-card.ts';
import { toInterruptedCard } from '../../src/core/chat/calls/mark-interrupted.ts';
import { toHelpCard } from '../../src/core/chat/commands/guidance/help.ts';
import { toHelpView } from '../../src/core/chat/commands/guidance/help-view.ts';
import { COMMANDS } from '../../src/core/chat/commands/registry.ts';
import { toFleetPermissionsCard, toPermissionsCard } from '../../src/core/diagnosis/permissions/permissions-card.ts';
import type { PermissionsReading } from '../../src/core/diagnosis/permissions/read-permissions.ts';
import { toDetailsCard } from '../../src/core/diagnosis/report/details-card.ts';
import { causeMessages, toFixCard } from '../../src/core/diagnosis/report/fix-card.ts';
import type { Report } from '../../src/core/diagnosis/report/report.ts';
import { toReportCard } from '../../src/core/diagnosis/report/report-card.ts';
import { toRetestCard } from '../../src/core/diagnosis/report/retest-card.ts';
import { toTenantCard } from '../../src/core/diagnosis/report/tenant-card.ts';
import { toTenantsCard } from '../../src/core/diagnosis/report/tenants-card.ts';
import type { Progress } from '../../src/core/diagnosis/sweep/progress.ts';
import { toAskedCard, toProgressCard } from '../../src/core/diagnosis/sweep/progress-card.ts';
import { toArticleCard, toArticleChoiceCard } from '../../src/core/guidance/articles/article-card.ts';
import { toMessageCard } from '../../src/core/guidance/articles/message-card.ts';
import { explainText } from '../../src/core/guidance/explain/explain-text.ts';
import { toExplanationCard } from '../../src/core/guidance/explain/explanation-card.ts';
import type { Walk } from '../../src/core/guidance/walks/walk.ts';
import { toWalkCard } from '../../src/core/guidance/walks/walk-card.ts';
import type { Check } from '../../src/core/model/checks/check.ts';
import { toStatusCard } from '../../src/core/watch/status/status-card.ts';
import { hostileReport } from '../adapters/reports/hostile-report.ts';
import { HTML_OPTIONS, PASSING_CHECKS, reportOf, STARTED_AT, tenantWith } from '../adapters/reports/report-fixture.ts';
import {
  acceptedReport,
  BLOCKED,
  brokenFleetReport,
  fleetReport,
  graphOnlyReport,
  healthyReport,
  interruptedReport,
  partnerFailingReport,
  UNREACHABLE,
} from '../adapters/reports/report-scenarios.ts';
import { missingReading } from '../core/diagnosis/permissions/permissions-fixture.ts';
import { tenantId } from '../core/fixtures.ts';
import { facts } from '../core/watch/notifications/cards/facts.ts';

const { library, applicationId } = HTML_OPTIONS;
const guidance = loadGuidance();
const CONTEXT = { library, applicationId };
const RUN = '01K1R2M3N4P5Q6R7S8T9V0W1X2';

const report = (of: Report, page = 0): Card => toReportCard(of, CONTEXT, page);

function fix(of: Report, count: number): Card {
  const ids = of.causes[0]?.tenantIds ?? [];
  const tenants = of.tenants.filter(({ tenantId }) => ids.includes(tenantId)).slice(0, count);
  return toFixCard({ report: of, index: 0, tenants, failingSince: STARTED_AT - 90_000_000 }, CONTEXT);
}

function message(of: Report, count: number): Card {
  const ids = of.causes[0]?.tenantIds ?? [];
  const tenants = of.tenants.filter(({ tenantId }) => ids.includes(tenantId)).slice(0, count);
  const found = causeMessages({ report: of, index: 0, tenants }, CONTEXT);
  if (!found) throw new Error('the cause has no message');
  return toMessageCard(found, 0);
}

function retest(of: Report, tenant?: number): Card {
  const failingSince = new Map(of.tenants.map(({ tenantId }) => [tenantId, STARTED_AT - 8_040_000]));
  const from = { runId: RUN, index: 0, ...(tenant === undefined ? {} : { tenant }) };
  return toRetestCard({ report: of, cause: 'access.conditional-access', from, failingSince });
}

function check(checks: readonly Check[]): Card {
  const of = reportOf({ tenants: [tenantWith(0, checks)] });
  const failingSince = new Map(checks === BLOCKED ? [['graph.token', STARTED_AT - 8_040_000]] : []);
  return toTenantCard({ report: of, failingSince, known: undefined }, CONTEXT);
}

function permissions(reading: PermissionsReading): Card {
  const [one] = reading.tenants;
  if (!one) throw new Error('the reading has no tenant');
  return toPermissionsCard(reading, one, 'consent-missing');
}

function status(): Card {
  const { run, totals } = fleetReport(412);
  const { pass, warn, fail, unknown, accepted } = totals;
  const tenants = { all: 412, pass, warn, fail, unknown, accepted, neverTested: 0 };
  const cause = { cause: 'access.conditional-access', title: 'Conditional Access blocks the sign-in' } as const;
  const lastRun = { id: run.id, finishedAt: run.finishedAt };
  const ada = { by: 'Ada', at: STARTED_AT, reason: 'mailed the customer' };
  const matters = [
    facts({ id: 'INC-A' }),
    facts({ id: 'INC-B', owner: 'partner', cause: 'consent.missing' }),
    facts({ id: 'INC-C', acknowledged: { ...ada, reason: '' } }),
    facts({ id: 'INC-D', acknowledged: { ...ada, mailed: [tenantId(1), tenantId(2)] } }),
  ];
  return toStatusCard({
    open: matters.map(({ group }) => group),
    matters,
    asking: [facts({ id: 'INC-A' })],
    accepted: [
      {
        connection: 'default',
        tenantId: tenantId(3),
        checkId: 'exchange.read',
        reason: 'no Exchange bought',
        acceptedAt: STARTED_AT,
        acceptedBy: 'Ada',
        until: STARTED_AT + 30 * 86_400_000,
        label: 'Litware',
      },
    ],
    connections: [
      {
        name: 'default',
        tone: 'bad',
        lastRun,
        tenants,
        asOf: STARTED_AT,
        neverIn: { areas: ['exchange'], tenants: 4 },
        notTested: [{ tenantId: 'x', displayName: 'Contoso', areas: ['exchange'], testedAt: STARTED_AT }],
        unlisted: ['Gone Ltd'],
        causes: [{ ...cause, tenants: 21, since: STARTED_AT - 90_000_000 }],
      },
      {
        name: 'second',
        tone: 'bad',
        tenants,
        asOf: null,
        notTested: [],
        unlisted: [],
        causes: [],
        problem: 'Its credentials can’t be right.',
      },
    ],
    running: ['Testing tokens · connection default'],
    more: [{ label: 'Next sweep', value: [{ kind: 'time', at: STARTED_AT + 86_400_000 }] }],
    version: '0.1.0',
  });
}

function progress(phase: 'partner' | 'tenants', note?: string): Card {
  return toProgressCard({ runId: RUN, progress: progressIn(phase), note });
}

function progressIn(phase: 'partner' | 'tenants'): Progress {
  const counts = { connection: 'default', done: 231, failing: 6, throttled: 2, elapsedMs: 4000 };
  return { ...counts, phase, total: phase === 'partner' ? null : 412 };
}

function help(name?: string): Card {
  const view = toHelpView(COMMANDS, 'chat', 'admin', name);
  return 'problem' in view
    ? toProblemCard([view.problem])
    : toHelpCard(view, { prefix: '/', surface: 'chat', hasRole: true });
}

function article(page: 0 | 1): Card {
  const found = library.byId('access-conditional-access');
  if (!found) throw new Error('the fixtures have no such article');
  const subject = { tenantId: 'x', tenantDomain: 'contoso.example', tenantName: 'Contoso', partnerTenantId: 'y' };
  return toArticleCard(found, page, subject, { canWalk: true });
}

function walk(answers: Walk['answers'], displayName: string, mended = false): Card {
  const found = library.byId('consent-missing');
  if (!found) throw new Error('the fixtures have no such article');
  const walk: Walk = {
    ...{ id: RUN, place: 'discord:channel:1', articleId: found.id, connection: 'default', answers, mended },
    tenant: { tenantId: tenantId(1), displayName, defaultDomainName: 'contoso.example' },
    situation: { hit: 1, tested: 9 },
    ...{ startedBy: 'Ada', startedAt: STARTED_AT, movedBy: 'Bo', movedAt: STARTED_AT },
  };
  const said = mended ? ({ tone: 'good', text: 'It works again.' } as const) : undefined;
  return toWalkCard({ walk, article: found, library, subject: {}, said });
}

const explain = (text: string): Card => toExplanationCard(explainText(text, guidance), true);

/** Cards as core builds them, one for each view that a technician meets. */
export const PARITY_CARDS: Readonly<Record<string, () => Card>> = {
  'report, all works': () => report(healthyReport()),
  'report, some fail': () => report(fleetReport(412)),
  'report, all fail': () => report(brokenFleetReport(60)),
  'report, another page': () => report(fleetReport(412), 1),
  'report, the partner is down': () => report(partnerFailingReport()),
  'report, interrupted': () => report(interruptedReport()),
  'report, Graph only': () => report(graphOnlyReport()),
  'report, accepted': () => report(acceptedReport()),
  'report, names from outside': () => report(hostileReport()),
  'a sweep that was asked for': () => toAskedCard({ runId: RUN, progress: progressIn('partner') }, STARTED_AT),
  'progress, partner': () => progress('partner'),
  'progress, tenants': () => progress('tenants', 'This was already running: Alex started it 4 s ago.'),
  'progress, interrupted': () =>
    toInterruptedCard({
      runId: RUN,
      platform: 'x',
      asked: null,
      address: 'x',
      again: 's1~sweep',
      title: 'Testing',
      startedAt: STARTED_AT,
    }),
  'fix, one tenant': () => fix(brokenFleetReport(1), 1),
  'fix, several tenants': () => fix(brokenFleetReport(60), 60),
  'fix, the partner': () => fix(partnerFailingReport(), 0),
  'fix, names from outside': () => fix(hostileReport(), 1),
  'message to the customer': () => message(brokenFleetReport(1), 1),
  'messages to several': () => message(fleetReport(412), 4),
  details: () => toDetailsCard(fleetReport(412)),
  'tenants, first page': () => toTenantsCard(brokenFleetReport(60), 0, { library }),
  'tenants, last page': () => toTenantsCard(brokenFleetReport(60), 0, { library }, 4),
  'tenants, names from outside': () => toTenantsCard(hostileReport(), 0, { library }),
  'check, failing': () => check(BLOCKED),
  'check, fine': () => check(PASSING_CHECKS),
  'permissions, missing': () => permissions(missingReading('Contoso')),
  'permissions, names from outside': () => permissions(missingReading('**[x](https://evil.example)** @everyone')),
  'permissions, the fleet': () => toFleetPermissionsCard(missingReading('Contoso')),
  status,
  'retest, mended': () => retest(reportOf({ tenants: [tenantWith(0)] }), 0),
  'retest, still failing': () => retest(reportOf({ tenants: [tenantWith(0, BLOCKED)] }), 0),
  'retest, another cause': () => retest(reportOf({ tenants: [tenantWith(0, UNREACHABLE)] }), 0),
  'retest, several': () =>
    retest(reportOf({ tenants: [tenantWith(0), tenantWith(1, BLOCKED), tenantWith(2, UNREACHABLE)] })),
  'explanation, known': () =>
    explain(
      'AADSTS700082: The refresh token has expired due to inactivity. Trace ID: 0a1b2c3d-0000-4000-8000-00000000abcd',
    ),
  'explanation, not known': () => explain('it just does not work'),
  'explanation, marks in it': () =>
    explain('**AADSTS50076** [x](https://evil.example) `code` <at>all</at> {{DATE(x)}}'),
  'walk, a step': () => walk(['done', 'no-help'], 'Contoso'),
  'walk, names from outside': () => walk([], '**[x](https://evil.example)** @everyone'),
  'walk, mended': () => walk(['done'], 'Contoso', true),
  'article, steps': () => article(0),
  'article, the rest': () => article(1),
  'articles to choose from': () => toArticleChoiceCard(library.all().slice(0, 5), []),
  'no article': () => toArticleChoiceCard([], ['Try fewer or other words.']),
  help: () => help(),
  'help, one command': () => help('testtokens'),
  access: () =>
    toAccessCard(
      {
        grants: [
          {
            subject: 'discord:user:80351110224678912',
            role: 'viewer',
            grantedAt: STARTED_AT,
            grantedBy: 'teams:user:x',
          },
        ],
        channels: [{ place: 'teams:channel:19:a_b@thread.tacv2', boundAt: STARTED_AT, boundBy: 'x' }],
      },
      ['discord:role:80351110224678912'],
      [],
    ),
  refusal: () => toRefusalCard('technician', 'viewer'),
  limit: () => toLimitCard('You may run 10 commands a minute.', 20_000),
  problem: () => toProblemCard(['“only” is “*x*”, which is none of: graph, exchange.', 'A second one.']),
  fault: () => toFaultCard('7Q2M-4KX9'),
};
