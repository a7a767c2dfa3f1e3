import type { Card } from '../../../core/cards/card.ts';
import { plain } from '../../../core/cards/inline.ts';
import { toPlainText } from '../cards/render-line.ts';

/** Short plain texts beside a card or in a thread. None of them holds a result. */
export const ANSWER_TEXTS = {
  working: {
    thread: 'Working on it. The answer follows in this conversation.',
    personal: 'Working on it. The answer comes to you personally.',
    pressed: 'Working on it. This card changes when it is done.',
  },
  given: {
    thread: 'The answer is in this conversation.',
    personal: 'Answered you personally.',
  },
  personally: 'I answered you personally.',
  notPersonally:
    'The answer is for you alone, and I cannot write to you personally. Add the Samaritan app for yourself in Teams, then ask again.',
  stopped:
    'Samaritan was stopped before it could answer this, and started again. Ask again. A card that still says it runs is brought up to date by its Cancel.',
  done: 'Done.',
} as const;

export const FILE_TEXTS = {
  saved: 'Saved to your OneDrive.',
  notSaved: 'The file could not be saved to your OneDrive. Press Download on the report again; Teams then asks anew.',
  declined: 'Nothing was saved. Press Download on the report again should you want the file later.',
  unknown: 'This question belongs to another version of Samaritan. Press Download on the report again.',
  onlyPersonally: 'Files are only handed over in your personal chat with me.',
  notOffered:
    'Teams takes no files from this bot here. On the terminal, samaritan testtokens --format html --output report.html tests again and writes a new report.',
} as const;

const MOST_BRIEF = 250;

/** A card whole in one short plain text; undefined where it has more than that, or buttons. */
export function toBriefText(card: Card, now: number): string | undefined {
  if (card.actions.length > 0) return undefined;
  const texts: string[] = [];
  for (const line of [card.title, ...card.blocks.map((block) => (block.kind === 'text' ? block.line : undefined))]) {
    if (line === undefined) return undefined;
    texts.push(toPlainText(line, { now, max: MOST_BRIEF }));
  }
  const text = texts.filter((one) => one !== '').join(' ');
  return text.length > 0 && text.length <= MOST_BRIEF ? text : undefined;
}

export function toShortText({ summary }: Card, now: number): string {
  return toPlainText(plain(summary), { now, max: MOST_BRIEF }) || ANSWER_TEXTS.done;
}
