import { type CommandAnswer, toNoticeCard } from '../../../core/cards/plain-cards.ts';
import { problem } from '../../../core/chat/calls/command.ts';
import { chooseConnection, renewable } from '../../../core/credentials/connection-book.ts';
import { proveConnection } from '../../../core/credentials/prove-connection.ts';
import { withCredentials } from '../../runtime/open-credentials.ts';
import type { HostCall } from '../host-call.ts';

/** `samaritan connections restore`: the token before the last renewal, once it is known to work. */
export async function runRestore(call: HostCall<'connections restore'>): Promise<CommandAnswer> {
  return await withCredentials(call, async ({ entries, keeper, clouds, record }) => {
    const entry = chooseConnection(entries, call.values.name);
    if ('problem' in entry) return problem(entry.problem);
    const { name } = entry;
    const configured = renewable(entry);
    if (typeof configured === 'string') return problem(configured);
    const answer = (restored: boolean, title: string, more: string): CommandAnswer => ({
      card: toNoticeCard(restored ? 'good' : 'bad', restored ? 'restored' : 'unchanged', title, [more]),
      json: { connection: name, restored, reason: restored ? null : `${title} ${more}` },
      findings: !restored,
    });
    const previous = await keeper.previous(configured);
    if (!previous) {
      const title = `No earlier token of ${name} is kept.`;
      await record(name, title);
      return answer(false, title, 'A token is kept beside its successor until a whole sweep has passed.');
    }
    const reason = await proveConnection(previous.connection, { clouds, signal: call.io.signal });
    if (reason !== undefined) {
      await record(name, reason);
      return answer(false, `The earlier token of ${name} does not work any more, and nothing was changed.`, reason);
    }
    await keeper.restore(configured);
    await record(name, null);
    return answer(true, `The earlier token of ${name} is used again.`, 'The one it replaced is kept in its place.');
  });
}
