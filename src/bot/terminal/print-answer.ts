import { renderCard } from '../../adapters/terminal/render-card.ts';
import { createStyle } from '../../adapters/terminal/style.ts';
import type { Card } from '../../core/cards/card.ts';
import type { CommandAnswer } from '../../core/cards/plain-cards.ts';
import { EXIT } from '../../core/diagnosis/report/exit-code.ts';
import { formatMoment } from '../../core/model/time/format-moment.ts';
import { colorWanted, columnsOf, type ProcessIo } from '../process-io.ts';
import { failUsage } from './fail-usage.ts';

export interface PrintOptions {
  /** The command, whose first word names the schema of its data. */
  name: string;
  json: boolean;
  io: ProcessIo;
  /** Stands before a command's name where it is shown. */
  prefix: string;
}

/** Prints a card, or its data as JSON, and gives the exit code. What can't be done as asked is said on standard error. */
export function printAnswer(answer: CommandAnswer, { name, json, io, prefix }: PrintOptions): number {
  const { card, json: data, failed, findings } = answer;
  if (failed && 'problems' in data) {
    const usage = failUsage(data.problems as string[], json, io);
    return findings ? EXIT.findings : usage;
  }
  if (json) {
    const schema = `samaritan.${name.split(' ', 1)[0]}/1`;
    io.stdout.write(`${JSON.stringify({ schema, ...data }, null, 2)}\n`);
  } else printCard(card, io, prefix);
  if (failed) return EXIT.usage;
  return findings ? EXIT.findings : EXIT.fine;
}

export function printCard(card: Card, io: ProcessIo, prefix: string): void {
  const style = createStyle(colorWanted(io.stdout, io.env));
  io.stdout.write(renderCard(card, { style, width: columnsOf(io.stdout), formatTime: formatMoment, prefix }));
}
