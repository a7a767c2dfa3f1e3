import { type Line, line, strong, time } from '../../../cards/inline.ts';
import { toListCard, toNoticeCard } from '../../../cards/plain-cards.ts';
import { SIGN_IN } from '../../../diagnosis/report/accepted-store.ts';
import { toTenantRef } from '../../../model/tenants/tenant.ts';
import { toSafeText } from '../../../model/text/format.ts';
import { operand, text } from '../../calls/arguments.ts';
import { actorOf, defineCommand, problem, unclear, watchOf } from '../../calls/command.ts';
import { commandButton } from '../../calls/command-button.ts';
import { placeOrTags, targetOf } from '../../calls/tagged.ts';
import { connectionNamed, tenantName } from '../../calls/watch-parts.ts';
import { connection as connectionArgument, tag, tenantOrTags, withoutTag } from '../common-arguments.ts';
import { checkArgument, LONGEST_REASON, readAcceptance } from './read-acceptance.ts';

/** Accepts a failure that is expected. An incident that it is part of loses that part at once. */
export const acceptAdd = defineCommand({
  name: 'accept add',
  role: 'admin',
  summary: 'Accept a failure that is expected: it shows as accepted and opens no incident.',
  arguments: [
    tenantOrTags,
    operand('reason', 'reason', 'Why it is expected, such as: no Exchange bought.', { maximumLength: LONGEST_REASON }),
    checkArgument,
    text('until', 'time', 'Until when: 30d, or a day such as 2026-12-31. Without it for good.', { maximumLength: 20 }),
    connectionArgument,
    tag,
    withoutTag,
  ],
  examples: [
    'accept add contoso.onmicrosoft.com "no Exchange bought" --check exchange.read',
    'accept add --tag mail-only --without-tag test "no Exchange bought" --check exchange.read',
  ],
  audience: 'private',
  target: targetOf,
  answer: async (question, values) => {
    const parts = watchOf(question);
    const place = await placeOrTags(parts, values);
    if ('problem' in place) return unclear(place);
    const { connection, tenant } = place;
    const now = parts.clock.now();
    const read = readAcceptance({ reason: values.reason, until: values.until }, now);
    if ('problem' in read) return problem(read.problem);
    const checkId = values.check ?? null;
    const accepted = {
      connection,
      tenantId: tenant.tenantId,
      checkId,
      ...read,
      acceptedAt: now,
      acceptedBy: actorOf(question),
    };
    await parts.accepted.accept(accepted);
    await parts.watch.recordAccepted(connection);
    const what = checkId ?? 'every check';
    const { label } = toTenantRef(tenant);
    const excluded = checkId === SIGN_IN;
    const title = excluded
      ? `${label} is excluded: it is not signed in to any more.`
      : `A failure of ${what} in ${label} is accepted from now on.`;
    const then = excluded
      ? 'It shows as excluded, never as fine, until accept remove with the check sign-in.'
      : 'It shows as accepted, not as fine, and opens no incident.';
    const undo = commandButton('Undo', 'accept remove', {
      tenant: tenant.tenantId,
      check: checkId,
      connection: values.connection ?? null,
    });
    return {
      card: {
        ...toNoticeCard('good', excluded ? 'excluded' : 'accepted', title, [then], undo),
        ...(read.until === null ? {} : { aside: line('until ', time(read.until)) }),
      },
      json: { accepted },
    };
  },
});

export const acceptList = defineCommand({
  name: 'accept list',
  role: 'admin',
  forPrograms: true,
  summary: 'Show which failures are accepted.',
  arguments: [connectionArgument],
  audience: 'private',
  answer: async (question, values) => {
    const parts = watchOf(question);
    const connection = connectionNamed(parts, values.connection);
    if ('problem' in connection) return problem(connection.problem);
    const all = await parts.accepted.accepted(connection.name);
    const now = parts.clock.now();
    const items: Line[] = [];
    for (const one of all) {
      const label = await tenantName(parts.runs, connection.name, one.tenantId);
      const end = one.until === null ? [] : [one.until <= now ? ', ended ' : ', until ', time(one.until)];
      const reason = toSafeText(one.reason, { maxLength: 120 });
      items.push(
        line(strong(label), ` ${one.checkId ?? 'every check'}: ${reason}, since `, time(one.acceptedAt), ...end),
      );
    }
    const title = all.length === 0 ? 'No failure is accepted' : 'Failures that are accepted';
    return { card: toListCard('accepted', title, items), json: { accepted: all } };
  },
});

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
