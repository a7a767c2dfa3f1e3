import type { CommandAnswer } from '../../cards/command-answer.ts';
import { toNoticeCard, toProblemCard } from '../../cards/plain-cards.ts';
import type { Clock } from '../../model/time/clock.ts';
import { toAccessCard } from './access-card.ts';
import type { AccessGate } from './access-gate.ts';
import type { AccessStore, GrantedRole } from './access-store.ts';
import type { AuditLog } from './audit-log.ts';
import { isPlaceKey } from './place-key.ts';
import { parseSubject } from './subject.ts';

export interface AccessParts {
  access: AccessStore;
  gate: AccessGate;
  audit: AuditLog;
  clock: Clock;
}

const GRANTABLE: readonly GrantedRole[] = ['viewer', 'technician', 'admin'];
const LATEST = 8;

/** Gives a role to a person or a Discord role. */
export async function grantAccess(
  { access, gate, clock }: AccessParts,
  given: { subject: string; role: string },
  by: string,
): Promise<CommandAnswer> {
  const subject = parseSubject(given.subject);
  const role = GRANTABLE.find((one) => one === given.role);
  if (!subject || !role) return problem(`A subject and one of ${GRANTABLE.join(', ')} are needed.`);
  const before = gate.book.grants.find((grant) => grant.subject === subject)?.role;
  await access.grant({ subject, role, grantedAt: clock.now(), grantedBy: by });
  await gate.refresh();
  const instead = before && before !== role ? `, instead of ${before}` : '';
  return {
    card: toNoticeCard('good', 'granted', `${subject} now has the role ${role}${instead}.`),
    json: { subject, role, before: before ?? null },
  };
}

export async function revokeAccess({ access, gate }: AccessParts, text: string): Promise<CommandAnswer> {
  const subject = parseSubject(text);
  if (!subject) return problem('A subject is needed.');
  const had = await access.revoke(subject);
  await gate.refresh();
  const configured = gate.admins.includes(subject);
  const more = configured
    ? [`${subject} stays an administrator while SAMARITAN_ADMINS lists it.`]
    : had
      ? []
      : ['Nothing had been granted; access list shows who has a role.'];
  const title = had ? `${subject} has no role any more.` : `${subject} had no role to take away.`;
  return {
    card: toNoticeCard(had ? 'good' : 'warn', had ? 'revoked' : 'unchanged', title, more),
    json: { subject, had, configured },
  };
}

export async function listAccess({ audit, gate }: AccessParts): Promise<CommandAnswer> {
  await gate.refresh();
  const latest = await audit.latest(LATEST);
  return {
    card: toAccessCard(gate.book, gate.admins, latest),
    json: { admins: gate.admins, ...gate.book, latest },
  };
}

/** Lets everybody in a channel see results, or stops that. */
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
