import { toProblemCard } from '../../../core/cards/plain-cards.ts';
import type { Chat } from '../../../core/chat/calls/chat.ts';
import type { Call, GivenFile, Reply } from '../../../core/chat/calls/chat-request.ts';
import { argumentsFor } from '../../../core/chat/calls/command-list.ts';
import { commandNamed, commandsFor } from '../../../core/chat/commands/registry.ts';
import { toKeptText } from '../../../core/model/text/cut-secrets.ts';
import { decodeText } from '../../../core/model/text/decode-text.ts';
import { type ParsedMessage, parseMessage } from '../commands/parse-message.ts';
import type { AttachedFile, InboundBase } from '../inbound/inbound-event.ts';
import type { FileTransfer } from '../outbound/file-transfer.ts';
import { TeamsError, type TeamsErrorCode } from '../outbound/teams-error.ts';
import { type ChatLog, showForm } from './live-message.ts';
import { TeamsReply, type TeamsReplyParts } from './teams-reply.ts';
import { toChatRequest } from './to-chat-request.ts';

export interface AnswerParts {
  chat: Chat;
  reply: TeamsReplyParts;
  /** How long a press or dialog waits for its answer at most. */
  quickMs: number;
  /** Told when the call is kept. */
  taken?: (() => void) | undefined;
}

/** Answers what was typed, with the files that came with it. Resolves when the call has run to its end. */
export async function answerMessage(
  event: InboundBase,
  { text, files = [] }: { text: string; files?: readonly AttachedFile[] },
  parts: AnswerParts,
): Promise<void> {
  const { connector, log } = parts.reply;
  const call = callWithFiles(text, files, (file) => toGivenFile(file, { files: connector.files, log }));
  if ('problem' in call) {
    // It says nothing but how to write to the bot, so it may be said where the question was asked.
    const reply = new TeamsReply(parts.reply, { event, audience: 'public', target: { kind: 'thread' } });
    return reply.show(toProblemCard([call.problem]), { final: true });
  }
  await answerCall(event, call, parts);
}

/** Answers a call with a new message: in the thread where all may see it, else personally. */
export async function answerCall(
  event: InboundBase,
  call: Call,
  { chat, reply: parts, taken }: AnswerParts,
): Promise<void> {
  const request = toChatRequest(event);
  const plan = chat.plan(request, call);
  if (plan.kind === 'form') return showForm(event, plan.form, parts);
  await chat.run(
    request,
    call,
    new TeamsReply(parts, { event, audience: plan.audience, target: newTarget(event, plan.audience), taken }),
  );
}

/** In a personal chat everything is personal already. */
export function newTarget({ conversation }: InboundBase, audience: Reply['audience']): { kind: 'thread' | 'personal' } {
  return { kind: audience === 'public' || conversation.type === 'personal' ? 'thread' : 'personal' };
}

/** What was typed, with the file that came with it. A file alone is for the one command that takes some: it is explained. */
function callWithFiles(
  typed: string,
  [file, ...more]: readonly AttachedFile[],
  toGivenFile: (file: AttachedFile) => GivenFile,
): ParsedMessage {
  const parsed = file !== undefined && typed.trim() === '' ? FILE_ALONE : parseMessage(typed);
  if (file === undefined || 'problem' in parsed) return parsed;
  if (more.length > 0) return { problem: 'One file is read at a time. Send the one with the error.' };
  const argument = fileArgumentOf(parsed.name);
  if (argument === undefined) {
    return { problem: `${parsed.name} takes no file. To have it explained, send it without a text, or with explain.` };
  }
  return { ...parsed, values: { ...parsed.values, [argument]: toGivenFile(file) } };
}

const FILE_ALONE: ParsedMessage = {
  kind: 'command',
  name: commandsFor('chat', 'admin').find(({ name }) => fileArgumentOf(name) !== undefined)?.name ?? 'help',
  values: {},
};

function fileArgumentOf(name: string): string | undefined {
  const command = commandNamed(name);
  return command && argumentsFor(command, 'chat').find(({ kind }) => kind === 'file')?.name;
}

const MOST_FILE_BYTES = 1_000_000;

/** A file that was attached in a personal chat, read when it is wanted. What goes wrong is said without its address. */
function toGivenFile({ name, url }: AttachedFile, { files, log }: { files: FileTransfer; log: ChatLog }): GivenFile {
  const shownName = toKeptText(name, { maxLength: 80 }) || 'the file';
  return {
    name: shownName,
    // Teams doesn't tell: what is too large shows while it is read.
    sizeBytes: 0,
    readText: async () => {
      let bytes: Uint8Array;
      try {
        bytes = await files.download(url, MOST_FILE_BYTES);
      } catch (error) {
        const { code, status } = error instanceof TeamsError ? error : {};
        log.warn(code === undefined ? { err: error } : { code, status }, 'a file could not be read');
        throw new Error(toReason(shownName, code));
      }
      const text = decodeText(bytes);
      if (text === undefined)
        throw new Error(`${shownName} is not a text in UTF-8 or UTF-16. Attach a log or text file.`);
      return text;
    },
  };
}

function toReason(name: string, code: TeamsErrorCode | undefined): string {
  if (code === 'too-large') return `${name} is larger than 1 MB. Attach the part with the error, or paste it as text.`;
  if (code === 'foreign-host') return `${name} is not in OneDrive for work or school, so that it is not read.`;
  return `OneDrive didn’t hand over ${name}. Attach it again, or paste the text.`;
}
