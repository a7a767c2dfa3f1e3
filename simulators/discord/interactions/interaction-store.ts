import { randomBytes } from 'node:crypto';
import type { Acknowledgement } from '../journal.ts';
import type { UserInput } from '../options.ts';
import type { Answerable } from '../rules/callbacks.ts';
import type { WireChoice, WireComponent } from '../wire.ts';
import type { StoredMessage } from '../world/messages.ts';
import type { Channel } from '../world/places.ts';

/** receiving-and-responding.mdx: 3 s for the first answer, 15 min for everything after it. */
const FIRST_ANSWER_MS = 3000;
const TOKEN_MS = 15 * 60_000;

/** A form the bot opened, as the technician sees it. */
export interface OpenModal {
  readonly customId: string;
  readonly title: string;
  readonly components: readonly WireComponent[];
}

/** An answer of the bot's that Discord did not take. */
export interface Refusal {
  readonly path: string;
  readonly status: number;
  readonly code: number;
}

/** What a technician did, and everything the bot answered to it. */
export interface Interaction extends Answerable {
  readonly id: string;
  readonly token: string;
  /** The command's name, or the custom_id. */
  readonly name: string;
  readonly user: UserInput;
  readonly channel: Channel;
  /** The message whose component was used, or whose component opened the modal. */
  readonly source: StoredMessage | null;
  /** How often that message had been edited when this began. */
  readonly editsBefore: number;
  /** Of the stand-in's clock. */
  readonly dispatchedAt: number;
  /** How long its first answer may take. */
  readonly firstAnswerMs: number;
  /** Of `performance.now()`. */
  readonly startedAt: number;
  ack: Acknowledgement | undefined;
  original: StoredMessage | undefined;
  modal: OpenModal | undefined;
  choices: readonly WireChoice[] | undefined;
  expired: boolean;
  readonly followUps: StoredMessage[];
  readonly refusals: Refusal[];
}

export type NewInteraction = Answerable & Pick<Interaction, 'name' | 'user' | 'channel' | 'source'>;

export interface Interactions {
  create(interaction: NewInteraction): Interaction;
  byToken(token: string): Interaction | undefined;
  list(): Interaction[];
}

export function createInteractions(
  mint: () => string,
  now: () => number,
  firstAnswerMs = FIRST_ANSWER_MS,
): Interactions {
  const interactions = new Map<string, Interaction>();
  return {
    create(told) {
      const created: Interaction = {
        ...told,
        id: mint(),
        token: randomBytes(48).toString('base64url'),
        editsBefore: told.source?.edits.length ?? 0,
        dispatchedAt: now(),
        firstAnswerMs,
        startedAt: performance.now(),
        ack: undefined,
        original: undefined,
        modal: undefined,
        choices: undefined,
        expired: false,
        followUps: [],
        refusals: [],
      };
      interactions.set(created.token, created);
      return created;
    },
    byToken: (token) => interactions.get(token),
    list: () => [...interactions.values()],
  };
}

/** Why the first answer is refused now, as status and code; undefined when it is in time. */
export function refuseCallback(interaction: Interaction, now: number): [status: number, code: number] | undefined {
  if (interaction.expired || now - interaction.dispatchedAt > TOKEN_MS) return [404, 10062];
  if (interaction.ack !== undefined) return [400, 40060];
  return now - interaction.dispatchedAt > interaction.firstAnswerMs ? [404, 10062] : undefined;
}

/** Why the token is refused now for edits and follow-ups: 10015 before an answer, 50027 once it has run out. */
export function refuseToken(interaction: Interaction, now: number): [status: number, code: number] | undefined {
  if (interaction.expired || now - interaction.dispatchedAt > TOKEN_MS) return [401, 50027];
  return interaction.ack === undefined ? [404, 10015] : undefined;
}
