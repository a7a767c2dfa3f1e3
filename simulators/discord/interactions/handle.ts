import type { Changes } from '../changes.ts';
import type { Acknowledgement } from '../journal.ts';
import type { WireChoice } from '../wire.ts';
import type { StoredMessage } from '../world/messages.ts';
import type { Interaction, OpenModal, Refusal } from './interaction-store.ts';

/** What the bot has answered to an interaction so far. */
export interface Answered {
  readonly ack: Acknowledgement | undefined;
  /** The reply; for an update, the message the component is on. */
  readonly original: StoredMessage | undefined;
  readonly followUps: readonly StoredMessage[];
  readonly modal: OpenModal | undefined;
  readonly choices: readonly WireChoice[] | undefined;
  /** Answers that Discord did not take. */
  readonly refusals: readonly Refusal[];
}

/** What a test holds of something a technician did. */
export interface InteractionHandle {
  readonly id: string;
  readonly token: string;
  /** The first answer Discord took; fails at the deadline. */
  readonly ack: Promise<Acknowledgement>;
  /** The reply as it stands, deferred or not. */
  original(): StoredMessage | undefined;
  readonly followUps: readonly StoredMessage[];
  readonly refusals: readonly Refusal[];
  /** Resolves as soon as the predicate holds; fails at the deadline with what the bot had answered until then. */
  waitFor(predicate: (answered: Answered) => boolean, deadlineMs?: number): Promise<Answered>;
  /** The reply, once it no longer shows "thinking". */
  reply(deadlineMs?: number): Promise<StoredMessage>;
  /** The follow-up by its place, once it is there. */
  followUp(index?: number, deadlineMs?: number): Promise<StoredMessage>;
  /** The form the bot opens, once it is there. */
  modal(deadlineMs?: number): Promise<OpenModal>;
  /** What autocomplete offers, once it is there. */
  choices(deadlineMs?: number): Promise<readonly WireChoice[]>;
}

export function createHandle(interaction: Interaction, changes: Changes): InteractionHandle {
  const until = <T>(read: () => T | undefined, wanted: string, deadlineMs?: number) =>
    changes.until(
      read,
      () => `${wanted} to ${interaction.kind} "${interaction.name}"; ${describe(interaction)}`,
      deadlineMs,
    );

  const shown = () => {
    const reply = interaction.original;
    return reply === undefined || reply.loading || isUnfilledUpdate(interaction) ? undefined : reply;
  };

  return {
    id: interaction.id,
    token: interaction.token,
    ack: until(() => interaction.ack, 'the first answer'),
    original: () => interaction.original,
    followUps: interaction.followUps,
    refusals: interaction.refusals,
    waitFor: (predicate, deadlineMs) =>
      until(() => (predicate(interaction) ? interaction : undefined), 'the awaited answer', deadlineMs),
    reply: (deadlineMs) => until(shown, 'a reply', deadlineMs),
    followUp: (index = 0, deadlineMs) => until(() => interaction.followUps[index], 'a follow-up', deadlineMs),
    modal: (deadlineMs) => until(() => interaction.modal, 'a modal', deadlineMs),
    choices: (deadlineMs) => until(() => interaction.choices, 'choices', deadlineMs),
  };
}

/** A deferred update changes nothing by itself: the reply is the edit after it. */
function isUnfilledUpdate({ ack, original, source, editsBefore }: Interaction): boolean {
  return ack?.type === 6 && original === source && source?.edits.length === editsBefore;
}

function describe({ ack, original, followUps, modal, refusals }: Interaction): string {
  const parts = [
    ack === undefined ? 'not acknowledged' : `acknowledged with type ${ack.type}`,
    original === undefined
      ? 'no reply'
      : original.loading
        ? 'the reply still thinks'
        : `the reply has ${original.edits.length} edits`,
    `${followUps.length} follow-ups`,
    modal === undefined ? '' : `modal "${modal.customId}"`,
    ...refusals.map(
      (one) => `${one.path.replaceAll(/\/[\w-]{40,}/g, '/<token>')} was refused with ${one.status} ${one.code}`,
    ),
  ];
  return parts.filter((part) => part !== '').join(', ');
}
