import { toNoticeCard } from '../../../cards/plain-cards.ts';
import { actorOf, defineCommand, problem, watchOf } from '../../calls/command.ts';
import { channel } from '../common-arguments.ts';
import { channelOf } from './channel-of.ts';

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
