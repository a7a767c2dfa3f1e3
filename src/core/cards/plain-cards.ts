import type { Role } from '../access/role.ts';
import { formatDuration } from '../text/format.ts';
import { toSafeText } from '../text/safe-text.ts';
import type { Action, Block, Card, CardTone } from './card.ts';
import { line, plain } from './inline.ts';

/** A card of one or a few sentences. The texts have to be harmless already. */
export function toNoticeCard(
  tone: CardTone,
  status: string,
  title: string,
  more: readonly string[] = [],
  actions: readonly Action[] = [],
): Card {
  const blocks: Block[] = more.map((text) => ({ kind: 'text', line: plain(text) }));
  return { tone, status, title: plain(title), blocks, actions, summary: title };
}

/** Who asks lacks the role. */
export function toRefusalCard(wants: Role, has: Role): Card {
  const own = has === 'anyone' ? 'you have none' : `you have ${has}`;
  return toNoticeCard('warn', 'refused', `You may not run this: it wants the role ${wants}, ${own}.`, [
    'Ask an administrator of Samaritan; /access grant gives roles.',
  ]);
}

/** A fault of ours. The reference is in the log too. */
export function toFaultCard(reference: string): Card {
  return {
    tone: 'unknown',
    status: 'failed',
    title: plain('That didn’t work on our side.'),
    blocks: [
      {
        kind: 'text',
        line: line('Reference ', { kind: 'code', text: reference }, '; the same reference is in the log.'),
      },
    ],
    actions: [],
    summary: `That didn’t work on our side. Reference ${reference}.`,
  };
}

/** Something asked for can't be done as it was asked: each problem names the value and the way out. */
export function toProblemCard(problems: readonly string[], actions: readonly Action[] = []): Card {
  const [first = 'That cannot be done as asked.', ...rest] = problems.map((one) => toSafeText(one, { maxLength: 600 }));
  return toNoticeCard('warn', 'not done', first, rest, actions);
}

/** Too much at once. */
export function toLimitCard(what: string, retryAfterMs: number): Card {
  const wait = formatDuration(Math.max(1000, retryAfterMs));
  return toNoticeCard('warn', 'not now', `${what} Try again in ${wait}.`);
}
