import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { MessageAddress } from '../../../core/cards/messenger.ts';
import type { Totals } from '../../../core/diagnosis/report/report.ts';
import { batchSchema, runPlanSchema } from '../../../core/diagnosis/sweep/batch-queue.ts';
import type { Situation } from '../../../core/guidance/articles/situation.ts';
import type { StepAnswer, Walk } from '../../../core/guidance/walks/walk.ts';
import type { CauseId } from '../../../core/model/causes/cause.ts';
import type { Owner } from '../../../core/model/causes/owner.ts';
import type { TenantGroup, TenantResult } from '../../../core/model/checks/check.ts';
import { PLATFORMS } from '../../../core/model/people/person.ts';
import { tagChoiceSchema, tagRuleSchema } from '../../../core/model/tenants/tag.ts';
import type { MendedBy, Outcome } from '../../../core/watch/incidents/incident.ts';
import type { EntryContent, Notice } from '../../../core/watch/incidents/message.ts';
import { SEVERITIES } from '../../../core/watch/incidents/severity.ts';
import type { Schema } from './schema.ts';

// Words of a closed list are taken as they come: a later version may have fewer of them.
const word = <T extends string>() => z.custom<T>((value) => typeof value === 'string');
const texts = z.array(z.string());
const time = z.number();
const name = z.string().nullable();
const text = z.string().exactOptional();
const owner = word<Owner>();
const address = word<MessageAddress>();
const tenant = z.object({ tenantId: z.string(), displayName: name, defaultDomainName: name });

const about = { connection: z.string(), owner, severity: z.enum(SEVERITIES), at: time };
const said = { ...about, cause: z.literal('internal'), text: z.string() };
const counted = z.object({ names: texts, count: z.number() });
const notice: z.ZodType<Notice> = z.discriminatedUnion('kind', [
  z.object({ ...said, kind: z.literal('late'), schedule: z.string() }),
  z.object({ ...said, kind: z.literal('restored') }),
  z.object({
    ...about,
    kind: z.literal('tenants'),
    cause: z.enum(['tenant.new', 'tenant.vanished']),
    ...{ appeared: counted, returned: counted, vanished: counted, remark: name },
  }),
]);

const mendedBy: z.ZodType<MendedBy> = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['credential-replaced', 'all-at-once']) }),
  z.object({ kind: z.literal('tested-again'), by: z.string() }),
  z.object({ kind: z.literal('mailed'), since: time }),
]);

const recovery = z.object({
  groupId: z.string(),
  connection: z.string(),
  cause: word<CauseId>(),
  owner,
  at: time,
  references: texts,
  incidents: z.number(),
  remaining: z.number(),
  partnerLevel: z.boolean(),
  names: texts,
  tenants: z.number(),
  everTenants: z.number(),
  lastedMs: z.number(),
  outcomes: z.custom<Partial<Record<Outcome, number>>>(
    (value) => z.record(z.string(), z.number()).safeParse(value).success,
  ),
  mendedBy: mendedBy.nullable(),
  reading: z.boolean(),
  title: name,
  continuesIn: name,
});

const messageId = z.string();
const saidContent = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['open', 'digest', 'edit']), messageId }),
  z.object({ kind: z.literal('recover'), messageId, recovery }),
  z.object({ kind: z.literal('remind'), messageId, why: z.enum(['interval', 'snooze', 'stage']), groupIds: texts }),
  z.object({ kind: z.literal('notice'), notice }),
  z.object({ kind: z.literal('broken'), brokenPlace: z.string(), problem: z.string() }),
  z.object({ kind: z.literal('test'), by: z.string() }),
  z.object({ kind: z.literal('report'), report: z.string(), from: time, to: time, dueAt: time }),
  z.object({ kind: z.literal('unsent'), report: z.string(), problem: z.string() }),
]);
const content = z.union([
  saidContent,
  z.object({ kind: z.literal('whole'), of: saidContent, address, round: z.number() }),
]) as z.ZodType<EntryContent>;

const asker = {
  person: z.object({ platform: z.enum(PLATFORMS), id: z.string(), roles: texts, name: z.string() }),
  place: z.object({
    ...{ platform: z.enum(PLATFORMS), kind: z.enum(['direct', 'group', 'channel']), workspaceId: name },
    channelId: z.string(),
  }),
};

// A situation is what the articles' conditions read: a fact that is missing is not known.
const walk: z.ZodType<Walk> = z.object({
  ...{ id: z.string(), place: z.string(), articleId: z.string(), connection: name, tenant: tenant.nullable() },
  situation: z.custom<Situation>((value) => z.looseObject({}).safeParse(value).success),
  ...{ answers: z.array(word<StepAnswer>()), startedBy: z.string(), startedAt: time, movedBy: z.string() },
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
  checkStates: {
    evidence: z.object({
      ...{ httpStatus: z.number().exactOptional(), error: text, suberror: text, code: text, message: text },
      ...{ traceId: text, correlationId: text, requestId: text, timestamp: text, claims: text },
      policy: z
        .object({
          ...{ id: z.string(), name: z.string(), does: z.string(), when: z.string(), set: z.string() },
          ...{ whose: z.enum(['partner', 'customer']), others: z.number() },
          shownBy: z.enum(['log', 'refusal', 'earlier', 'conditions']),
        })
        .exactOptional(),
    }),
  },
  watchConnections: { sharedCauses: z.array(word<CauseId>()) },
  tracks: { checks: z.record(z.string(), z.object({ failures: z.number(), passes: z.number(), at: time })) },
  rechecks: {
    targets: z.union([z.literal('all'), z.array(tenant.extend({ only: word<TenantGroup>().nullable() }))]),
  },
  incidents: {
    finding: z.object({
      ...{ source: z.string(), key: z.string(), tenant: tenant.nullable() },
      ...{ stage: name, rank: z.number(), title: name, reason: z.string() },
    }),
    mendedBy,
  },
  incidentGroups: {
    acknowledged: z.object({ by: z.string(), at: time, reason: z.string(), mailed: texts.exactOptional() }),
    snoozed: z.object({ by: z.string(), at: time, until: z.union([time, z.literal('mended')]) }),
  },
  alertMessages: {
    groupIds: texts,
    digest: z.object({ why: z.enum(['quiet', 'burst']), also: texts, notices: z.array(notice) }),
    copies: z.array(address),
  },
  heldAlerts: {
    what: z.discriminatedUnion('kind', [
      z.object({ kind: z.enum(['opening', 'again']), groupId: z.string() }),
      z.object({ kind: z.literal('notice'), notice }),
    ]),
  },
  outbox: { content },
  subscriptions: {
    ...{ connections: texts, causes: texts, owners: z.array(owner) },
    quietHours: z.object({ from: z.number(), to: z.number(), timeZone: z.string(), passCritical: z.boolean() }),
  },
  // Of the subscriptions too: a name stands for one form.
  schedules: { tenants: texts, tagged: tagChoiceSchema },
  standingReports: { asker: z.object(asker) },
  tagRules: { rule: tagRuleSchema },
  walks: { walk },
  spreadRuns: { plan: runPlanSchema },
  runBatches: {
    batch: batchSchema,
    found: z.custom<TenantResult[]>(
      (value) =>
        z.array(z.looseObject({ tenantId: z.string(), checks: z.array(z.looseObject({})) })).safeParse(value).success,
    ),
  },
} satisfies JsonColumns;

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
