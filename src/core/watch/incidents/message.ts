import type { MessageAddress } from '../../cards/messenger.ts';
import type { CauseId } from '../../model/causes/cause.ts';
import type { Owner } from '../../model/causes/owner.ts';
import type { Recovery } from './incident.ts';
import type { Severity } from './severity.ts';

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

export interface Digest {
  /** Held in quiet hours, or too many at once. */
  why: 'quiet' | 'burst';
  /** Groups with a message of their own of which there was news while it was quiet. */
  also: readonly string[];
  notices: readonly Notice[];
}

/** Something worth telling that is no incident. */
export type Notice = TenantsNotice | SaidNotice;

/**
 * - `late`: a scheduled sweep that could not run at its time and was made up for.
 * - `restored`: an older database took the place of the one that was written last.
 */
export type SaidNotice = SaidOf<'late', { schedule: string }> | SaidOf<'restored', object>;

type SaidOf<Kind, Rest> = Rest & {
  kind: Kind;
  connection: string;
  cause: Extract<CauseId, 'internal'>;
  owner: Owner;
  severity: Severity;
  at: number;
  /** How late and why, or how old it is; our own words. */
  text: string;
};

/** Names are unsafe text, at most `CARD_LIMITS.names` of each kind. */
export interface TenantsNotice {
  kind: 'tenants';
  connection: string;
  cause: Extract<CauseId, 'tenant.new' | 'tenant.vanished'>;
  owner: Owner;
  severity: Severity;
  at: number;
  appeared: CountedNames;
  returned: CountedNames;
  vanished: CountedNames;
  /** What limits the list it comes from; unsafe text. */
  remark: string | null;
}

export interface CountedNames {
  names: readonly string[];
  count: number;
}

/** What waits for the end of quiet hours. */
export interface HeldItem {
  id: string;
  place: string;
  at: number;
  what: /** A group that opened. What became of it since is looked up when it is told. */
    | { kind: 'opening'; groupId: string }
    /** A group with a message, of which there is news. */
    | { kind: 'again'; groupId: string }
    | { kind: 'notice'; notice: Notice };
}

/** Why something open is said again. `stage`: it has become worse. */
export type RemindReason = 'interval' | 'snooze' | 'stage';

/** What a delivery says. Cards are built when they are delivered, so that they show the newest state. */
export type EntryContent = SaidContent | WholeContent;

/** The chat refused the whole card, and a shorter one stands at `address`: the whole one is tried again, `round` counts. */
export interface WholeContent {
  kind: 'whole';
  of: SaidContent;
  address: MessageAddress;
  round: number;
}

export type SaidContent =
  | { kind: 'open' | 'digest'; messageId: string }
  | { kind: 'edit'; messageId: string }
  | { kind: 'recover'; messageId: string; recovery: Recovery }
  | { kind: 'remind'; messageId: string; why: RemindReason; groupIds: readonly string[] }
  | { kind: 'notice'; notice: Notice }
  /** For administrators: a place can't be reached any more. */
  | { kind: 'broken'; brokenPlace: string; problem: string }
  | { kind: 'test'; by: string }
  /** What one period of a standing report was like; `dueAt` is when that was to be told. */
  | { kind: 'report'; report: string; from: number; to: number; dueAt: number }
  /** For administrators: a standing report that may not be made any more. */
  | { kind: 'unsent'; report: string; problem: string };
