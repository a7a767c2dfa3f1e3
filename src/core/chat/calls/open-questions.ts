import { encodeAction, parseIndex } from '../../cards/action-id.ts';
import { button, type Card, type Form } from '../../cards/card.ts';
import { type NameChoice, toNoticeCard } from '../../cards/plain-cards.ts';
import { countOf, toSafeText } from '../../model/text/format.ts';
import type { Clock } from '../../model/time/clock.ts';
import type { ArgumentValue } from './chat-request.ts';
import { decodeCommand, encodeCommand, type WholeCommand } from './command-button.ts';
import type { ArgumentDefinition } from './command-definition.ts';

/**
 * Commands that were asked back about a value. The button bears the whole command where that has room in it, so that it
 * works after a restart too; what has none is kept in memory, and asked anew after one.
 */
export interface OpenQuestions {
  /** A card with a button for each thing that a typed value can mean. */
  toChoiceCard(call: WholeCommand, choice: NameChoice): Card;
  /** A form for what a command can't do without. */
  toForm(call: WholeCommand, missing: readonly ArgumentDefinition[]): Form;
  /**
   * The command as it was meant, by the arguments of a press and what was typed; its name alone for a question not open any
   * more, and undefined for what is none.
   */
  answered(args: readonly string[], inputs: Readonly<Record<string, string>>): WholeCommand | string | undefined;
}

/** The oldest are forgotten first. */
const MOST_OPEN = 500;
const MOST_BUTTONS = 5;
const MOST_FIELDS = 5;
const TYPED = 'typed';

interface Question {
  call: WholeCommand;
  choice?: NameChoice;
}

/** None is open yet. */
export function createOpenQuestions(clock: Pick<Clock, 'now'>): OpenQuestions {
  const open = new Map<string, Question>();
  let asked = 0;
  const ask = (question: Question): string => {
    const [oldest] = open.keys();
    if (open.size >= MOST_OPEN && oldest !== undefined) open.delete(oldest);
    asked += 1;
    // Of this process alone: a button of an earlier one finds nothing.
    const reference = `${clock.now().toString(36)}-${asked}`;
    open.set(reference, question);
    return reference;
  };
  return {
    toChoiceCard(call, choice) {
      let reference: string | undefined;
      const shown = choice.options.slice(0, MOST_BUTTONS);
      const typed = toSafeText(choice.typed, { maxLength: 60 });
      const more = choice.options.length > shown.length ? ['None of these? Name it by its id or domain.'] : [];
      const buttons = shown.map(({ label }, index) => {
        const whole = encodeCommand(meant({ call, choice }, index) ?? call, index);
        if (whole === undefined) reference ??= ask({ call, choice });
        return button(
          toSafeText(label, { maxLength: 80 }),
          whole ?? encodeAction('choose', reference ?? '', index, call.name),
        );
      });
      const title = `“${typed}” fits ${countOf(choice.options.length, 'tenant')}. Which one is it?`;
      return toNoticeCard('neutral', 'question', title, more, buttons);
    },
    toForm(call, missing) {
      return {
        id: encodeCommand(call, TYPED) ?? encodeAction('choose', ask({ call }), TYPED, call.name),
        title: toSafeText(call.name, { maxLength: 40 }),
        fields: missing.slice(0, MOST_FIELDS).map(({ name, help, choices, maximumLength = 200 }) => ({
          name,
          label: name,
          multiline: false,
          required: true,
          maxLength: maximumLength,
          placeholder: toSafeText(choices ? choices.join(', ') : help, { maxLength: 100 }),
        })),
        submit: 'Go on',
      };
    },
    answered(args, inputs) {
      const [reference = '', which, name] = args;
      const whole = decodeCommand(args);
      const question = open.get(reference);
      const call = whole ?? question?.call;
      if (!call) return name;
      if (which === TYPED) return { ...call, values: { ...call.values, ...inputs } };
      return whole ?? (question && meant(question, parseIndex(which) ?? -1));
    },
  };
}

/** The command with what was chosen; undefined where that is no option. */
function meant({ call, choice }: Question, index: number): WholeCommand | undefined {
  const option = choice?.options[index];
  if (!choice || !option) return undefined;
  const given = call.values[choice.argument];
  return { ...call, values: { ...call.values, [choice.argument]: replace(given, choice.typed, option.value) } };
}

/** One of several names gives way, the others stay. */
function replace(given: ArgumentValue | undefined, typed: string, meant: string): ArgumentValue {
  const names = Array.isArray(given) ? given : typeof given === 'string' ? given.split(',') : [];
  const replaced = names.map((name) => (name.trim() === typed.trim() ? meant : name.trim()));
  return replaced.includes(meant) ? replaced.join(',') : meant;
}
