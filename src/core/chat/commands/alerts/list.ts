import { code, type Line, line, time } from '../../../cards/inline.ts';
import { toListCard } from '../../../cards/plain-cards.ts';
import { defineCommand, watchOf } from '../../calls/command.ts';
import { behindWords, brokenWords, describeSubscription } from './describe-subscription.ts';

/** Which channels are told of what, and which of them can't be reached. */
export const alertsList = defineCommand({
  name: 'alerts list',
  role: 'admin',
  wholeFleet: true,
  summary: 'Show which channels are told of what.',
  arguments: [],
  audience: 'private',
  answer: async (question) => {
    const parts = watchOf(question);
    const all = await parts.subscriptions.list();
    const title = all.length === 0 ? 'No channel is told of anything' : 'Who is told of what';
    const backlog = await parts.outbox.backlog(parts.clock.now());
    const items: Line[] = [];
    const json: object[] = [];
    let broken = false;
    for (const one of all) {
      const undelivered = await parts.undelivered(one.place);
      const behind = backlog.find(({ place }) => place === one.place);
      const problems = [
        ...brokenWords(one),
        ...(undelivered === null ? [] : ['. ', undelivered]),
        ...behindWords(behind),
      ];
      if (problems.length > 0) broken = true;
      items.push(line(code(one.place), ` ${describeSubscription(one)}, since `, time(one.createdAt), ...problems));
      json.push({ ...one, undelivered, backlog: behind ?? null });
    }
    const none = 'alerts subscribe in a channel changes that. Without it nobody hears of a failure.';
    const card = toListCard(broken ? 'not delivered' : 'alerts', title, items, none);
    return { card: broken ? { ...card, tone: 'warn' } : card, json: { subscriptions: json } };
  },
});
