import type { Block, Card } from '../../cards/card.ts';
import { code, type Line, line, plain, strong, time } from '../../cards/inline.ts';
import { firstLines } from '../../cards/names.ts';
import { toListBlocks, toListCard } from '../../cards/plain-cards.ts';
import { formatNumber, toSafeText } from '../../model/text/format.ts';
import type { AccessBook } from './access-store.ts';
import type { AuditEntry } from './audit-log.ts';
import type { Subject } from './subject.ts';

const SHOWN = 8;
const MOST_ON_A_CARD = 50;

export function toAccessCard(
  book: Omit<AccessBook, 'tagRevisions'>,
  admins: readonly Subject[],
  latest: readonly AuditEntry[],
): Card {
  const grants = [
    ...admins.map((subject) => line(code(subject), ' admin, by SAMARITAN_ADMINS')),
    ...book.grants.map(({ subject, role, tag, grantedAt, grantedBy }) =>
      line(
        code(subject),
        ` ${role}${tag === undefined ? '' : ` for the tag ${tag}`}, given by ${toSafeText(grantedBy, { maxLength: 40 })} `,
        time(grantedAt),
      ),
    ),
  ];
  const channels = book.channels.map(({ place, boundAt }) => line(code(place), ' since ', time(boundAt)));
  return {
    tone: 'neutral',
    status: 'access',
    title: plain('Who may do what'),
    blocks: [
      ...listOf('Roles', grants, 'Nobody has a role. Set SAMARITAN_ADMINS, or run access grant on the terminal.'),
      ...listOf('Channels in which everybody sees results', channels, 'None: results are shown only to who asked.'),
      ...listOf('Latest in the audit log', latest.map(auditLine), 'Nothing yet.'),
    ],
    actions: [],
    summary: 'Who may do what',
  };
}

export function toAuditCard(entries: readonly AuditEntry[]): Card {
  const title = 'What was done and refused, the newest first';
  const lines = firstLines(entries.map(auditLine), MOST_ON_A_CARD);
  return { ...toListCard('audit', title, []), blocks: toListBlocks(lines, 'Nothing was written down.') };
}

function listOf(heading: string, items: readonly Line[], none: string, most = SHOWN): Block[] {
  return [{ kind: 'text', line: [strong(heading)] }, ...toListBlocks(firstLines(items, most), none)];
}

function auditLine({ at, personName, action, target, outcome, reason, times }: AuditEntry): Line {
  const what = [action, target].filter((part) => part !== null).join(' ');
  const often = times === undefined ? '' : `, ${formatNumber(times)} times`;
  const why = reason === null ? '' : `: ${toSafeText(reason, { maxLength: 80 })}`;
  const result = outcome === 'allowed' ? '' : ` (${outcome}${often}${why})`;
  return line(
    time(at),
    ` ${toSafeText(personName, { maxLength: 40 })}: ${toSafeText(what, { maxLength: 80 })}${result}`,
  );
}
