import { parseIndex } from '../../cards/action-id.ts';
import { toProblemCard } from '../../cards/plain-cards.ts';
import { chooseConnection } from '../../credentials/connection-book.ts';
import { causeAt } from '../../diagnosis/report/fix-card.ts';
import { situationOf } from '../../diagnosis/report/situation-of.ts';
import { answer, type CallContext } from '../calls/chat-parts.ts';
import { giveAnswer } from '../calls/give-answer.ts';
import type { ActionHandler } from '../calls/handler.ts';
import { beginWalk, checkWalk, findWalk, moveWalk, toWalkTenant, type WalkBeginning } from '../calls/walks.ts';
import { findCause } from './find-report.ts';

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
