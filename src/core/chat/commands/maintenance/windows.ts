import { code, type Line, line, strong, time } from '../../../cards/inline.ts';
import { toListCard, toNoticeCard } from '../../../cards/plain-cards.ts';
import { toTenantRef } from '../../../model/tenants/tenant.ts';
import { toSafeText } from '../../../model/text/format.ts';
import { momentProblem, parseMoment } from '../../../model/time/parse-time.ts';
import { operand, text } from '../../calls/arguments.ts';
import { actorOf, defineCommand, problem, unclear, watchOf } from '../../calls/command.ts';
import { commandButton } from '../../calls/command-button.ts';
import { placeOrTags, targetOf, toTagChoice } from '../../calls/tagged.ts';
import { connectionNamed, tenantName } from '../../calls/watch-parts.ts';
import { connection as connectionArgument, tag, tenantOrTags, withoutTag } from '../common-arguments.ts';

/** Announces work in a tenant, or in all and the partner connection. */
export const maintenanceAdd = defineCommand({
  name: 'maintenance add',
  role: 'admin',
  summary: 'Say that work is going on in a tenant: meanwhile its failures open no incident.',
  arguments: [
    {
      ...tenantOrTags,
      help: 'The tenant: id, domain or name; or those of a tag; or all: with the partner connection.',
    },
    operand('to', 'time', 'Until when, in UTC: 2h from now, or 2026-12-01 20:00.', { maximumLength: 20 }),
    text('from', 'time', 'From when, in UTC. Default now.', { maximumLength: 20 }),
    text('reason', 'reason', 'What is done.', { maximumLength: 200 }),
    connectionArgument,
    tag,
    withoutTag,
  ],
  examples: [
    'maintenance add contoso.onmicrosoft.com 4h --reason "moving to another licence"',
    'maintenance add --tag emea 4h',
  ],
  audience: 'private',
  target: targetOf,
  answer: async (question, values) => {
    const parts = watchOf(question);
    const connection = connectionNamed(parts, values.connection);
    if ('problem' in connection) return problem(connection.problem);
    const isAll = values.tenant?.trim().toLowerCase() === 'all';
    const everything = isAll && toTagChoice(values) === undefined;
    const { reach } = question.parts;
    if (everything && reach)
      return problem(
        `Maintenance of all concerns every tenant, and your role is for those tagged ${reach.join(', ')}. Name a tenant, or tag:NAME.`,
      );
    const place = everything
      ? { tenant: null }
      : await placeOrTags(parts, { ...values, tenant: isAll ? undefined : values.tenant });
    if ('problem' in place) return unclear(place);
    const { tenant } = place;
    const now = parts.clock.now();
    const from = parseMoment(values.from ?? 'now', now);
    const to = parseMoment(values.to, from ?? now);
    if (from === undefined) return problem(momentProblem('from', values.from ?? ''));
    if (to === undefined) return problem(momentProblem('to', values.to));
    if (to <= from || to <= now) return problem('The window ends before it begins, or is over already.');
    const window = {
      id: parts.newId(),
      connection: connection.name,
      tenantId: tenant?.tenantId ?? null,
      from,
      to,
      reason: toSafeText(values.reason ?? '', { maxLength: 200 }),
      createdBy: actorOf(question),
    };
    await parts.accepted.putWindow(window);
    if (from <= now) await parts.watch.recordAccepted(connection.name);
    const where = tenant ? toTenantRef(tenant).label : 'every tenant and the partner connection';
    return {
      card: {
        ...toNoticeCard('good', 'announced', `Maintenance in ${where}: failures open no incident meanwhile.`),
        blocks: [{ kind: 'text', line: line('From ', time(from), ' to ', time(to)) }],
        actions: commandButton('End it now', 'maintenance remove', { window: window.id }),
      },
      json: { window },
    };
  },
});

export const maintenanceList = defineCommand({
  name: 'maintenance list',
  role: 'admin',
  forPrograms: true,
  summary: 'Show the maintenance windows that have not ended.',
  arguments: [connectionArgument],
  audience: 'private',
  answer: async (question, values) => {
    const parts = watchOf(question);
    const connection = connectionNamed(parts, values.connection);
    if ('problem' in connection) return problem(connection.problem);
    const windows = await parts.accepted.windows(connection.name, parts.clock.now());
    const items: Line[] = [];
    for (const { id, tenantId, from, to, reason } of windows) {
      const label = tenantId === null ? 'Everything' : await tenantName(parts.runs, connection.name, tenantId);
      const why = reason === '' ? '' : `, ${toSafeText(reason, { maxLength: 120 })}`;
      items.push(line(strong(label), ' from ', time(from), ' to ', time(to), `${why} · `, code(id)));
    }
    const title = windows.length === 0 ? 'No maintenance is announced' : 'Maintenance';
    return { card: toListCard('maintenance', title, items), json: { windows } };
  },
});

export const maintenanceRemove = defineCommand({
  name: 'maintenance remove',
  role: 'admin',
  summary: 'End a maintenance window now.',
  arguments: [operand('window', 'id', 'Its id, as maintenance list shows it.', { maximumLength: 40 })],
  examples: ['maintenance remove 01JX3C8E0000000000000000AA'],
  audience: 'private',
  target: (values) => values.window,
  answer: async (question, { window: id }) => {
    const parts = watchOf(question);
    const had = await parts.accepted.removeWindow(id.trim());
    const title = had
      ? 'The maintenance window is over.'
      : `There is no maintenance window “${toSafeText(id, { maxLength: 40 })}”.`;
    const more = had ? [] : ['maintenance list shows their ids.'];
    return {
      card: toNoticeCard(had ? 'good' : 'warn', had ? 'ended' : 'not found', title, more),
      json: { id, had },
      failed: !had,
    };
  },
});
