import { toNoticeCard } from '../../../cards/plain-cards.ts';
import { routePlace } from '../../../watch/notifications/route.ts';
import { actorOf, defineCommand, problem, watchOf } from '../../calls/command.ts';
import { routeName } from '../common-arguments.ts';
import { findNamed } from '../find-named.ts';

export const routesTest = defineCommand({
  name: 'routes test',
  role: 'admin',
  wholeFleet: true,
  summary: 'Send a test event to a route, the way an alert takes.',
  arguments: [routeName],
  examples: ['routes test noc'],
  rare: true,
  audience: 'private',
  target: (values) => values.name,
  answer: async (question, values) => {
    const { routes, watch, undelivered } = watchOf(question);
    const found = await findNamed('route', routes, values.name);
    if (typeof found === 'string') return problem(found);
    const place = routePlace(found.name);
    const why = await undelivered(place);
    if (why !== null) return problem(`The test event was not sent. ${why}`);
    await watch.test(place, actorOf(question));
    return {
      card: toNoticeCard('good', 'sent', `A test event is on its way to ${found.name}.`, [
        'If it does not come within a minute, routes list says why.',
      ]),
      json: { route: found.name },
    };
  },
});
