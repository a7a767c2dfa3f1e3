import { ulid } from 'ulid';
import { encodeAction } from '../../cards/action-id.ts';
import type { Card } from '../../cards/card.ts';
import { toNoticeCard, toProblemCard } from '../../cards/plain-cards.ts';
import { ownSubject } from '../../credentials/connection-book.ts';
import { codesOf } from '../../diagnosis/report/situation-of.ts';
import { type Article, ofTenant } from '../../guidance/articles/article.ts';
import type { Situation } from '../../guidance/articles/condition.ts';
import { STEP_ANSWERS, type Walk } from '../../guidance/walks/walk.ts';
import { canCheck, linksOf, toWalkCard, type WalkView } from '../../guidance/walks/walk-card.ts';
import { groupToTest } from '../../model/checks/check.ts';
import { placeKey } from '../../model/people/person.ts';
import { type Tenant, toTenantRef } from '../../model/tenants/tenant.ts';
import { toSafeText } from '../../model/text/format.ts';
import { type AnyAnswer, type Asked, problem } from './command.ts';
import { judgeCheck, judgeStep } from './judge-walk.ts';

export interface WalkBeginning {
  article: Article;
  connection: string | null;
  tenant: Tenant | null;
  situation: Situation;
}

/** Begins to walk an article, or goes on where the same was begun here for the same tenant. */
export async function beginWalk(asked: Asked, { article, ...about }: WalkBeginning): Promise<AnyAnswer> {
  const { parts, request } = asked;
  const walks = walksOf(asked);
  const place = placeKey(request.place);
  const open = await walks.newest(place);
  if (
    open?.articleId === article.id &&
    open.tenant?.tenantId === about.tenant?.tenantId &&
    open.connection === about.connection
  )
    return showWalk(asked, open);
  const [by, now] = [nameOf(asked), parts.clock.now()];
  const walk: Walk = {
    id: ulid(now),
    ...{ place, articleId: article.id, answers: [], mended: false },
    ...{ startedBy: by, startedAt: now, movedBy: by, movedAt: now },
    ...about,
  };
  await walks.begin(walk);
  return showWalk(asked, walk);
}

export function showWalk(asked: Asked, walk: Walk, said?: WalkView['said']): AnyAnswer {
  const card = cardOf(asked, walk, said);
  return { card, json: { walk }, ...(said?.tone === 'bad' ? { findings: true } : {}) };
}

/** Moves a walk from the step that was shown. Where somebody was faster it is shown as it stands now. */
export async function moveWalk(asked: Asked, walk: Walk, from: number, to: string): Promise<AnyAnswer> {
  const answer = STEP_ANSWERS.find((one) => one === to);
  if (from !== walk.answers.length || walk.mended) return showWalk(asked, walk);
  if (!answer && to !== 'back') return problem('This button belongs to another version of Samaritan.');
  const answers = answer ? [...walk.answers, answer] : walk.answers.slice(0, -1);
  const moved: Walk = { ...walk, answers, movedBy: nameOf(asked), movedAt: asked.parts.clock.now() };
  if (await walksOf(asked).move(moved, from)) return showWalk(asked, moved);
  return showWalk(asked, (await walksOf(asked).read(walk.id)) ?? walk);
}

/**
 * Makes the checks that show what the walk is about, and goes on from what came of it: where its step has links of the way in
 * that prove it, that proof; else those again that its cause broke, in its tenant with nothing of the partner's before them.
 */
export async function checkWalk(asked: Asked, walk: Walk): Promise<AnyAnswer> {
  const { parts } = asked;
  const article = parts.library.byId(walk.articleId);
  const { connection, tenant } = walk;
  const links = article && linksOf(walk, article);
  if (!article || connection === null || !(links || canCheck(walk, article)))
    return problem('Nothing can be tested for this article. Go on with its steps.');
  const entry = parts.connections.find(({ name }) => name === connection);
  const only = tenant ? await brokenGroup(asked, article, connection, tenant.tenantId) : undefined;
  const tenants = tenant ? [tenant.tenantId] : [];
  // An app by itself has one tenant, and that is its partner's part as well.
  const retest =
    tenant && !links && entry && entry.kind !== 'app-only'
      ? { partnerTenantId: entry.tenant, targets: [{ tenant, only }] }
      : undefined;
  return {
    order: {
      connection,
      tenants: retest ? [] : tenants,
      only: undefined,
      ...(retest && { retest }),
      ...(links && { proof: true }),
    },
    title: `Checking what the walk is about · connection ${connection}`,
    again: encodeAction('walkcheck', walk.id),
    toResult: async (report) => {
      const {
        said,
        mended = false,
        done,
      } = links ? judgeStep(report, links, walk.answers.length + 1) : judgeCheck(report, article, walk, only);
      const now = (await walksOf(asked).read(walk.id)) ?? walk;
      const from = now.answers.length;
      // Somebody may have gone on meanwhile: a step is answered by its own check alone.
      const answers = done && from === walk.answers.length ? [...now.answers, 'done' as const] : now.answers;
      const next: Walk = { ...now, answers, mended, movedBy: nameOf(asked), movedAt: parts.clock.now() };
      const kept = (await walksOf(asked).move(next, from)) ? next : ((await walksOf(asked).read(walk.id)) ?? next);
      return cardOf(asked, kept, said);
    },
  };
}

/** The group of checks that the article's causes broke in a tenant; undefined where it is several, or nothing is known. */
async function brokenGroup({ parts }: Asked, { causes }: Article, connection: string, tenantId: string) {
  const bad = await parts.runs.currentStates(connection, { onlyBad: true });
  const own = bad.filter(({ cause, ...of }) => of.tenantId === tenantId && causes.some((one) => one === cause));
  return groupToTest(own.map(({ checkId }) => checkId));
}

/** A walk of this place, about what exists here; else why not. */
export async function findWalk(asked: Asked, id: string | undefined): Promise<Walk | { problem: Card }> {
  const place = placeKey(asked.request.place);
  const walk = id === undefined ? await walksOf(asked).newest(place) : await walksOf(asked).read(id);
  const { connections } = asked.parts;
  const isHere =
    walk?.place === place && (walk.connection === null || connections.some(({ name }) => name === walk.connection));
  if (walk && isHere) return walk;
  const text = id === undefined ? 'No walk was begun here.' : 'This walk is not kept here any more.';
  return {
    problem: toNoticeCard('warn', 'not found', text, ['Begin one: walk with a topic, or “Walk me through” on a card.']),
  };
}

function cardOf({ parts }: Asked, walk: Walk, said: WalkView['said']): Card {
  const article = parts.library.byId(walk.articleId);
  if (!article) return toProblemCard(['The article of this walk is not there any more.']);
  const own = ownSubject(parts.connections, walk.connection ?? undefined);
  const subject = walk.tenant ? ofTenant(own, toTenantRef(walk.tenant)) : own;
  return toWalkCard({ walk, article, library: parts.library, subject, said });
}

function walksOf({ parts }: Asked) {
  if (!parts.walks) throw new Error('the parts were put together without walks');
  return parts.walks;
}

function nameOf({ request }: Asked): string {
  return toSafeText(request.person.name, { maxLength: 40 }) || request.person.id;
}

/** What is known around an article in one tenant, from what was found last: how many have the same, and whose it is. */
export async function situationIn(
  { parts }: Asked,
  { causes }: Article,
  connection: string,
  tenantId: string,
): Promise<Situation> {
  const bad = await parts.runs.currentStates(connection, { onlyBad: true });
  const same = bad.filter(({ cause }) => causes.some((one) => one === cause));
  const own = same.filter((state) => state.tenantId === tenantId);
  if (own.length === 0) return { hit: 1 };
  const owner = own[0]?.owner;
  return {
    hit: new Set(same.map((state) => state.tenantId)).size,
    tested: (await parts.runs.fleet(connection)).tenants.length,
    codes: codesOf(own),
    ...(owner ? { owner } : {}),
  };
}

export function toWalkTenant({ tenantId, displayName, defaultDomainName }: Tenant): Tenant {
  return { tenantId, displayName, defaultDomainName };
}
