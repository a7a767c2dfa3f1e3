import { z } from 'zod';
import { SEVERITIES } from '../incidents/severity.ts';

const time = z.iso.datetime();

/** One incident's message as it stands: several tenants, or the partner connection, with one cause. */
const incidentSchema = z.strictObject({
  /** The same for as long as it lasts: what a ticket is found by. */
  id: z.string(),
  connection: z.string(),
  state: z.enum(['open', 'closed']),
  severity: z.enum(SEVERITIES),
  cause: z.strictObject({ id: z.string(), title: z.string() }),
  owner: z.string(),
  /** The partner connection itself is concerned, and so every tenant. */
  partnerLevel: z.boolean(),
  since: time,
  closedAt: time.nullable(),
  acknowledgedBy: z.string().nullable(),
  /** At most five of those in it now, or of all that were, where it is closed; `tenantCount` counts them all. */
  tenants: z.array(z.strictObject({ id: z.string(), name: z.string(), domain: z.string().nullable() })),
  tenantCount: z.number().int(),
});

/** What a route is told, by the form of Standard Webhooks: a type, a time and data. `docs/event.schema.json` is made from it. */
export const routeEventSchema = z.strictObject({
  type: z.enum([
    'incident.opened',
    'incident.updated',
    'incident.resolved',
    'incident.reminder',
    'notice',
    'route.broken',
    'test',
  ]),
  timestamp: time,
  data: z.strictObject({
    schema: z.literal('samaritan.event/1'),
    /** The news in one line, and whole. Names in it come from outside. */
    summary: z.string(),
    text: z.string(),
    incidents: z.array(incidentSchema),
  }),
});

export type RouteEvent = z.infer<typeof routeEventSchema>;

/** Nothing is told but that all of it ended, which the recovery says next. */
export function isEndOnly({ type, data: { incidents } }: RouteEvent): boolean {
  return type === 'incident.updated' && incidents.length > 0 && incidents.every(({ state }) => state === 'closed');
}
