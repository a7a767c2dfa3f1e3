import { z } from 'zod';
import type { MessageAddress } from '../../cards/messenger.ts';
import type { Owner } from '../../model/causes/cause.ts';
import { keptWord } from '../../model/text/kept-word.ts';
import { recoverySchema } from './incident.ts';
import { SEVERITIES } from './severity.ts';

/** A message about incidents in one place, which is edited as they change. A group is in at most one of each place. */
export interface Message {
  id: string;
  place: string;
  /** The groups it announced: one, or those of a digest. */
  groupIds: readonly string[];
  /** Set where it is a digest. */
  digest: Digest | null;
  createdAt: number;
  /** When the place was last told of it by something new: posted, or reminded. */
  notifiedAt: number;
  /** Where it is, once it was delivered. Written by `Outbox.complete` and never by a planner. */
  address: MessageAddress | null;
  /** Where else it is known to stand: a kill or a lost answer made the chat take it twice. Edits reach these too. */
  copies: readonly MessageAddress[];
}

const about = { connection: z.string(), owner: keptWord<Owner>(), severity: z.enum(SEVERITIES), at: z.number() };
/** `text`: how late and why, or how old it is; our own words. */
const said = { ...about, cause: z.literal('internal'), text: z.string() };

/**
 * - `late`: a scheduled sweep that could not run at its time and was made up for.
 * - `restored`: an older database took the place of the one that was written last.
 */
const saidNoticeSchema = z.discriminatedUnion('kind', [
  z.object({ ...said, kind: z.literal('late'), schedule: z.string() }),
  z.object({ ...said, kind: z.literal('restored') }),
]);
export type SaidNotice = z.infer<typeof saidNoticeSchema>;

const countedNamesSchema = z.object({ names: z.array(z.string()).readonly(), count: z.number() });
export type CountedNames = z.infer<typeof countedNamesSchema>;

/** Names are unsafe text, at most `CARD_LIMITS.names` of each kind. */
const tenantsNoticeSchema = z.object({
  ...about,
  kind: z.literal('tenants'),
  cause: z.enum(['tenant.new', 'tenant.vanished']),
  appeared: countedNamesSchema,
  returned: countedNamesSchema,
  vanished: countedNamesSchema,
  /** What limits the list it comes from; unsafe text. */
  remark: z.string().nullable(),
});
export type TenantsNotice = z.infer<typeof tenantsNoticeSchema>;

/** Something worth telling that is no incident. */
export const noticeSchema = z.discriminatedUnion('kind', [tenantsNoticeSchema, saidNoticeSchema]);
export type Notice = z.infer<typeof noticeSchema>;

export const digestSchema = z.object({
  /** Held in quiet hours, or too many at once. */
  why: z.enum(['quiet', 'burst']),
  /** Groups with a message of their own of which there was news while it was quiet. */
  also: z.array(z.string()).readonly(),
  notices: z.array(noticeSchema).readonly(),
});
export type Digest = z.infer<typeof digestSchema>;

/** What waits for the end of quiet hours. */
export interface HeldItem {
  id: string;
  place: string;
  at: number;
  what: HeldMatter;
}

export const heldMatterSchema = z.discriminatedUnion('kind', [
  /** A group that opened. What became of it since is looked up when it is told. */
  z.object({ kind: z.literal('opening'), groupId: z.string() }),
  /** A group with a message, of which there is news. */
  z.object({ kind: z.literal('again'), groupId: z.string() }),
  z.object({ kind: z.literal('notice'), notice: noticeSchema }),
]);
type HeldMatter = z.infer<typeof heldMatterSchema>;

/** Why something open is said again. `stage`: it has become worse. */
const remindReasonSchema = z.enum(['interval', 'snooze', 'stage']);
export type RemindReason = z.infer<typeof remindReasonSchema>;

const messageId = z.string();
const saidContentSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['open', 'digest']), messageId }),
  /** `retold`: it is about other tenants of the place than before, or about none any more. */
  z.object({ kind: z.literal('edit'), messageId, retold: z.literal(true).optional() }),
  z.object({ kind: z.literal('recover'), messageId, recovery: recoverySchema }),
  z.object({
    kind: z.literal('remind'),
    messageId,
    why: remindReasonSchema,
    groupIds: z.array(z.string()).readonly(),
  }),
  z.object({ kind: z.literal('notice'), notice: noticeSchema }),
  /** For administrators: a place can't be reached any more. */
  z.object({ kind: z.literal('broken'), brokenPlace: z.string(), problem: z.string() }),
  z.object({ kind: z.literal('test'), by: z.string() }),
  /** What one period of a standing report was like; `dueAt` is when that was to be told. */
  z.object({ kind: z.literal('report'), report: z.string(), from: z.number(), to: z.number(), dueAt: z.number() }),
  /** For administrators: a standing report that may not be made any more. */
  z.object({ kind: z.literal('unsent'), report: z.string(), problem: z.string() }),
]);
export type SaidContent = z.infer<typeof saidContentSchema>;

/** The chat refused the whole card, and a shorter one stands at `address`: the whole one is tried again, `round` counts. */
const wholeContentSchema = z.object({
  kind: z.literal('whole'),
  of: saidContentSchema,
  address: keptWord<MessageAddress>(),
  round: z.number(),
});
export type WholeContent = z.infer<typeof wholeContentSchema>;

/** What a delivery says. Cards are built when they are delivered, so that they show the newest state. */
export const entryContentSchema = z.union([saidContentSchema, wholeContentSchema]);
export type EntryContent = z.infer<typeof entryContentSchema>;
