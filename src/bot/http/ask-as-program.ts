import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import type { AccessGate } from '../../core/chat/access/access-gate.ts';
import type { Chat } from '../../core/chat/calls/chat.ts';
import type { ArgumentValue, ChatRequest, Unanswered } from '../../core/chat/calls/chat-request.ts';
import type { CommandDefinition } from '../../core/chat/calls/command-definition.ts';

export interface ProgramParts {
  chat: Pick<Chat, 'run'>;
  gate: Pick<AccessGate, 'knownRole'>;
}

/** What a program is answered: a status of HTTP and data. */
export interface ProgramAnswer {
  status: number;
  body: object;
}

const STATUS: Readonly<Record<Unanswered, number>> = { refused: 403, limited: 429, invalid: 400, failed: 500 };

const problemsSchema = z.object({ problems: z.array(z.string()) });

/** A refusal as RFC 9457 has it, with every problem as a sentence beside. */
export function problems(status: number, ...texts: string[]): ProgramAnswer {
  const title = STATUS_CODES[status] ?? 'Refused';
  return { status, body: { type: 'about:blank', title, status, detail: texts.join(' '), problems: texts } };
}

/** A command as the owner of a token: with the rights, the limit and the audit log of everybody. */
export async function askAsProgram(
  owner: string,
  command: CommandDefinition,
  given: Readonly<Record<string, unknown>>,
  { chat, gate }: ProgramParts,
): Promise<ProgramAnswer> {
  const request: ChatRequest = {
    person: { platform: 'api', id: owner, roles: [], name: owner },
    place: { platform: 'api', kind: 'channel', workspaceId: owner, channelId: owner },
  };
  // Without a prototype, so that no name stands for anything but itself.
  const values: Record<string, ArgumentValue> = Object.create(null);
  for (const [name, value] of Object.entries(given)) {
    const typed = toValue(value);
    if (typed === undefined) return problems(400, `“${name}” is no text, number, truth value or list of texts.`);
    values[name] = typed;
  }
  let told: ProgramAnswer | undefined;
  const show: Parameters<Chat['run']>[2]['show'] = async (card, { json, unanswered, final } = {}) => {
    if (!final || told) return;
    const status = unanswered === undefined ? 200 : STATUS[unanswered];
    const { data } = problemsSchema.safeParse(json);
    if (status === 200 && json) told = { status, body: json };
    else told = problems(status === 200 ? 500 : status, ...(data?.problems ?? [card.summary]));
  };
  await chat.run(
    request,
    { kind: 'command', name: command.name, values },
    {
      audience: 'private',
      show,
      showPrivately: show,
      address: () => undefined,
    },
  );
  // The chat has read who may do what just now.
  if (told?.status === STATUS.refused && gate.knownRole(request.person) === 'anyone')
    return problems(403, `This token has no role. samaritan access grant api:token:${owner} viewer gives it one.`);
  return told ?? problems(500, 'Nothing came of it.');
}

function toValue(value: unknown): ArgumentValue | undefined {
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'boolean') return String(value);
  return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined;
}
