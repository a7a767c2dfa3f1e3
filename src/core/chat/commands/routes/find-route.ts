import { toSafeText } from '../../../model/text/safe-text.ts';
import type { Route } from '../../../watch/notifications/route.ts';
import type { RouteList } from '../../../watch/notifications/route-book.ts';

/** The route of a name, or one sentence on which there are. */
export async function findRoute(routes: RouteList, name: string): Promise<Route | string> {
  const all = await routes.list();
  const wanted = name.trim().toLowerCase();
  const found = all.find((one) => one.name === wanted);
  const names = all.map((one) => one.name).join(', ') || 'none';
  return found ?? `There is no route “${toSafeText(name, { maxLength: 40 })}”. There are: ${names}.`;
}
