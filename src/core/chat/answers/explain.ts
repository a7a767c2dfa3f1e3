import { encodeAction } from '../../cards/action-id.ts';
import type { Form } from '../../cards/card.ts';
import { toProblemCard } from '../../cards/plain-cards.ts';
import { explainText } from '../../guidance/explain/explain-text.ts';
import { toExplanationCard } from '../../guidance/explain/explanation-card.ts';
import { vouchesForRoles } from '../../model/people/person.ts';
import { mayRun } from '../../model/people/role.ts';
import { answer, type CallContext, ownSubject } from '../calls/chat-parts.ts';
import { type CommandHandler, fileOf, textOf } from '../calls/handler.ts';
import { MOST_CHAT_TEXT } from '../commands/definitions/diagnosis.ts';

/** A text field of a form takes at most so many characters on Discord. */
const MOST_FORM_TEXT = 4000;
/** A text up to this is explained in some ten milliseconds. */
const LONG_TEXT = 30_000;
export const MOST_FILE_BYTES = 1_000_000;

export const EXPLAIN_FORM: Form = {
  id: encodeAction('explain'),
  title: 'Explain an error',
  fields: [
    {
      name: 'text',
      label: 'The error, with everything around it',
      multiline: true,
      required: true,
      maxLength: Math.min(MOST_FORM_TEXT, MOST_CHAT_TEXT),
      placeholder: 'AADSTS50076: Due to a configuration change …',
    },
  ],
  submit: 'Explain',
};

/** `/explain`: a text, a file, a message, or what is typed into the form. */
export const explain: CommandHandler = {
  audience: 'results',
  form: (values) => (textOf(values, 'text') || fileOf(values, 'file') ? undefined : EXPLAIN_FORM),
  run: async (context, values) => {
    const file = fileOf(values, 'file');
    if (!file) return answerExplanation(context, textOf(values, 'text') ?? '');
    if (file.sizeBytes > MOST_FILE_BYTES) {
      const size = (file.sizeBytes / 1_000_000).toFixed(1);
      return answer(
        context,
        toProblemCard([`The file has ${size} MB, and at most 1 MB is read. Cut it around the error.`]),
      );
    }
    let text: string;
    try {
      text = await file.readText();
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'it could not be read';
      return answer(context, toProblemCard([`The file could not be read: ${reason}`]));
    }
    await answerExplanation(context, [textOf(values, 'text') ?? '', text].join('\n'));
  },
};

export async function answerExplanation(context: CallContext, text: string): Promise<void> {
  if (text.trim() === '') return answer(context, toProblemCard(['There is no text in it. Paste the error itself.']));
  const { guidance, explainLong } = context.parts;
  const subject = ownSubject(context.parts);
  const explanation =
    text.length > LONG_TEXT ? await explainLong(text, subject) : explainText(text, { ...guidance, subject });
  const mayTest = mayRun(context.role, 'technician') && vouchesForRoles(context.request.place);
  await answer(context, toExplanationCard(explanation, mayTest));
}
