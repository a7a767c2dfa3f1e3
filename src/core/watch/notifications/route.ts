/** Ticket systems: one incident is one ticket. */
export const TICKET_KINDS = ['halopsa', 'connectwise', 'autotask'] as const;
export type TicketKind = (typeof TICKET_KINDS)[number];

export function isTicketKind(kind: RouteKind): kind is TicketKind {
  return TICKET_KINDS.some((one) => one === kind);
}

export const ROUTE_KINDS = ['webhook', 'workflows', 'pagerduty', 'alertmanager', 'mail', ...TICKET_KINDS] as const;
export type RouteKind = (typeof ROUTE_KINDS)[number];

/** Where news goes beside the chat channels. Nothing secret: where it leads and how it is signed lies sealed. */
export interface Route {
  name: string;
  kind: RouteKind;
  /** Of its address, which may hold a secret itself. */
  host: string;
  createdAt: number;
  createdBy: string;
}

const PREFIX = 'route:';
const NAME = /^[a-z0-9][a-z0-9._-]{0,39}$/;

/** A route as a place that can be subscribed: `route:NAME`. */
export function routePlace(name: string): string {
  return `${PREFIX}${name}`;
}

/** The route of a place; undefined for a channel. */
export function routeOfPlace(place: string): string | undefined {
  const name = place.startsWith(PREFIX) ? place.slice(PREFIX.length) : '';
  return NAME.test(name) ? name : undefined;
}

/** Why a text is no name of a route, as a sentence. */
export function routeNameProblem(name: string): string | undefined {
  if (NAME.test(name)) return undefined;
  return 'A route’s name has 1 to 40 small letters, digits, dots, dashes or underscores.';
}
