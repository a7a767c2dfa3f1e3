import { toNoticeCard } from '../../../cards/plain-cards.ts';
import { toTenantRef } from '../../../model/tenants/tenant-ref.ts';
import { defineCommand, unclear, watchOf } from '../../calls/command.ts';
import { placeOrTags, targetOf } from '../../calls/tagged.ts';
import { connection as connectionArgument, tag, tenantOrTags, withoutTag } from '../common-arguments.ts';
import { checkArgument } from './check-argument.ts';

export const acceptRemove = defineCommand({
  name: 'accept remove',
  role: 'admin',
  summary: 'Accept a failure no longer.',
  arguments: [tenantOrTags, checkArgument, connectionArgument, tag, withoutTag],
  examples: ['accept remove contoso.onmicrosoft.com --check exchange.read'],
  audience: 'private',
  target: targetOf,
  answer: async (question, values) => {
    const parts = watchOf(question);
    const place = await placeOrTags(parts, values);
    if ('problem' in place) return unclear(place);
    const { connection, tenant } = place;
    const checkId = values.check ?? null;
    const had = await parts.accepted.withdraw(connection, tenant.tenantId, checkId);
    const what = `${checkId ?? 'every check'} in ${toTenantRef(tenant).label}`;
    const title = had ? `A failure of ${what} counts again.` : `A failure of ${what} was not accepted.`;
    const more = had ? [] : ['accept list shows what is. A check that was accepted by name has to be named.'];
    return {
      card: toNoticeCard(had ? 'good' : 'warn', had ? 'withdrawn' : 'unchanged', title, more),
      json: { tenantId: tenant.tenantId, checkId, had },
    };
  },
});
