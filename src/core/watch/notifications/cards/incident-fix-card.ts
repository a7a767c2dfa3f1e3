import { encodeAction } from '../../../cards/action-id.ts';
import type { Block, Card } from '../../../cards/card.ts';
import { evidenceLine } from '../../../cards/evidence.ts';
import { type Line, line, plain, strong, time } from '../../../cards/inline.ts';
import { tenantLine } from '../../../cards/names.ts';
import type { CurrentState } from '../../../diagnosis/report/run-store.ts';
import type { ArticleLibrary, ArticleSubject } from '../../../guidance/articles/article.ts';
import { judgeCase } from '../../../guidance/articles/judge-case.ts';
import { toArticleLine } from '../../../guidance/articles/markdown.ts';
import { ownerWord } from '../../../model/causes/owner.ts';
import { toTenantRef } from '../../../model/tenants/tenant-ref.ts';
import type { GroupFacts } from '../../incidents/incident-store.ts';
import { incidentSituation } from './incident-situation.ts';
import { extentOf, namesOf, titleOf, toneOf } from './words.ts';

export interface IncidentFixOptions {
  facts: GroupFacts;
  /** What fails now for the incident's cause. */
  states: readonly CurrentState[];
  subject: ArticleSubject;
  library: ArticleLibrary;
}

const MOST_STEPS = 12;

/** How to mend what an incident is about: who acts, the steps, the evidence, and the way to test again. */
export function toIncidentFixCard({ facts, states, subject, library }: IncidentFixOptions): Card {
  const { group, names, openTenants } = facts;
  const { article } = judgeCase(group.cause, incidentSituation(facts, states), library);
  const [only] = names;
  const one = openTenants === 1 && only ? toTenantRef(only) : undefined;
  const fill: ArticleSubject = one
    ? {
        ...subject,
        tenantId: one.tenantId,
        tenantName: one.label,
        ...(one.domain === null ? {} : { tenantDomain: one.domain }),
      }
    : subject;
  const title = `${titleOf(facts)} · ${one ? one.label : extentOf(facts)}`;
  const evidence = evidenceLine(states.find((state) => state.evidence)?.evidence ?? undefined);
  const more: { label: string; value: Line }[] = [
    ...(one || openTenants === 0 ? [] : [{ label: 'Tenants', value: plain(namesOf(facts)) }]),
    { label: 'Failing since', value: [time(group.firstFailedAt)] },
    ...(evidence.length > 0 ? [{ label: 'Evidence', value: evidence }] : []),
  ];
  const blocks: Block[] = [
    ...(one ? [{ kind: 'text', line: tenantLine(one) } as const] : []),
    { kind: 'text', line: line(strong('Who acts:'), ' ', ...toArticleLine(article.whoActs, fill)) },
    {
      kind: 'text',
      line: line(strong('What it means:'), ' ', ...toArticleLine(article.meaning.split(/\n\s*\n/, 1)[0] ?? '', fill)),
    },
    {
      kind: 'list',
      numbered: true,
      items: article.steps.slice(0, MOST_STEPS).map((step) => toArticleLine(step, fill)),
    },
    { kind: 'facts', facts: more },
  ];
  return {
    tone: toneOf(facts),
    status: group.closedAt === null ? 'open' : 'over',
    title: plain(title),
    aside: plain(ownerWord(group.owner)),
    blocks,
    actions: [
      { kind: 'button', label: 'Test again', id: encodeAction('recheck', group.id), look: 'primary' },
      { kind: 'button', label: 'More about this', id: encodeAction('article', article.id) },
      ...(group.closedAt === null
        ? [{ kind: 'button', label: 'Acknowledge', id: encodeAction('ack', group.id) } as const]
        : []),
    ],
    summary: `How to fix: ${title}`,
  };
}
