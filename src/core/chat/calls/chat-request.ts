import type { Card, CardFile, Form } from '../../cards/card.ts';
import type { MessageAddress } from '../../cards/messenger.ts';
import type { Person, Place } from '../../model/people/person.ts';

export interface ChatRequest {
  person: Person;
  place: Place;
}

/** What a file handed over by a person gives. Its reading can be refused: too large, not from the platform itself. */
export interface GivenFile {
  name: string;
  sizeBytes: number;
  /** Rejects with an Error whose message is for the technician. */
  readText(): Promise<string>;
}

/** A value of an argument: texts, numbers, lists of texts, or a file. Parsed by core before use. */
export type ArgumentValue = string | number | readonly string[] | GivenFile;

/** What is asked: a command of the registry with its values, or a press of a button with what was typed or chosen. */
export type Call =
  | { kind: 'command'; name: string; values: Readonly<Record<string, ArgumentValue>> }
  | { kind: 'action'; id: string; inputs: Readonly<Record<string, string>> };

/**
 * How a call is answered, said at once and without any reading, so that a platform's clock is kept.
 * - `form`: ask the person first; the form's answers come back as an action.
 * - `new`: a message of its own. `open`: a page; a person's own card turns into it, a shared one stays and the page is
 *   shown to the person alone. `replace`: the very card that was pressed changes, for everybody.
 */
export type Plan =
  | { kind: 'form'; form: Form }
  | { kind: 'answer'; effect: 'new' | 'open' | 'replace'; audience: 'public' | 'private' };

/**
 * - `refused`: who asks may not. `limited`: not so often. `invalid`: not as it was asked. `failed`: a fault of ours.
 */
export type Unanswered = 'refused' | 'limited' | 'invalid' | 'failed';

export interface ShowOptions {
  files?: readonly CardFile[];
  /** The same as data, for a program that asked. */
  json?: object;
  /** Why this is no answer. */
  unanswered?: Unanswered;
  /** The answer itself, not a state on the way to it: where its message is gone, it is shown as a new one. */
  final?: boolean;
}

/** A call whose sender is told that it was taken, before there is an answer. */
export interface TakenCall {
  /** The same for no other call. */
  id: string;
  /** Where it is said that it was cut off. */
  address: MessageAddress;
  /** Tells its sender, once it is kept and outlives this process. False where nobody waits for an answer. */
  kept(keeping: Promise<unknown>): Promise<boolean>;
}

/** The one message that answers a call. Implemented by each chat adapter. */
export interface Reply {
  /** Who can see what `show` shows. */
  readonly audience: 'public' | 'private';
  /**
   * Shows the card; later calls edit the same message. Never rejects for what the platform does: an answer that can't be
   * shown anywhere is logged by the adapter. Files are only ever handed to private replies.
   */
  show(card: Card, options?: ShowOptions): Promise<void>;
  /** A message that only the person who asked can see: the answer itself where that is private and not shown yet, else a further one. */
  showPrivately(card: Card, options?: ShowOptions): Promise<void>;
  /**
   * Where the message is, or, before it is shown, what finds it once it is; undefined where it could not be found again
   * after a restart.
   */
  address(): MessageAddress | undefined;
  /** Whether what is shown next can be edited after a restart too. Absent where it always can be. */
  isPlaced?(): boolean;
  /** Whether the answer could not be shown where it was to be, for a reason that passes. Absent where that can't be. */
  owes?(): boolean;
  /** Absent where the platform itself tells a person that a call was answered by nothing. */
  readonly taken?: TakenCall;
}

export interface Suggestion {
  /** At most 100 characters. */
  label: string;
  value: string;
}
