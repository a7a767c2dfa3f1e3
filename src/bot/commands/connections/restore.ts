import type { CommandAnswer } from '../../../core/cards/command-answer.ts';
import { toNoticeCard } from '../../../core/cards/plain-cards.ts';
import { problem } from '../../../core/chat/calls/command.ts';
import { chooseConnection, renewable } from '../../../core/credentials/connection-book.ts';
import { toCheck } from '../../../core/model/checks/check-result.ts';
import { withCredentials } from '../../runtime/open-credentials.ts';
import type { HostCall } from '../host-call.ts';

const LIMIT_MS = 30_000;

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
    const cloud = clouds.open({
      connection: previous.connection,
      concurrency: 1,
      signal: AbortSignal.any([call.io.signal, AbortSignal.timeout(LIMIT_MS)]),
    });
    try {
      const { tenant: authorityTenant } = configured;
      const asked = await cloud.ask({ id: 'entra.token', authorityTenant, resource: 'graph' });
      if (!asked.ok) {
        const { reason = 'Microsoft did not take it.' } = toCheck('partner.token', asked, {
          request: 'entra.token',
          place: 'partner',
        });
        const title = `The earlier token of ${name} does not work any more, and nothing was changed.`;
        await record(name, reason);
        return answer(false, title, reason);
      }
    } finally {
      await cloud.close();
    }
    await keeper.restore(configured);
    await record(name, null);
    return answer(true, `The earlier token of ${name} is used again.`, 'The one it replaced is kept in its place.');
  });
}
