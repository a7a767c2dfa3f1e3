import type { RouteTelling } from '../../../core/watch/notifications/event-sink.ts';
import type { SealedRoute } from '../../../core/watch/notifications/route-book.ts';

export interface FormRequest {
  body: string;
  headers?: Record<string, string>;
}

/** A telling as one kind of receiver takes it. Requests are sent in order, and all of them again where one was not taken. */
export type RouteForm = (telling: RouteTelling, sealed: SealedRoute, nowMs: number) => FormRequest[];
