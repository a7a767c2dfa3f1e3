import { toNoticeCard } from '../../../cards/plain-cards.ts';
import { routePlace } from '../../../watch/notifications/route.ts';
import { defineCommand, problem, watchOf } from '../../calls/command.ts';
import { routeName } from '../common-arguments.ts';
import { findNamed } from '../find-named.ts';

/** Sends nothing to a route any more, and forgets its address and secret. */
export const routesRemove = defineCommand({
  name: 'routes remove',
  role: 'admin',
  wholeFleet: true,
  summary: 'Send nothing to a route any more, and forget its address and secret.',
  arguments: [routeName],
  examples: ['routes remove noc'],
  rare: true,
  audience: 'private',
  target: (values) => values.name,
  answer: async (question, values) => {
    const { routes, subscriptions, clients } = watchOf(question);
    const found = await findNamed('route', routes, values.name);
    if (typeof found === 'string') return problem(found);
    await subscriptions.remove(routePlace(found.name));
    await clients.remove(found.name);
    await routes.remove(found.name);
    const title = `The route ${found.name} is removed. What was waiting for it is dropped.`;
    return { card: toNoticeCard('good', 'removed', title), json: { route: found.name } };
  },
});
