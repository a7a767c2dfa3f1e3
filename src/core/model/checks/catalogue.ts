import { z } from 'zod';
import { CAUSE_IDS } from '../causes/cause.ts';
import type { Connection } from '../cloud/connection.ts';
import checks from './checks.json' with { type: 'json' };

/**
 * What belongs together: a group of a tenant's checks can be asked for alone, and is counted by itself. `of`: whose
 * checks these are: the partner connection's, asked once a run; every tenant's; or the proof's, which `check` makes of
 * one tenant. A sweep never makes those, and no state, alert or history is kept of them.
 */
export const GROUPS = {
  partner: { title: 'The partner connection', of: 'partner' },
  graph: { title: 'Graph', of: 'tenant' },
  exchange: { title: 'Exchange', of: 'tenant' },
  proof: { title: 'The way in', of: 'proof' },
} as const;

/** The question a check puts to Microsoft, as far as it is the same for every tenant. */
const askingSchema = z.discriminatedUnion('id', [
  z.strictObject({ id: z.literal('entra.token'), resource: z.enum(['graph', 'exchange']) }),
  z.strictObject({ id: z.literal('graph.customers') }),
  z.strictObject({ id: z.literal('graph.read'), path: z.string() }),
  z.strictObject({ id: z.literal('exchange.read'), cmdlet: z.string() }),
]);

const definitionSchema = z.strictObject({
  group: z.enum(Object.keys(GROUPS) as (keyof typeof GROUPS)[]),
  /** What is asked, in a technician's words; how it is found out, and what a failure of it leads to, in Markdown. */
  question: z.string(),
  how: z.string(),
  ifItFails: z.string(),
  /** What the app must be granted for it, where anything. */
  permission: z.string().nullable(),
  /** Checks without which this one can't be made: where one of them does not pass, this one is skipped. */
  needs: z.array(z.enum(Object.keys(checks) as CheckId[])),
  /** Nothing can be said of any tenant where it fails. */
  foundation: z.literal(true).optional(),
  /** Null for what is known without asking, and for what `core/diagnosis/proof` reads. */
  asks: askingSchema.nullable(),
  /** Causes of a refused sign-in that show this link of the way in to be the broken one. */
  refusals: z.array(z.enum(CAUSE_IDS)).optional(),
});
type CheckDefinition = z.infer<typeof definitionSchema>;

type CheckId = keyof typeof checks;

/**
 * Every check, in the order in which they run and are shown. What can be chosen, counted, accepted, tested again and
 * documented follows from this table.
 */
export const CHECKS = z.record(z.string(), definitionSchema).parse(checks) as Record<CheckId, CheckDefinition>;

const isOfApp = (id: CheckId): boolean => id.startsWith('app.');
const OF_BOTH: readonly CheckId[] = ['credentials.shape', 'graph.read', 'tenant.policies'];

/** Which checks a connection of each kind is tested by, those of the proof among them. */
export const CHAINS = {
  sam: (Object.keys(CHECKS) as CheckId[]).filter((id) => !isOfApp(id)),
  'app-only': (Object.keys(CHECKS) as CheckId[]).filter((id) => isOfApp(id) || OF_BOTH.includes(id)),
} as const satisfies Record<Connection['kind'], readonly CheckId[]>;
