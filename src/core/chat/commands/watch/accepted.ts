import type { Block, Card } from '../../../cards/card.ts';
import type { CommandAnswer } from '../../../cards/command-answer.ts';
import { code, type Line, line, plain, strong, time } from '../../../cards/inline.ts';
import { toNoticeCard } from '../../../cards/plain-cards.ts';
import type { RunStore } from '../../../diagnosis/report/run-store.ts';
import { tenantCheckIds } from '../../../model/checks/check.ts';
import { toTenantRef } from '../../../model/tenants/tenant-ref.ts';
import { toKeptText } from '../../../model/text/cut-secrets.ts';
import { toSafeText } from '../../../model/text/safe-text.ts';
import { momentProblem, parseMoment } from '../../../model/time/parse-time.ts';
import { connectionNamed, findKnownTenant, problem, type WatchCommandParts } from '../../calls/watch-parts.ts';

export interface AcceptWish {
  tenant: string;
  reason: string;
  check?: string | undefined;
  until?: string | undefined;
  connection?: string | undefined;
}

/** Accepts a failure that is expected. An incident that it is part of loses that part at once. */
export async function acceptFailure(parts: WatchCommandParts, wish: AcceptWish, by: string): Promise<CommandAnswer> {
  const connection = connectionNamed(parts, wish.connection);
  if ('problem' in connection) return problem(connection.problem);
  const tenant = await findKnownTenant(parts.runs, connection.name, wish.tenant);
  if (typeof tenant === 'string') return problem(tenant);
  const now = parts.clock.now();
  const until = wish.until === undefined ? null : parseMoment(wish.until, now);
  if (until === undefined) return problem(momentProblem('until', wish.until ?? ''));
  if (until !== null && until <= now) return problem('“until” is over already. Name a time to come.');
  const reason = toKeptText(wish.reason, { maxLength: 200 });
  if (reason === '') return problem('A reason is needed: whoever reads “accepted” next year wants to know why.');
  const checkId = tenantCheckIds().find((id) => id === wish.check) ?? null;
  const accepted = {
    connection: connection.name,
    tenantId: tenant.tenantId,
    checkId,
    reason,
    acceptedAt: now,
    acceptedBy: by,
    until,
  };
  await parts.accepted.accept(accepted);
  await parts.watch.recordAccepted(connection.name);
  const what = checkId ?? 'every check';
  const title = `A failure of ${what} in ${toTenantRef(tenant).label} is accepted from now on.`;
  return {
    card: {
      ...toNoticeCard('good', 'accepted', title, ['It shows as accepted, not as fine, and opens no incident.']),
      ...(until === null ? {} : { aside: line('until ', time(until)) }),
    },
    json: { accepted },
  };
}

export async function withdrawAcceptance(
  parts: WatchCommandParts,
  wish: Pick<AcceptWish, 'tenant' | 'check' | 'connection'>,
): Promise<CommandAnswer> {
  const connection = connectionNamed(parts, wish.connection);
  if ('problem' in connection) return problem(connection.problem);
  const tenant = await findKnownTenant(parts.runs, connection.name, wish.tenant);
  if (typeof tenant === 'string') return problem(tenant);
  const checkId = tenantCheckIds().find((id) => id === wish.check) ?? null;
  const had = await parts.accepted.withdraw(connection.name, tenant.tenantId, checkId);
  const what = `${checkId ?? 'every check'} in ${toTenantRef(tenant).label}`;
  const title = had ? `A failure of ${what} counts again.` : `A failure of ${what} was not accepted.`;
  const more = had ? [] : ['accept list shows what is. A check that was accepted by name has to be named.'];
  return {
    card: toNoticeCard(had ? 'good' : 'warn', had ? 'withdrawn' : 'unchanged', title, more),
    json: { tenantId: tenant.tenantId, checkId, had },
  };
}

export async function listAccepted(parts: WatchCommandParts, name: string | undefined): Promise<CommandAnswer> {
  const connection = connectionNamed(parts, name);
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
  return listCard('accepted', all.length === 0 ? 'No failure is accepted' : 'Failures that are accepted', items, {
    accepted: all,
  });
}

export interface MaintenanceWish {
  tenant: string;
  from?: string | undefined;
  to: string;
  reason?: string | undefined;
  connection?: string | undefined;
}

/** Announces work in a tenant, or in all and the partner connection. */
export async function addMaintenance(
  parts: WatchCommandParts,
  wish: MaintenanceWish,
  by: string,
): Promise<CommandAnswer> {
  const connection = connectionNamed(parts, wish.connection);
  if ('problem' in connection) return problem(connection.problem);
  const everything = wish.tenant.trim().toLowerCase() === 'all';
  const tenant = everything ? null : await findKnownTenant(parts.runs, connection.name, wish.tenant);
  if (typeof tenant === 'string') return problem(tenant);
  const now = parts.clock.now();
  const from = parseMoment(wish.from ?? 'now', now);
  const to = parseMoment(wish.to, from ?? now);
  if (from === undefined) return problem(momentProblem('from', wish.from ?? ''));
  if (to === undefined) return problem(momentProblem('to', wish.to));
  if (to <= from || to <= now) return problem('The window ends before it begins, or is over already.');
  const reason = toKeptText(wish.reason ?? '', { maxLength: 200 });
  const window = {
    id: parts.newId(),
    connection: connection.name,
    tenantId: tenant?.tenantId ?? null,
    from,
    to,
    reason,
    createdBy: by,
  };
  await parts.accepted.putWindow(window);
  if (from <= now) await parts.watch.recordAccepted(connection.name);
  const where = tenant ? toTenantRef(tenant).label : 'every tenant and the partner connection';
  return {
    card: {
      ...toNoticeCard('good', 'announced', `Maintenance in ${where}: failures open no incident meanwhile.`),
      blocks: [{ kind: 'text', line: line('From ', time(from), ' to ', time(to), ' · ', code(window.id)) }],
    },
    json: { window },
  };
}

export async function listMaintenance(parts: WatchCommandParts, name: string | undefined): Promise<CommandAnswer> {
  const connection = connectionNamed(parts, name);
  if ('problem' in connection) return problem(connection.problem);
  const windows = await parts.accepted.windows(connection.name, parts.clock.now());
  const items: Line[] = [];
  for (const { id, tenantId, from, to, reason } of windows) {
    const label = tenantId === null ? 'Everything' : await tenantName(parts.runs, connection.name, tenantId);
    const why = reason === '' ? '' : `, ${toSafeText(reason, { maxLength: 120 })}`;
    items.push(line(strong(label), ' from ', time(from), ' to ', time(to), `${why} · `, code(id)));
  }
  return listCard('maintenance', windows.length === 0 ? 'No maintenance is announced' : 'Maintenance', items, {
    windows,
  });
}

export async function removeMaintenance({ accepted }: WatchCommandParts, id: string): Promise<CommandAnswer> {
  const had = await accepted.removeWindow(id.trim());
  const title = had
    ? 'The maintenance window is over.'
    : `There is no maintenance window “${toSafeText(id, { maxLength: 40 })}”.`;
  const more = had ? [] : ['maintenance list shows their ids.'];
  return {
    card: toNoticeCard(had ? 'good' : 'warn', had ? 'ended' : 'not found', title, more),
    json: { id, had },
    failed: !had,
  };
}

async function tenantName(runs: RunStore, connection: string, tenantId: string): Promise<string> {
  const known = await runs.tenant(connection, tenantId);
  return known ? toTenantRef(known).label : tenantId;
}

function listCard(status: string, title: string, items: readonly Line[], json: Record<string, unknown>): CommandAnswer {
  const blocks: Block[] = items.length > 0 ? [{ kind: 'list', numbered: false, items }] : [];
  const card: Card = { tone: 'neutral', status, title: plain(title), blocks, actions: [], summary: title };
  return { card, json };
}
