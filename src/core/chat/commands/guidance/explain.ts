import { encodeAction } from '../../../cards/action-id.ts';
import type { Form } from '../../../cards/card.ts';
import { ownSubject } from '../../../credentials/connection-book.ts';
import { explainText } from '../../../guidance/explain/explain-text.ts';
import type { Explanation } from '../../../guidance/explain/explanation.ts';
import { toExplanationCard } from '../../../guidance/explain/explanation-card.ts';
import { NotNow } from '../../../model/text/not-now.ts';
import { text } from '../../calls/arguments.ts';
import type { OfflineParts } from '../../calls/chat-parts.ts';
import { type AnyAnswer, type Asked, defineCommand, mayPress, problem } from '../../calls/command.ts';

/** Longest text in chat; the terminal reads up to 1 MB. */
const MOST_CHAT_TEXT = 6000;
/** A text field of a form takes at most so many characters on Discord. */
const MOST_FORM_TEXT = 4000;
/** A text up to this is explained in some ten milliseconds. */
const LONG_TEXT = 30_000;
const MOST_FILE_BYTES = 1_000_000;

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

/** What a text, a file, a message, or what is typed into the form means. */
export const explain = defineCommand({
  name: 'explain',
  role: 'viewer',
  forPrograms: true,
  summary: 'Explain an error text: what it means, who must act and what to do.',
  details:
    'Takes anything: a code, a message, JSON, a PowerShell error, a log. Works offline. On the terminal it also reads standard input (up to 1 MB). Secrets in the text are cut.',
  arguments: [
    text('text', 'text', 'The error, best with everything around it. On the terminal: - reads standard input.', {
      positional: true,
      repeatable: true,
      standardInput: true,
      pasted: true,
      maximumLength: MOST_CHAT_TEXT,
    }),
    { name: 'file', help: 'A log or text file of up to 1 MB.', kind: 'file', surfaces: ['chat'] },
  ],
  examples: [
    'explain AADSTS50076',
    'explain "Insufficient privileges to complete the operation."',
    'explain - < error.log',
  ],
  onMessage: { label: 'Explain this error', argument: 'text' },
  inDirectMessages: true,
  offline: true,
  audience: 'results',
  form: ({ text, file }) => (text || file ? undefined : EXPLAIN_FORM),
  answer: async (question, { text = '', file }) => {
    if (!file) return await answerExplanation(question, text);
    if (file.sizeBytes > MOST_FILE_BYTES) {
      const size = (file.sizeBytes / 1_000_000).toFixed(1);
      return problem(`The file has ${size} MB, and at most 1 MB is read. Cut it around the error.`);
    }
    try {
      const read = async (): Promise<string> => {
        const given = await file.readText();
        return text === '' ? given : `${text}\n${given}`;
      };
      return await (file.sizeBytes > LONG_TEXT
        ? answerLong(question, read)
        : answerExplanation(question, await read()));
    } catch (error) {
      if (error instanceof NotNow) throw error;
      const reason = error instanceof Error ? error.message : 'it could not be read';
      return problem(`The file could not be read: ${reason}`);
    }
  },
});

export async function answerExplanation(asked: Asked<OfflineParts>, text: string): Promise<AnyAnswer> {
  if (text.trim() === '') return problem('There is no text in it. Paste the error itself.');
  if (text.length > LONG_TEXT) return await answerLong(asked, async () => text);
  const { guidance, connections } = asked.parts;
  return toAnswer(asked, explainText(text, { ...guidance, subject: ownSubject(connections) }));
}

async function answerLong(asked: Asked<OfflineParts>, read: () => Promise<string>): Promise<AnyAnswer> {
  return toAnswer(asked, await asked.parts.explainLong(read, ownSubject(asked.parts.connections)));
}

function toAnswer(asked: Asked<OfflineParts>, explanation: Explanation): AnyAnswer {
  return {
    card: toExplanationCard(explanation, mayPress(asked, 'technician')),
    json: explanation,
    findings: !explanation.recognized,
  };
}
