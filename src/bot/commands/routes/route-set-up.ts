import type { Desks } from '../../../adapters/tickets/open-desks.ts';
import type { SealedRoute } from '../../../core/watch/notifications/route-book.ts';

export interface RouteOptions {
  privateHost: string | undefined;
  to: string | undefined;
  hasMail: boolean;
  address: string | undefined;
  /** What was chosen of a ticket system, each as `name=value`. */
  set: readonly string[];
  desks: Desks;
}

/** A route that can be kept: what it leads to, as it is shown and as it is sealed. */
export interface SetUpRoute {
  shown: string;
  sealed: SealedRoute;
  /** Shown once, for whoever receives. */
  secret?: string;
}

export interface RouteSetUp {
  asks: readonly string[];
  /** The route, or what is wrong as a sentence that repeats no answer. */
  setUp: (answers: readonly string[], options: RouteOptions) => SetUpRoute | string | Promise<SetUpRoute | string>;
}
