import { toNoticeCard } from '../../../cards/plain-cards.ts';
import { parseTag, tagProblem } from '../../../model/tenants/tag.ts';
import { toTenantRef } from '../../../model/tenants/tenant.ts';
import { defineCommand, problem, unclear, watchOf } from '../../calls/command.ts';
import { placeNamed } from '../../calls/watch-parts.ts';
import { connection as connectionArgument, tagName, tenant as tenantArgument } from '../common-arguments.ts';

/** Gives a tag to a tenant. */
export const tagAdd = change('add', 'Give a tag to a tenant, so that commands, schedules and alerts can mean it.');

/** Takes a tag from a tenant. What a rule gives only the rule takes away. */
export const tagRemove = change('remove', 'Take a tag from a tenant.');

function change(what: 'add' | 'remove', summary: string) {
  return defineCommand({
    name: `tag ${what}`,
    role: 'admin',
    wholeFleet: true,
    summary,
    arguments: [tenantArgument, tagName, connectionArgument],
    examples: [`tag ${what} contoso.onmicrosoft.com emea`],
    rare: true,
    audience: 'private',
    target: ({ tenant, tag }) => `${tenant} ${tag}`,
    answer: async (question, values) => {
      const parts = watchOf(question);
      const tag = parseTag(values.tag);
      if (tag === undefined) return problem(tagProblem(values.tag));
      const place = await placeNamed(parts, values);
      if ('problem' in place) return unclear(place);
      const { connection, tenant } = place;
      const { tenantId } = tenant;
      const had = (await parts.readTags(connection)).isGiven(tenantId, tag);
      const change = { add: [], remove: [], [what]: [{ tenantId, tag }] };
      await parts.tags.change(connection, change);
      await parts.watch.recordAccepted(connection);
      const stays = what === 'remove' && (await parts.readTags(connection)).isTagged(tenant, tag);
      const changed = had === (what === 'remove');
      const { label } = toTenantRef(tenant);
      const words = {
        add: had ? `had the tag ${tag} already` : `has the tag ${tag}`,
        remove: had ? `no longer has the tag ${tag}` : `did not have the tag ${tag}`,
      };
      const title = stays ? `${label} still has the tag ${tag}, by its rule.` : `${label} ${words[what]}.`;
      const more = stays ? [`tag rule ${tag} changes the rule or, with off, ends it.`] : [];
      return {
        card: toNoticeCard(
          changed && !stays ? 'good' : 'warn',
          changed && !stays ? 'changed' : 'unchanged',
          title,
          more,
        ),
        json: { connection, tenantId, tag, had, tagged: what === 'add' || stays },
      };
    },
  });
}
