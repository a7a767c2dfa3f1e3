import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { MessageAddress } from '../../../core/cards/messenger.ts';
import type { Totals } from '../../../core/diagnosis/report/report.ts';
import { batchSchema, runPlanSchema } from '../../../core/diagnosis/sweep/batch-queue.ts';
import type { Situation } from '../../../core/guidance/articles/condition.ts';
import type { StepAnswer, Walk } from '../../../core/guidance/walks/walk.ts';
import type { CauseId, Owner } from '../../../core/model/causes/cause.ts';
import { evidenceSchema } from '../../../core/model/causes/evidence.ts';
import type { TenantGroup, TenantResult } from '../../../core/model/checks/check.ts';
import { PLATFORMS } from '../../../core/model/people/person.ts';
import { tagChoiceSchema, tagRuleSchema } from '../../../core/model/tenants/tag.ts';
import { keptTenantSchema } from '../../../core/model/tenants/tenant.ts';
import { keptWord } from '../../../core/model/text/kept-word.ts';
import {
  acknowledgementSchema,
  findingStateSchema,
  mendedBySchema,
  snoozeSchema,
} from '../../../core/watch/incidents/incident.ts';
import { digestSchema, entryContentSchema, heldMatterSchema } from '../../../core/watch/incidents/message.ts';
import type { Schema } from './schema.ts';

const texts = z.array(z.string());
const time = z.number();
const name = z.string().nullable();

const asker = {
  person: z.object({ platform: z.enum(PLATFORMS), id: z.string(), roles: texts, name: z.string() }),
  place: z.object({
    ...{ platform: z.enum(PLATFORMS), kind: z.enum(['direct', 'group', 'channel']), workspaceId: name },
    channelId: z.string(),
  }),
};

// A situation is what the articles' conditions read: a fact that is missing is not known.
const walk: z.ZodType<Walk> = z.object({
  ...{
    id: z.string(),
    place: z.string(),
    articleId: z.string(),
    connection: name,
    tenant: keptTenantSchema.nullable(),
  },
  situation: z.custom<Situation>((value) => z.looseObject({}).safeParse(value).success),
  ...{ answers: z.array(keptWord<StepAnswer>()), startedBy: z.string(), startedAt: time, movedBy: z.string() },
  ...{ movedAt: time, mended: z.boolean() },
});

type Stored<T extends keyof Schema> = Selectable<Schema[T]>;
type JsonColumns = { [T in keyof Schema]?: { [C in keyof Stored<T>]?: z.ZodType<NonNullable<Stored<T>[C]>> } };

/** The columns that hold JSON, as it may be. No two of the same name. */
export const JSON_COLUMNS = {
  // A version that knew fewer groups counted fewer.
  runs: { totals: z.custom<Totals>((value) => z.looseObject({ tenants: z.number() }).safeParse(value).success) },
  runMessages: {
    asked: z.object({ ...asker, audience: z.enum(['public', 'private']) }),
  },
  checkStates: { evidence: evidenceSchema },
  watchConnections: { sharedCauses: z.array(keptWord<CauseId>()) },
  tracks: { checks: z.record(z.string(), z.object({ failures: z.number(), passes: z.number(), at: time })) },
  rechecks: {
    targets: z.union([
      z.literal('all'),
      z.array(keptTenantSchema.extend({ only: keptWord<TenantGroup>().nullable() })),
    ]),
  },
  incidents: { finding: findingStateSchema, mendedBy: mendedBySchema },
  incidentGroups: { acknowledged: acknowledgementSchema, snoozed: snoozeSchema },
  alertMessages: {
    groupIds: texts,
    digest: digestSchema,
    copies: z.array(keptWord<MessageAddress>()),
  },
  heldAlerts: { what: heldMatterSchema },
  outbox: { content: entryContentSchema },
  subscriptions: {
    ...{ connections: texts, causes: texts, owners: z.array(keptWord<Owner>()) },
    quietHours: z.object({ from: z.number(), to: z.number(), timeZone: z.string(), passCritical: z.boolean() }),
  },
  // Of the subscriptions too: a name stands for one form.
  schedules: { tenants: texts, tagged: tagChoiceSchema },
  standingReports: { asker: z.object(asker) },
  tagRules: { rule: tagRuleSchema },
  relationshipEnds: { ends: z.record(z.string(), time) },
  tenantLicences: { owned: texts },
  walks: { walk },
  spreadRuns: { plan: runPlanSchema },
  runBatches: {
    batch: batchSchema,
    found: z.custom<TenantResult[]>((value) => Array.isArray(value) && value.every(isTenantResult)),
  },
} satisfies JsonColumns;

/** By hand: thousands of them are read of each sweep. */
function isTenantResult(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { tenantId, checks } = value;
  return typeof tenantId === 'string' && Array.isArray(checks) && checks.every(isRecord);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** SQLite has no booleans: these hold 0 or 1. */
export const FLAG_COLUMNS: ReadonlySet<string> = new Set([
  'includeOwnTenant',
  'partnerLevel',
  'flapping',
  'reading',
  'paused',
  'welcomed',
  'mended',
]);

/** What names a row of the tables with JSON, as far as a query reads it. */
export const KEY_COLUMNS = [
  ...['id', 'seq', 'reference', 'place', 'connection', 'tenantId', 'checkId', 'subject', 'cause', 'name'],
] as const;

/** Tables whose rows stand for themselves: one that is damaged is left out, and the others are read. */
export const SELF_STANDING: ReadonlySet<string> = new Set([
  'schedules',
  'subscriptions',
  'heldAlerts',
  'tagRules',
  'standingReports',
]);

/** As a driver takes it: flags are 0 or 1, and JSON is text. */
export function toStored(value: unknown): unknown {
  if (typeof value === 'boolean') return Number(value);
  const isJson = typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
  return isJson ? JSON.stringify(value) : value;
}
