import { type ActionId, parseAction } from '../cards/action-id.ts';
import type { Form } from '../cards/card.ts';
import type { Role } from '../model/people/role.ts';
import type { SecretKind } from '../model/text/secret-rules.ts';
import type { CallContext } from './calls/chat-parts.ts';
import type { Call } from './calls/chat-request.ts';
import { cleanName, cleanTyped, MOST_TYPED } from './calls/clean-typed.ts';
import type { Audience, Command } from './calls/command.ts';
import { giveAnswer } from './calls/give-answer.ts';
import type { OpenQuestions } from './calls/open-questions.ts';
import { type IsAlone, readValues } from './calls/read-values.ts';
import { ACTION_HANDLERS } from './handlers.ts';

/** A call with whoever answers it; or why nobody can, for those who may know. */
export type Task = {
  /** As the audit log names it. */
  name: string;
  target: string | null;
  role: Role;
  audience: Audience;
  effect: 'new' | 'open' | 'replace';
  inDirectMessages: boolean;
  /** Nobody runs it whose role is for some tenants. */
  wholeFleet?: boolean;
  /** Answered without anything that is kept of tenants. */
  offline?: boolean;
  form?: Form | undefined;
  /** What was typed by mistake, and cut. */
  secrets: readonly SecretKind[];
} & ({ ok: true; run: (context: CallContext) => Promise<void> } | { ok: false; problems: string[] });

/** Finds who answers a call and holds its values against their definitions. Reads nothing. */
export function findTask(
  call: Call,
  commands: readonly Command[],
  questions: OpenQuestions,
  isAlone: IsAlone = () => false,
): Task {
  if (call.kind === 'command') return findCommand(call, commands, questions, isAlone);
  const action = parseAction(call.id);
  if (action?.verb !== 'choose') return findAction(call, action);
  const answered = questions.answered(action.args, call.inputs);
  if (typeof answered === 'object') return findCommand(answered, commands, questions, isAlone);
  const known = commands.find(({ name }) => name === answered)?.name ?? 'the command';
  return { ...NOBODY, name: 'button choose', problems: [`This question is not open any more. Run ${known} again.`] };
}

function findCommand(
  call: Extract<Call, { kind: 'command' }>,
  commands: readonly Command[],
  questions: OpenQuestions,
  isAlone: IsAlone,
): Task {
  const { name, values: given } = call;
  const command = commands.find((one) => one.name === name);
  if (!command) {
    const secrets = new Set<SecretKind>();
    const problems = [`There is no command “${cleanName(name, secrets)}”. help shows what there is.`];
    return { ...NOBODY, secrets: [...secrets], name: 'unknown command', problems };
  }
  const task = {
    name: `command ${name}`,
    role: command.role,
    audience: command.audience,
    effect: 'new',
    inDirectMessages: command.inDirectMessages === true,
    wholeFleet: command.wholeFleet === true,
    offline: command.offline === true,
  } as const;
  const parsed = readValues(command, 'chat', given, isAlone);
  const { secrets = [] } = parsed;
  if (!parsed.ok) {
    const { problems, missing } = parsed;
    // A form takes no file.
    const form = missing?.every(({ kind }) => kind !== 'file') ? questions.toForm(call, missing) : undefined;
    return { ...task, secrets, target: null, form, ok: false, problems };
  }
  const { values } = parsed;
  return {
    ...task,
    secrets,
    target: command.target?.(values) ?? null,
    form: command.form?.(values),
    ok: true,
    run: async (context) =>
      await giveAnswer(context, await command.answer(context, values), (choice) =>
        questions.toChoiceCard(call, choice),
      ),
  };
}

function findAction({ inputs }: Extract<Call, { kind: 'action' }>, action: ActionId | undefined): Task {
  const handler = action && action.verb !== 'choose' ? ACTION_HANDLERS[action.verb] : undefined;
  if (!action || !handler) {
    const problem = 'This button belongs to another version of Samaritan. Run the command again for a new card.';
    return { ...NOBODY, name: 'button', problems: [problem] };
  }
  const secrets = new Set<SecretKind>();
  const clean = (typed: string): string => cleanTyped(typed.slice(0, MOST_TYPED), secrets);
  const cleaned = Object.fromEntries(
    Object.entries(inputs)
      .slice(0, MOST_INPUTS)
      .map(([name, typed]) => [name, handler.pasted ? typed : clean(typed)]),
  );
  return {
    name: `button ${action.verb}`,
    secrets: [...secrets],
    target: action.args.join(' ').slice(0, 120) || null,
    role: handler.role,
    audience: handler.audience,
    effect: handler.effect,
    inDirectMessages: handler.inDirectMessages === true,
    form: handler.form?.(action.args),
    ok: true,
    run: (context) => handler.run(context, action.args, cleaned),
  };
}

/** No form of ours has as many fields. */
const MOST_INPUTS = 10;

/** Nothing is told to whoever may not even look. */
const NOBODY = {
  target: null,
  secrets: [],
  role: 'viewer',
  audience: 'private',
  effect: 'new',
  inDirectMessages: true,
  ok: false,
} as const;
