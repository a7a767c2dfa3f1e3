import type { Role } from '../model/people/role.ts';
import { toKeptText } from '../model/text/cut-secrets.ts';
import { formatDuration, toSafeText } from '../model/text/format.ts';
import type { Action, Block, Card, CardFile, CardTone } from './card.ts';
import { code, type Line, line, plain } from './inline.ts';

/** A card of one or a few sentences. The texts have to be harmless already. */
export function toNoticeCard(
  tone: CardTone,
  status: string,
  title: string,
  more: readonly (string | Line)[] = [],
  actions: readonly Action[] = [],
): Card {
  const blocks: Block[] = more.map((text) => ({ kind: 'text', line: typeof text === 'string' ? plain(text) : text }));
  return { tone, status, title: plain(title), blocks, actions, summary: title };
}

/** A card of one list; `none` stands where there is nothing in it, and makes that worth a look. */
export function toListCard(status: string, title: string, items: readonly Line[], none?: string): Card {
  const isLacking = items.length === 0 && none !== undefined;
  const blocks = toListBlocks(items, none);
  return { tone: isLacking ? 'warn' : 'neutral', status, title: plain(title), blocks, actions: [], summary: title };
}

/** A list, or in its place a sentence, which is no item of it. */
export function toListBlocks(items: readonly Line[], none?: string): Block[] {
  if (items.length > 0) return [{ kind: 'list', numbered: false, items }];
  return none === undefined ? [] : [{ kind: 'text', line: plain(none) }];
}

/** Who asks lacks the role. */
export function toRefusalCard(wants: Role, has: Role): Card {
  const own = has === 'anyone' ? 'you have none' : `you have ${has}`;
  return toNoticeCard('warn', 'refused', `You may not run this: it wants the role ${wants}, ${own}.`, [
    line('Ask an administrator of Samaritan; ', code('samaritan access grant'), ' gives roles.'),
  ]);
}

/** A fault of ours. The reference is in the log too, and there alone where the database is: anybody may read this. */
export function toFaultCard(reference: string, error?: unknown): Card {
  const title = 'That didn’t work on our side.';
  const isStore = error instanceof Error && error.name === 'StorageError';
  const card = toNoticeCard('unknown', 'failed', title, [
    ...(isStore ? [NO_STORE] : []),
    line('Reference ', { kind: 'code', text: reference }, '; the same reference is in the log.'),
  ]);
  return { ...card, summary: `${title} Reference ${reference}.` };
}

const NO_STORE =
  'Samaritan cannot use its database now, and does nothing that it cannot write down. Whoever runs it finds the way out in the log.';

/**
 * Something asked for can't be done as it was asked: each problem names the value and the way out. A secret among the
 * values, pasted by mistake, is cut.
 */
export function toProblemCard(problems: readonly string[], actions: readonly Action[] = []): Card {
  const [first = 'That cannot be done as asked.', ...rest] = problems.map((one) => toKeptText(one, { maxLength: 600 }));
  const card = toNoticeCard('warn', 'not done', first, rest, actions);
  return { ...card, summary: toSafeText(first, { maxLength: 240 }) };
}

/** Too much at once. */
export function toLimitCard(what: string, retryAfterMs: number): Card {
  // Whole seconds and never too early: who tries when told to must not be refused again.
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1000));
  const wait = seconds < 60 ? `${seconds} s` : formatDuration(seconds * 1000);
  return toNoticeCard('warn', 'not now', `${what} Try again in ${wait}.`);
}

/** A typed name that fits several tenants: chat asks back with a button for each. */
export interface NameChoice {
  argument: string;
  typed: string;
  options: readonly { value: string; label: string }[];
}

/** What a command answers: a card for people, and the same as data for programs. */
export interface CommandAnswer {
  card: Card;
  json: object;
  files?: readonly CardFile[];
  /** What the terminal prints in place of the card where it writes no file. */
  text?: string;
  /** What becomes of it, in chat: shown in the place of the card. */
  end?: Promise<Card>;
  /** Something is wrong or not known; the terminal exits with 1. */
  findings?: boolean;
  /** It could be done if one thing was chosen. */
  choice?: NameChoice | undefined;
  /** It could not be done as asked; the terminal exits with 2. */
  failed?: boolean;
}
