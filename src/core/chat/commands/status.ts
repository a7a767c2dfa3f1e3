import { toProblemCard } from '../../cards/plain-cards.ts';
import { toStatusCard } from '../../cards/status-card.ts';
import { chooseConnection } from '../../connections/connection-book.ts';
import { readConnectionStatus, type StatusReading } from '../../status/read-status.ts';
import { toProgressView } from '../../sweep/progress.ts';
import { answer, type ChatParts } from '../chat-parts.ts';
import { type CommandHandler, textOf } from '../handler.ts';

/** `/status`: how things stand, from what was found last. */
export const status: CommandHandler = {
  audience: 'results',
  run: async (context, values) => {
    const { parts } = context;
    const named = textOf(values, 'connection');
    const entry = named === undefined ? undefined : chooseConnection(parts.connections, named);
    if (entry && 'problem' in entry) return answer(context, toProblemCard([entry.problem]));
    await answer(context, toStatusCard(await readStatus(parts, entry ? [entry] : parts.connections)));
  },
};

async function readStatus(parts: ChatParts, entries: ChatParts['connections']): Promise<StatusReading> {
  const connections: StatusReading['connections'] = [];
  for (const entry of entries) connections.push(await readConnectionStatus(entry, parts.runs));
  const running = parts.desk.running().map((sweep) => {
    const { line } = toProgressView(sweep.progress());
    return `connection ${sweep.order.entry.name}, ${line}`;
  });
  return { connections, running, more: [], version: parts.version };
}
