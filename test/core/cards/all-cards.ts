import { loadGuidance } from '../../../src/adapters/articles/open-guidance.ts';
import type { Card } from '../../../src/core/cards/card.ts';
import {
  toFaultCard,
  toLimitCard,
  toNoticeCard,
  toProblemCard,
  toRefusalCard,
} from '../../../src/core/cards/plain-cards.ts';
import { toAccessCard } from '../../../src/core/chat/access/access-card.ts';
import { toInterruptedCard } from '../../../src/core/chat/calls/mark-interrupted.ts';
import { toHelpCard } from '../../../src/core/chat/commands/guidance/help.ts';
import { toHelpView } from '../../../src/core/chat/commands/guidance/help-view.ts';
import { COMMANDS } from '../../../src/core/chat/commands/registry.ts';
import { toDetailsCard } from '../../../src/core/diagnosis/report/details-card.ts';
import { causeMessages, toFixCard } from '../../../src/core/diagnosis/report/fix-card.ts';
import type { Report } from '../../../src/core/diagnosis/report/report.ts';
import { toReportCard } from '../../../src/core/diagnosis/report/report-card.ts';
import { toRetestCard } from '../../../src/core/diagnosis/report/retest-card.ts';
import { toTenantCard } from '../../../src/core/diagnosis/report/tenant-card.ts';
import { toTenantsCard } from '../../../src/core/diagnosis/report/tenants-card.ts';
import { toAskedCard, toProgressCard } from '../../../src/core/diagnosis/sweep/progress-card.ts';
import { toArticleCard, toArticleChoiceCard } from '../../../src/core/guidance/articles/article-card.ts';
import { toMessageCard } from '../../../src/core/guidance/articles/message-card.ts';
import { explainText } from '../../../src/core/guidance/explain/explain-text.ts';
import { toExplanationCard } from '../../../src/core/guidance/explain/explanation-card.ts';
import { CAUSE_IDS, type CauseId } from '../../../src/core/model/causes/cause.ts';
import type { Evidence } from '../../../src/core/model/causes/evidence.ts';
import type { TenantResult } from '../../../src/core/model/checks/check.ts';
import { toTenantRef } from '../../../src/core/model/tenants/tenant.ts';
import { toSafeText } from '../../../src/core/model/text/format.ts';
import { toStatusCard } from '../../../src/core/watch/status/status-card.ts';
import { check, earlier, partnerResult, report, START, tenantResult } from '../fixtures.ts';
import { facts, member } from '../watch/notifications/cards/facts.ts';

const guidance = loadGuidance();
const { library } = guidance;
const context = { library, applicationId: '00000000-0000-4000-8000-00000000000f' };
/** One with a message to the customer. */
const FIRST: CauseId = 'access.conditional-access';
const ULID = '7ZZZZZZZZZZZZZZZZZZZZZZZZZ';

export interface Outside {
  /** A tenant's name, by its number. */
  name: (number: number) => string;
  /** What services and people write. */
  text: string;
  /** A service's error code. */
  code: string;
}

/** So many tenants of each of so many causes, with evidence on every check. */
export function worstReport({ name, text, code }: Outside, causes: number, tenantsEach: number): Report {
  const evidence: Evidence = {
    httpStatus: 403,
    error: code,
    code,
    message: text,
    traceId: text,
    correlationId: text,
    requestId: text,
    timestamp: text,
    claims: text,
  };
  const tenants: TenantResult[] = [];
  for (const cause of [FIRST, ...CAUSE_IDS.filter((id) => id !== FIRST)].slice(0, causes)) {
    for (let each = 0; each < tenantsEach; each += 1) {
      const number = tenants.length + 1;
      const bad = { cause, owner: 'customer', reason: text, evidence } as const;
      tenants.push(
        tenantResult(
          number,
          [
            check('graph.token', 'fail', bad),
            check('graph.read', 'skipped', { reason: text }),
            check('exchange.token', 'pass'),
            check('exchange.read', 'unknown', bad),
          ],
          { displayName: name(number), defaultDomainName: text },
        ),
      );
    }
  }
  const states = tenants.flatMap((tenant, index) => [
    earlier(tenant.tenantId, 'graph.token', index % 2 === 0 ? 'pass' : 'fail', START - 86_400_000),
  ]);
  const built = report({
    partner: partnerResult([
      check('partner.token', 'pass'),
      check('partner.mfa', 'warn', { cause: 'mfa.claim-missing', owner: 'partner', reason: text, evidence }),
      check('partner.customers', 'warn', { reason: text }),
    ]),
    tenants,
    baseline: {
      runId: ULID,
      testedAt: START,
      listed: undefined,
      states: states.map((state) => ({ ...state, displayName: name(1) })),
    },
    run: { id: ULID, scope: 'all' },
  });
  return built;
}

/** Every kind of card there is, about what `outside` says. */
export function everyCard(outside: Outside): [string, Card][] {
  const { name, text } = outside;
  const whole = worstReport(outside, 12, 30);
  const [tenant] = whole.tenants;
  if (!tenant) throw new Error('the report has no tenant');
  const index = whole.causes.findIndex((cause) => cause.tenantIds.includes(tenant.tenantId));
  const cause: CauseId = whole.causes[index]?.id ?? 'unknown';
  const all = whole.tenants.filter((one) => whole.causes[index]?.tenantIds.includes(one.tenantId));
  const one = { ...whole, tenants: [tenant] };
  const failingSince = new Map(all.map((each) => [each.tenantId, START - 7_200_000]));
  const from = { runId: ULID, index: 11, tenant: 99_999 };
  const progress = {
    connection: 'default',
    phase: 'tenants',
    total: 412,
    done: 231,
    failing: 6,
    throttled: 3,
    elapsedMs: 11_000,
  } as const;
  const help = toHelpView(COMMANDS, 'chat', 'admin');
  const matters = [null, null, null, null, null, { by: text, at: START, reason: text }].map((acknowledged, at) =>
    facts(
      { id: `INC-${at}`, acknowledged, snoozed: at === 1 ? { by: text, at: START, until: 'mended' } : null },
      { names: [member(1, name(1)), member(2, name(2))] },
    ),
  );
  const status = {
    connections: ['default', 'north', 'south'].map((each) => ({
      name: each,
      tone: 'bad' as const,
      lastRun: { id: ULID, finishedAt: START },
      tenants: { all: 412, pass: 380, warn: 0, fail: 20, unknown: 6, accepted: 3, neverTested: 3 },
      asOf: START,
      notTested: [{ tenantId: tenant.tenantId, displayName: name(2), areas: ['exchange' as const], testedAt: START }],
      unlisted: [name(2)],
      causes: CAUSE_IDS.slice(0, 9).map((id) => ({ cause: id, title: id, tenants: 3, since: START })),
      problem: 'SAM_REFRESH_TOKEN is missing. Set it in the environment or in the file .env.',
    })),
    open: matters.map(({ group }) => group),
    matters,
    asking: [0, 2, 3].map((at) => facts({ id: `INC-${at}` })),
    accepted: [1, 2, 3, 4, 5, 6, 7].map((each) => ({
      connection: 'default',
      tenantId: tenant.tenantId,
      checkId: null,
      reason: toSafeText(text),
      acceptedAt: START,
      acceptedBy: text,
      until: each === 1 ? null : START,
      label: toTenantRef(tenant).label,
    })),
    running: ['connection default, 231 of 412 tenants'],
    more: [],
    version: '0.0.0',
  };
  const grants = Array.from({ length: 30 }, (_, each) => ({
    subject: `discord:user:803511102246789${String(each).padStart(3, '0')}`,
    role: 'viewer' as const,
    grantedAt: START,
    grantedBy: text,
  }));
  const channels = Array.from({ length: 30 }, (_, each) => ({
    place: `teams:channel:19:${'a'.repeat(44)}${each}@thread.tacv2`,
    boundAt: START,
    boundBy: text,
  }));
  const audit = Array.from({ length: 8 }, () => ({
    at: START,
    platform: 'discord' as const,
    personId: '1',
    personName: text,
    place: text,
    action: text,
    target: text,
    outcome: 'refused' as const,
    reason: text,
  }));
  const messages = (tenants: readonly TenantResult[]): Card => {
    const found = causeMessages({ report: whole, index, tenants }, context);
    if (!found) throw new Error('the cause has no message');
    return toMessageCard(found, 0);
  };
  const known = { ...tenantResult(1, []), displayName: name(1), firstSeenAt: START - 90_000_000, lastSeenAt: START };
  return [
    ['asked', toAskedCard({ runId: ULID, progress }, START)],
    ['progress', toProgressCard({ runId: ULID, progress })],
    ['report', toReportCard(whole, context)],
    ['report, last page', toReportCard(whole, context, 2)],
    ['fix, several', toFixCard({ report: whole, index, tenants: all, failingSince: START }, context)],
    ['fix, one', toFixCard({ report: whole, index, tenants: [tenant], failingSince: START }, context)],
    ['details', toDetailsCard(whole)],
    ['details, several', toDetailsCard(whole, { index, tenants: all })],
    ['details, one', toDetailsCard(whole, { index, tenants: [tenant] })],
    ['message', messages([tenant])],
    ['messages for all', messages(all)],
    ['tenants', toTenantsCard(whole, index, context)],
    ['tenants, page 2', toTenantsCard(whole, index, context, 1)],
    ['tenant', toTenantCard({ report: one, failingSince, known }, context)],
    ['retest, one broken', toRetestCard({ report: one, cause, from, failingSince })],
    ['retest, one mended', toRetestCard({ report: mend(one), cause, from, failingSince })],
    ['retest, all broken', toRetestCard({ report: whole, cause, from, failingSince })],
    ['retest, all mended', toRetestCard({ report: mend(whole), cause, from, failingSince })],
    ['explanation', toExplanationCard(explainText(text, guidance), true)],
    ['explanation, known', toExplanationCard(explainText(`AADSTS53003 ${text}`, guidance), true)],
    ['article choice', toArticleChoiceCard(library.all().slice(0, 5), [])],
    ['article choice, none', toArticleChoiceCard([], ['Try fewer or other words.'])],
    [
      'help',
      'problem' in help
        ? toProblemCard([help.problem])
        : toHelpCard(help, { prefix: '/', surface: 'chat', hasRole: true }),
    ],
    ['status', toStatusCard(status)],
    ['access', toAccessCard({ grants, channels }, ['discord:role:80351110224678912'], audit)],
    ['problem', toProblemCard([text, `“${text}” fits 3 tenants.`])],
    ['refusal', toRefusalCard('technician', 'viewer')],
    ['fault', toFaultCard('7Q2M-4KX9')],
    ['limit', toLimitCard('You may run 20 commands a minute.', 12_000)],
    ['notice', toNoticeCard('neutral', 'ended', 'This sweep is not under way any more.')],
    [
      'interrupted',
      toInterruptedCard({
        runId: ULID,
        platform: 'discord',
        asked: null,
        address: '',
        again: 's1~sweep',
        title: 'Testing tokens · connection default',
        startedAt: START,
      }),
    ],
    ...library
      .all()
      .map((article): [string, Card] => [`article ${article.id}`, toArticleCard(article, 0, {}, { canWalk: true })]),
    ...library
      .all()
      .map((article): [string, Card] => [
        `article ${article.id}, more`,
        toArticleCard(article, 1, {}, { canWalk: true }),
      ]),
  ];
}

function mend(broken: Report): Report {
  const tenants = broken.tenants.map((tenant) => ({ ...tenant, status: 'pass' as const, checks: [] }));
  return { ...broken, tenants, causes: [] };
}
