import { type CommandAnswer, toNoticeCard, toProblemCard } from '../../cards/plain-cards.ts';
import type { Clock } from '../../model/time/clock.ts';
import { toAccessCard } from './access-card.ts';
import type { AccessGate } from './access-gate.ts';
import type { AccessStore, Grant, GrantedRole } from './access-store.ts';
import type { AuditLog } from './audit-log.ts';
import { isPlaceKey } from './place-key.ts';
import { parseSubject, type Subject } from './subject.ts';

export interface AccessParts {
  access: AccessStore;
  gate: AccessGate;
  audit: AuditLog;
  clock: Clock;
}

const GRANTABLE: readonly GrantedRole[] = ['viewer', 'technician', 'admin'];
const LATEST = 8;

/** Gives a role to a person or a Discord role: for every tenant, or for those of tags. */
export async function grantAccess(
  { access, gate, clock }: AccessParts,
  given: { subject: string; role: string; tags?: readonly string[] | undefined },
  by: string,
): Promise<CommandAnswer> {
  const subject = parseSubject(given.subject);
  const role = GRANTABLE.find((one) => one === given.role);
  if (!subject || !role) return problem(`A subject and one of ${GRANTABLE.join(', ')} are needed.`);
  const { tags } = given;
  await gate.refresh();
  const own = gate.book.grants.filter((grant) => grant.subject === subject);
  const before = own.find(({ tag }) => tag === tags?.[0])?.role;
  const common = { subject, role, grantedAt: clock.now(), grantedBy: by };
  for (const tag of tags ?? [undefined]) await access.grant({ ...common, ...(tag === undefined ? {} : { tag }) });
  await gate.refresh();
  const instead = before && before !== role ? `, instead of ${before}` : '';
  const whom = tags ? ` for the tenants tagged ${tags.join(', ')}` : '';
  const more = tags ? wideWords(subject, gate, own) : narrowWords(own);
  return {
    card: toNoticeCard(
      tags && more.length > 0 ? 'warn' : 'good',
      'granted',
      `${subject} now has the role ${role}${whom}${instead}.`,
      more,
    ),
    json: { subject, role, before: before ?? null, ...(tags && { tags }) },
  };
}

/** What somebody may do for every tenant is not taken away by a role for some. */
function wideWords(subject: Subject, { admins }: AccessGate, own: readonly Grant[]): string[] {
  if (admins.includes(subject)) return ['SAMARITAN_ADMINS makes it an administrator of every tenant.'];
  const wide = own.find(({ tag }) => tag === undefined);
  if (!wide) return [];
  return [
    `It also has the role ${wide.role} for every tenant. access revoke takes all of them; then give this one again.`,
  ];
}

function narrowWords(own: readonly Grant[]): string[] {
  const tagged = own.flatMap(({ tag, role }) => (tag === undefined ? [] : [`${role} for ${tag}`]));
  return tagged.length === 0 ? [] : [`What it has for tags stays: ${tagged.join(', ')}.`];
}

export async function revokeAccess({ access, gate }: AccessParts, text: string, tag?: string): Promise<CommandAnswer> {
  const subject = parseSubject(text);
  if (!subject) return problem('A subject is needed.');
  const had = await access.revoke(subject, tag);
  await gate.refresh();
  const configured = gate.admins.includes(subject);
  const left = gate.book.grants.filter((grant) => grant.subject === subject);
  const kept = left.map(({ role, tag: of }) => `${role} for ${of ?? 'every tenant'}`).join(', ');
  const more = [
    ...(configured ? [`${subject} stays an administrator while SAMARITAN_ADMINS lists it.`] : []),
    ...(left.length > 0 ? [`It keeps: ${kept}.`] : []),
  ];
  if (!had && more.length === 0) more.push('Nothing had been granted; access list shows who has a role.');
  const whom = tag === undefined ? '' : ` for the tenants tagged ${tag}`;
  const title = had ? `${subject} has no role${whom} any more.` : `${subject} had no role${whom} to take away.`;
  return {
    card: toNoticeCard(had ? 'good' : 'warn', had ? 'revoked' : 'unchanged', title, more),
    json: { subject, had, configured, ...(tag !== undefined && { tag }) },
  };
}

export async function listAccess({ audit, gate }: AccessParts): Promise<CommandAnswer> {
  await gate.refresh();
  const latest = await audit.latest(LATEST);
  const { grants, channels } = gate.book;
  return {
    card: toAccessCard(gate.book, gate.admins, latest),
    json: { admins: gate.admins, grants, channels, latest },
  };
}

export async function setChannel(
  { access, gate, clock }: AccessParts,
  { place, on }: { place: string; on: boolean },
  by: string,
): Promise<CommandAnswer> {
  if (!isPlaceKey(place)) return problem(`No channel is named like this. Use discord:channel:ID or teams:channel:ID.`);
  const had = gate.book.channels.some((channel) => channel.place === place);
  if (on) await access.bind({ place, boundAt: clock.now(), boundBy: by });
  else await access.unbind(place);
  await gate.refresh();
  const title = on
    ? 'Everybody who reads this channel sees results from now on.'
    : 'Results are shown only to the person who asks from now on.';
  return {
    card: toNoticeCard('good', on ? 'public' : 'private', title, had === on ? ['It was so before.'] : []),
    json: { place, on },
  };
}

function problem(text: string): CommandAnswer {
  return { card: toProblemCard([text]), json: { problems: [text] }, failed: true };
}
