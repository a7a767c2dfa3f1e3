import { toNoticeCard } from '../../../cards/plain-cards.ts';
import { defineCommand, watchOf } from '../../calls/command.ts';
import { channel } from '../common-arguments.ts';
import { channelOf } from './channel-of.ts';

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
