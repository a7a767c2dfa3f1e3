import { code, type Line, line, time } from '../../../cards/inline.ts';
import { type CommandAnswer, toListCard, toNoticeCard } from '../../../cards/plain-cards.ts';
import { placeKey } from '../../../model/people/person.ts';
import { type Asked, actorOf, defineCommand, problem, watchOf } from '../../calls/command.ts';
import { channel } from '../common-arguments.ts';
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

export const alertsTest = defineCommand({
  name: 'alerts test',
  role: 'admin',
  wholeFleet: true,
  summary: 'Send a test message to this channel, the way an alert takes.',
  arguments: [channel],
  examples: ['alerts test discord:channel:81384788765712384'],
  audience: 'private',
  target: (values) => values.channel ?? null,
  answer: async (question, values) => {
    const { subscriptions, watch, undelivered } = watchOf(question);
    const place = channelOf(question, values.channel);
    if (typeof place !== 'string') return place;
    const known = (await subscriptions.list()).some((one) => one.place === place);
    if (!known)
      return problem(
        'This channel is not subscribed, so nothing would ever be sent to it. Run alerts subscribe first.',
      );
    const why = await undelivered(place);
    if (why !== null) return problem(`The test message was not sent. ${why}`);
    await watch.test(place, actorOf(question));
    return {
      card: toNoticeCard('good', 'sent', 'A test message is on its way.', [
        'If it does not come within a minute, alerts list says why.',
      ]),
      json: { place },
    };
  },
});

export const alertsUnsubscribe = defineCommand({
  name: 'alerts unsubscribe',
  role: 'admin',
  wholeFleet: true,
  summary: 'Tell this channel nothing any more.',
  arguments: [channel],
  examples: ['alerts unsubscribe discord:channel:81384788765712384'],
  audience: 'private',
  target: (values) => values.channel ?? null,
  answer: async (question, values) => {
    const place = channelOf(question, values.channel);
    if (typeof place !== 'string') return place;
    const had = await watchOf(question).subscriptions.remove(place);
    const title = had ? 'This channel is told nothing any more.' : 'This channel was not subscribed.';
    return {
      card: toNoticeCard(had ? 'good' : 'warn', had ? 'unsubscribed' : 'unchanged', title),
      json: { place, had },
    };
  },
});

/** The channel that is to be told: on the terminal the one named, in chat the one it is said in. */
export function channelOf({ request: { place } }: Asked, named: string | undefined): string | CommandAnswer {
  if (place.platform === 'terminal') return named ?? '';
  if (place.kind === 'direct' && place.platform === 'discord') {
    return problem('This is no channel. Say it in the channel that is to be told.');
  }
  return placeKey(place);
}
