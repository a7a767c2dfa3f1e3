import { parseIndex } from '../../cards/action-id.ts';
import { toProblemCard } from '../../cards/plain-cards.ts';
import { chooseConnection, ownSubject } from '../../credentials/connection-book.ts';
import { causeAt } from '../../diagnosis/report/fix-card.ts';
import { causeIn, tenantIn } from '../../diagnosis/report/report.ts';
import { situationOf } from '../../diagnosis/report/situation-of.ts';
import { toArticleSubject } from '../../diagnosis/report/view.ts';
import type { ArticleSubject } from '../../guidance/articles/article.ts';
import { type ArticleOrigin, toArticleCard } from '../../guidance/articles/article-card.ts';
import type { Situation } from '../../guidance/articles/condition.ts';
import { answer, type CallContext, cardContext } from '../calls/chat-parts.ts';
import { type ActionHandler, mayPress } from '../calls/command.ts';
import { giveAnswer } from '../calls/give-answer.ts';
import { beginWalk, checkWalk, findWalk, moveWalk, toWalkTenant, type WalkBeginning } from '../calls/walks.ts';
import { answerExplanation } from '../commands/guidance/explain.ts';
import { findCause } from './find-report.ts';

export const article: ActionHandler = {
  role: 'viewer',
  effect: 'open',
  audience: 'results',
  inDirectMessages: true,
  run: async (context, [id = '', at, ...from]) => {
    const found = context.parts.library.byId(id);
    if (!found) return answer(context, toProblemCard(['There is no article of that name.']));
    const canWalk = mayPress(context, walk.role);
    const origin = canWalk ? await readOrigin(context, id, from) : undefined;
    const { subject = ownSubject(context.parts.connections), situation } = origin ?? {};
    await answer(context, toArticleCard(found, at === '1' ? 1 : 0, subject, { canWalk, origin, situation }));
  },
};

/** The card of guidance behind, where the article was opened from one whose report is still kept. */
async function readOrigin(
  { parts }: CallContext,
  articleId: string,
  [runId, indexText, tenantText]: readonly string[],
): Promise<(ArticleOrigin & { subject: ArticleSubject; situation: Situation }) | undefined> {
  const index = parseIndex(indexText);
  if (runId === undefined || index === undefined) return undefined;
  const report = await parts.reports.read(runId);
  const cause = report && causeIn(report, index);
  if (!report || !cause) return undefined;
  const tenant = parseIndex(tenantText);
  const one = tenant === undefined ? undefined : tenantIn(report, tenant);
  const tenants = one && cause.tenantIds.includes(one.tenantId) ? [one] : [];
  const subject = toArticleSubject(report, tenants, {
    ...cardContext(parts, report.run.connection),
    formatTime: String,
  });
  // An article of another cause than the one it was opened from is read without its situation.
  const about = tenants.length > 0 ? tenants : report.tenants.filter((one) => cause.tenantIds.includes(one.tenantId));
  const situation: Situation = cause.article === articleId ? situationOf(report, cause, about) : {};
  return { runId, index, tenant: tenants.length === 1 ? tenant : undefined, subject, situation };
}

export const explainAction: ActionHandler = {
  role: 'viewer',
  effect: 'new',
  audience: 'results',
  inDirectMessages: true,
  pasted: true,
  run: async (context, _args, { text = '' }) => await giveAnswer(context, await answerExplanation(context, text)),
};

/** Begins to walk an article: `article`, or that of a cause: `article~run~cause~tenant`. */
export const walk: ActionHandler = {
  role: 'viewer',
  effect: 'new',
  audience: 'results',
  run: async (context, [id = '', ...from]) => {
    const article = context.parts.library.byId(id);
    if (!article) return answer(context, toProblemCard(['There is no article of that name.']));
    const begin = async (beginning: WalkBeginning) => await giveAnswer(context, await beginWalk(context, beginning));
    if (from.length === 0) {
      const entry = chooseConnection(context.parts.connections, undefined);
      const connection = 'problem' in entry ? null : entry.name;
      return await begin({ article, connection, tenant: null, situation: {} });
    }
    const found = await findCause(context, from);
    if (!found) return;
    const { report, tenants } = found;
    const cause = causeAt(report, found.index);
    const [one] = tenants;
    await begin({
      article,
      connection: report.run.connection,
      tenant: tenants.length === 1 && one ? toWalkTenant(one) : null,
      // An article of another cause than the one it was opened from is walked without its situation.
      situation: cause.article === id ? situationOf(report, cause, tenants) : {},
    });
  },
};

export const step: ActionHandler = {
  role: 'viewer',
  effect: 'replace',
  audience: 'results',
  run: (context, [id = '', from, to = '']) =>
    onWalk(context, id, (found) => moveWalk(context, found, parseIndex(from) ?? -1, to)),
};

export const walkcheck: ActionHandler = {
  role: 'technician',
  effect: 'replace',
  audience: 'results',
  run: (context, [id = '']) => onWalk(context, id, (found) => checkWalk(context, found)),
};

async function onWalk(
  context: CallContext,
  id: string,
  run: (found: Exclude<Awaited<ReturnType<typeof findWalk>>, { problem: unknown }>) => ReturnType<typeof moveWalk>,
): Promise<void> {
  const found = await findWalk(context, id);
  if ('problem' in found) return await context.reply.showPrivately(found.problem, { final: true });
  await giveAnswer(context, await run(found));
}
