import type { Card } from './card.ts';

/** What a command answers: a card for people, and the same as data for programs. */
export interface CommandAnswer {
  card: Card;
  json: Record<string, unknown>;
  /** It could not be done as asked; the terminal exits with 2. */
  failed?: boolean;
}
