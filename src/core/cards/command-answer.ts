import type { Card, CardFile } from './card.ts';

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
