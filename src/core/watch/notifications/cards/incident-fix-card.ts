import { encodeAction } from '../../../cards/action-id.ts';
import { type Action, button, CARD_LIMITS, type Card } from '../../../cards/card.ts';
import { evidenceLine } from '../../../cards/evidence.ts';
import { code, line, plain, strong } from '../../../cards/inline.ts';
import { brokenLinks } from '../../../diagnosis/report/fix-card.ts';
import { mendingActions } from '../../../diagnosis/report/mending-actions.ts';
import { type CurrentState, PARTNER_STATE_KEY } from '../../../diagnosis/report/run-store.ts';
import { kindOf } from '../../../diagnosis/report/situation-of.ts';
import { errorWordsOf, foundIn } from '../../../diagnosis/report/view.ts';
import { type ArticleLibrary, type ArticleSubject, ofTenant } from '../../../guidance/articles/article.ts';
import { toHowToFixCard } from '../../../guidance/articles/how-to-fix-card.ts';
import { type CaseJudgement, judgeCase } from '../../../guidance/articles/judge-case.ts';
import {
  customerMessageOf,
  type Messages,
  permissionsIn,
  policiesOf,
} from '../../../guidance/articles/message-card.ts';
import { type Tenant, type TenantRef, toTenantRef } from '../../../model/tenants/tenant.ts';
import { andMore, toSafeText } from '../../../model/text/format.ts';
import type { GroupFacts } from '../../incidents/incident-store.ts';
import { incidentSituation } from './incident-situation.ts';
import { titleOf, toneOf } from './words.ts';

export interface IncidentFixOptions {
  facts: GroupFacts;
  /** What fails now for the incident's cause. */
  states: readonly CurrentState[];
  /** What is known of the partner connection. */
  partner?: readonly CurrentState[];
  subject: ArticleSubject;
  /** The one tenant of an app by itself, as it is known. */
  own?: Tenant | undefined;
  library: ArticleLibrary;
}

export function toIncidentFixCard(options: IncidentFixOptions): Card {
  const { facts, states, subject } = options;
  const { group, names, openTenants } = facts;
  const tenants = names.map(toTenantRef);
  const [only] = tenants;
  const judged = judgeIncident(options);
  const evidence = states.map((one) => (one.evidence ? { evidence: one.evidence } : {}));
  const found = foundIn(states, openTenants, kindOf(states.map(({ checkId }) => ({ id: checkId }))));
  return toHowToFixCard({
    headline: titleOf(facts),
    tone: toneOf(facts),
    judged,
    isLikely: states.some(({ confidence }) => confidence === 'likely') || judged.suspect !== undefined,
    tenants,
    count: openTenants,
    subject: openTenants === 1 && only ? ofTenant(subject, only) : subject,
    since: group.firstFailedAt,
    broken: brokenLinks(
      states.map((one) => ({ ...one, id: one.checkId })),
      openTenants > 1 || found !== undefined,
    ),
    found,
    errors: errorWordsOf(evidence),
    policies: policiesOf(states),
    library: options.library,
    actions: fixActions(options, judged),
  });
}

/** The messages to the customers an incident is about; undefined where none of them has to act. */
export function incidentMessages(options: IncidentFixOptions): Messages | undefined {
  const { facts, subject } = options;
  const template = customerMessageOf(judgeIncident(options));
  const tenants = tenantsOf(options);
  if (template === undefined || tenants.length === 0) return undefined;
  const { id, connection, cause } = facts.group;
  return {
    ...{ connection, cause, headline: titleOf(facts) },
    template,
    subject: { ...subject, ...permissionsIn(options.states) },
    tenants,
    policies: policiesOf(options.states),
    library: options.library,
    turn: (to) => encodeAction('message', id, to),
    file: encodeAction('download', id),
    mailed: encodeAction('mailed', id),
    back: encodeAction('incident', id),
  };
}

/** What a support case needs: ids and evidence of the tenants that fail now. */
export function toIncidentDetailsCard({ facts, states }: IncidentFixOptions): Card {
  const { id, connection } = facts.group;
  const title = `Details · ${titleOf(facts)}`;
  const shown = states.slice(0, CARD_LIMITS.names);
  const items = shown.flatMap((state) => {
    const evidence = evidenceLine(state.evidence ?? undefined);
    const { label, tenantId } = toTenantRef(state);
    const who =
      tenantId === PARTNER_STATE_KEY ? [strong('The connection itself')] : [strong(label), ' ', code(tenantId)];
    return [line(...who), ...(evidence.length > 0 ? [line(`${state.checkId}: `, ...evidence)] : [])];
  });
  const left = states.length - shown.length;
  if (left > 0) items.push(plain(andMore(left).trim()));
  return {
    tone: 'neutral',
    title: plain(title),
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: 'Incident', value: [code(id)] },
          { label: 'Connection', value: plain(toSafeText(connection)) },
        ],
      },
      ...(items.length > 0 ? [{ kind: 'list', numbered: false, items } as const] : []),
    ],
    actions: [button('Back', encodeAction('incident', id))],
    summary: title,
  };
}

function judgeIncident({ facts, states, partner, library }: IncidentFixOptions): CaseJudgement {
  return judgeCase(facts.group.cause, incidentSituation(facts, states, partner), library);
}

/** All that fail now; those the incident names where nothing is known of the checks; the one tenant of an app by itself. */
function tenantsOf({ facts, states, own }: IncidentFixOptions): TenantRef[] {
  if (facts.group.partnerLevel) return own ? [toTenantRef(own)] : [];
  const byId = new Map(
    states.map(({ tenantId, displayName, defaultDomainName }) => [
      tenantId,
      { tenantId, displayName, defaultDomainName },
    ]),
  );
  return (byId.size > 0 ? [...byId.values()] : facts.names).map(toTenantRef);
}

function fixActions(options: IncidentFixOptions, judged: CaseJudgement): Action[] {
  const { facts } = options;
  const { id, closedAt } = facts.group;
  const tenants = tenantsOf(options);
  return [
    ...mendingActions(judged, {
      connection: facts.group.connection,
      asked: tenants.length,
      messageId: encodeAction('message', id, 0),
      retest: { label: 'Test again', id: encodeAction('recheck', id) },
      unproved: closedAt === null && !facts.group.partnerLevel ? tenants : [],
    }),
    ...(closedAt === null ? [button('Acknowledge', encodeAction('ack', id))] : []),
    ...(closedAt === null && options.states.length > 0 && judged.owner !== 'partner'
      ? [button('Expected here', encodeAction('expect', id))]
      : []),
    button('More about this', encodeAction('article', judged.article.id)),
    button('Details', encodeAction('details', id)),
  ];
}
