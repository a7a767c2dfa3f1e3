import { toNoticeCard } from '../../../core/cards/plain-cards.ts';
import { chooseConnection, renewable } from '../../../core/credentials/connection-book.ts';
import { toCheck } from '../../../core/model/checks/check-result.ts';
import { withCredentials } from '../../runtime/open-credentials.ts';
import { failUsage } from '../../terminal/fail-usage.ts';
import { printAnswer } from '../../terminal/print-answer.ts';
import type { HostCall } from '../host-call.ts';

const LIMIT_MS = 30_000;

/** `samaritan connections restore`: the token before the last renewal, once it is known to work. */
export async function runRestore(call: HostCall): Promise<number> {
  const { values, json, io, prefix } = call;
  return await withCredentials(call, async ({ entries, keeper, clouds, record }) => {
    const entry = chooseConnection(entries, values.name === undefined ? undefined : String(values.name));
    if ('problem' in entry) return failUsage([entry.problem], json, io);
    const { name } = entry;
    const configured = renewable(entry);
    if (typeof configured === 'string') return failUsage([configured], json, io);
    const print = (tone: 'good' | 'bad', title: string, more: string[], restored: boolean): number =>
      printAnswer(
        {
          card: toNoticeCard(tone, restored ? 'restored' : 'unchanged', title, more),
          json: { connection: name, restored, reason: restored ? null : [title, ...more].join(' ') },
          findings: !restored,
        },
        { name: 'connections restore', json, io, prefix },
      );
    const previous = await keeper.previous(configured);
    if (!previous) {
      const title = `No earlier token of ${name} is kept.`;
      await record('command connections restore', name, title);
      return print('bad', title, ['A token is kept beside its successor until a whole sweep has passed.'], false);
    }
    const cloud = clouds.open({
      connection: previous.connection,
      concurrency: 1,
      signal: AbortSignal.any([io.signal, AbortSignal.timeout(LIMIT_MS)]),
    });
    try {
      const { tenant: authorityTenant } = configured;
      const answer = await cloud.ask({ id: 'entra.token', authorityTenant, resource: 'graph' });
      if (!answer.ok) {
        const { reason = 'Microsoft did not take it.' } = toCheck('partner.token', answer, {
          request: 'entra.token',
          place: 'partner',
        });
        const title = `The earlier token of ${name} does not work any more, and nothing was changed.`;
        await record('command connections restore', name, reason);
        return print('bad', title, [reason], false);
      }
    } finally {
      await cloud.close();
    }
    await keeper.restore(configured);
    await record('command connections restore', name, null);
    return print(
      'good',
      `The earlier token of ${name} is used again.`,
      ['The one it replaced is kept in its place.'],
      true,
    );
  });
}
