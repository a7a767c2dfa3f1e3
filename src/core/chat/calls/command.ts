import type { Card, Form } from '../../cards/card.ts';
import { type CommandAnswer, toProblemCard } from '../../cards/plain-cards.ts';
import type { Report } from '../../diagnosis/report/report.ts';
import type { SweepOrder } from '../../diagnosis/sweep/sweep-order.ts';
import { vouchesForRoles } from '../../model/people/person.ts';
import { mayRun, type Role } from '../../model/people/role.ts';
import type { CallContext, ChatWatch, CommandParts, OfflineParts } from './chat-parts.ts';
import type { ChatRequest } from './chat-request.ts';
import type { Unclear } from './choice-of.ts';
import type { ArgumentDefinition, CommandDefinition, Surface } from './command-definition.ts';
import type { ParsedValues, ValuesOf } from './values.ts';

/**
 * `results`: seen by all in a bound channel. `private`: only ever seen by who asked. `pressed`: nothing is shown but a
 * change of the message that was pressed, to whoever sees that already, be its channel bound or not.
 */
export type Audience = 'results' | 'private' | 'pressed';

export interface Asked<Parts = CommandParts> {
  parts: Parts;
  request: ChatRequest;
  role: Role;
}

/** A sweep is the answer: its progress is shown, and then what came of it. */
export interface SweepAnswer {
  order: Omit<SweepOrder, 'by' | 'workspaceId'>;
  title?: string;
  /** The button that runs the same again, should this process be killed. */
  again: string;
  /** Absent: the report itself, as full as the surface shows it. */
  toResult?: (report: Report) => Card | Promise<Card>;
}

export type AnyAnswer = CommandAnswer | SweepAnswer;

interface Answering<Parts, Values> {
  audience: Audience;
  /** Asked first in chat, where the values don't suffice. */
  form?(values: Values): Form | undefined;
  /** What the audit log says it was about; never a text that was pasted. */
  target?(values: Values): string | null;
  answer(question: Asked<Parts>, values: Values): AnyAnswer | Promise<AnyAnswer>;
}

interface Offline<Values> extends Answering<OfflineParts, Values> {
  /** Answered from what is installed: no database is opened for it. */
  offline: true;
}

interface Online<Values> extends Answering<CommandParts, Values> {
  offline?: false;
}

export type Command = CommandDefinition & (Offline<ParsedValues> | Online<ParsedValues>);

/** A command as its file says it: offered everywhere, and with its name as the example, where it says nothing else. */
type Definition<Arguments> = Omit<CommandDefinition, 'arguments' | 'surfaces'> & {
  arguments: Arguments;
  surfaces?: readonly Surface[];
};

/** A command of which the machine it runs on is the matter: the program answers it, on the terminal alone. */
export type HostCommand = CommandDefinition & { surfaces: readonly ['terminal'] };

/** Holds a command's answer to the values that its arguments define. Without an answer it doesn't compile. */
export function defineCommand<const Arguments extends readonly ArgumentDefinition[]>(
  command: Definition<Arguments> & (Offline<ValuesOf<Arguments>> | Online<ValuesOf<Arguments>>),
): Command {
  // The reader gives each argument the type that its definition says.
  return { surfaces: ['terminal', 'chat'], examples: [command.name], ...command } as unknown as Command;
}

export function problem(...problems: string[]): CommandAnswer {
  return { card: toProblemCard(problems), json: { problems }, failed: true };
}

/** Why it can't be done, and what to choose from where that is all that is missing. */
export function unclear({ problem: why, choice }: Unclear): CommandAnswer {
  return { ...problem(why), choice };
}

/** Who asks, as the stores and the audit log name people. */
export function actorOf({ request }: { request: Pick<ChatRequest, 'person'> }): string {
  return `${request.person.platform}:user:${request.person.id}`;
}

/** Whether who asks may press here what wants the role. In a direct message on Discord nobody vouches for roles. */
export function mayPress({ role, request }: Pick<Asked, 'role' | 'request'>, wants: Role): boolean {
  return mayRun(role, wants) && vouchesForRoles(request.place);
}

/** The watch that an answer works with. Throws where none was put together: a fault of ours. */
export function watchOf({ parts }: { parts: Pick<CommandParts, 'watch'> }): ChatWatch {
  if (!parts.watch) throw new Error('the parts were put together without a watch');
  return parts.watch;
}

export interface ActionHandler {
  role: Role;
  effect: 'new' | 'open' | 'replace';
  audience: Audience;
  inDirectMessages?: boolean;
  /** Its form takes an error as it is pasted: kept nowhere, and cleaned by its reader. */
  pasted?: boolean;
  form?(args: readonly string[]): Form | undefined;
  run(context: CallContext, args: readonly string[], inputs: Readonly<Record<string, string>>): Promise<void>;
}
