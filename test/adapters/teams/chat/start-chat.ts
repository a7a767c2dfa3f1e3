import { executeData } from '../../../../src/adapters/teams/cards/press.ts';
import { createTeamsChat } from '../../../../src/adapters/teams/chat/create-teams-chat.ts';
import type { InvokeReply } from '../../../../src/adapters/teams/inbound/invoke-reply.ts';
import { encodeAction } from '../../../../src/core/cards/action-id.ts';
import { toNoticeCard } from '../../../../src/core/cards/plain-cards.ts';
import type { Reply } from '../../../../src/core/chat/calls/chat-request.ts';
import { VirtualTime } from '../../../core/virtual-time.ts';
import { faultsOf, textsOf } from '../cards/card-rules.ts';
import { eventOf, FakeTeams, MemoryLog, MemoryReferences } from './fake-teams.ts';
import { ScriptedChat } from './scripted-chat.ts';

export const PROGRESS = toNoticeCard(
  'neutral',
  'running',
  'Testing',
  [],
  [{ kind: 'button', label: 'Cancel', id: encodeAction('cancel', 'run') }],
);
export const RESULT = toNoticeCard(
  'good',
  'fine',
  'All work',
  [],
  [{ kind: 'button', label: 'Test again', id: encodeAction('sweep') }],
);
export const REFUSAL = toNoticeCard('warn', 'refused', 'You may not run this.', ['Ask an administrator.']);
export const ID = encodeAction('fix', 'run', 1);
/** What says that nothing can be said personally. */
export const NOT_PERSONALLY = /I cannot write to you personally/;

/** The bot with everything around it faked, and time standing still. */
export function start() {
  const teams = new FakeTeams();
  const time = new VirtualTime();
  const log = new MemoryLog();
  const chat = new ScriptedChat();
  const references = new MemoryReferences();
  const bot = createTeamsChat({ chat, connector: teams, references, clock: time, timers: time, log });
  return { bot, teams, time, log, chat, references };
}

export const typed = (where: 'personal' | 'group' | 'channel', text = 'testtokens contoso') =>
  eventOf(where, { kind: 'message', text });
export const pressed = (
  where: 'personal' | 'group' | 'channel',
  data: Record<string, unknown> = executeData(ID, { own: false }),
) => eventOf(where, { kind: 'cardAction', verb: 'samaritan', data });

export const resultOnly = (reply: Reply) => reply.show(RESULT, { final: true });

/** A reply to a press in short. Throws where its card is not valid. */
export function titleOf(reply: InvokeReply | undefined): string {
  if (reply?.kind !== 'card') return `${reply?.kind}: ${reply && 'text' in reply ? reply.text : ''}`;
  const faults = faultsOf(reply.card);
  if (faults.length > 0) throw new Error(faults.join(', '));
  return `card: ${textsOf(reply.card)[0]}`;
}
