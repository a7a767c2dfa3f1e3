import { type Line, line, strong, time } from '../../../cards/inline.ts';
import { toListCard, toNoticeCard } from '../../../cards/plain-cards.ts';
import { toSafeText } from '../../../model/text/format.ts';
import { routePlace } from '../../../watch/notifications/route.ts';
import { actorOf, defineCommand, problem, watchOf } from '../../calls/command.ts';
import { behindWords, brokenWords, describeSubscription } from '../alerts/describe-subscription.ts';
import { routeName } from '../common-arguments.ts';
import { findNamed } from '../find-named.ts';

/** Where news goes beside the channels, without what is secret of it. */
export const routesList = defineCommand({
  name: 'routes list',
  role: 'admin',
  wholeFleet: true,
  summary: 'Show the routes that news goes to beside the channels, and what could not be delivered.',
  arguments: [],
  rare: true,
  audience: 'private',
  answer: async (question) => {
    const { routes, subscriptions, outbox, clock } = watchOf(question);
    const told = new Map((await subscriptions.list()).map((one) => [one.place, one]));
    const backlog = new Map((await outbox.backlog(clock.now())).map((one) => [one.place, one]));
    const all = await routes.list();
    const items = all.map(({ name, kind, host, createdAt }): Line => {
      const place = routePlace(name);
      const [subscription, behind] = [told.get(place), backlog.get(place)];
      const what = subscription ? describeSubscription(subscription) : 'told of nothing';
      return line(
        strong(name),
        ` ${kind} to ${toSafeText(host, { maxLength: 100 })} · ${what}, since `,
        time(createdAt),
        ...brokenWords(subscription),
        ...behindWords(behind),
      );
    });
    const title = all.length === 0 ? 'There is no route. routes add makes one, on the terminal.' : 'Routes';
    const json = all.map((route) => ({
      ...route,
      subscription: told.get(routePlace(route.name)) ?? null,
      backlog: backlog.get(routePlace(route.name)) ?? null,
    }));
    return { card: toListCard('routes', title, items), json: { routes: json } };
  },
});

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
