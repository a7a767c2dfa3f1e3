import { type Line, line, strong, time } from '../../../cards/inline.ts';
import { toListCard } from '../../../cards/plain-cards.ts';
import { toSafeText } from '../../../model/text/safe-text.ts';
import { routePlace } from '../../../watch/notifications/route.ts';
import { defineCommand, watchOf } from '../../calls/command.ts';
import { behindWords, brokenWords, describeSubscription } from '../alerts/describe-subscription.ts';

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
