import type { Block, Card } from '../../cards/card.ts';
import { code, type Line, line, plain, strong, time } from '../../cards/inline.ts';
import { formatNumber } from '../../model/text/format.ts';
import { toSafeText } from '../../model/text/safe-text.ts';
import type { AccessBook } from './access-store.ts';
import type { AuditEntry } from './audit-log.ts';
import type { Subject } from './subject.ts';

const SHOWN = 8;

/** Who has which role, where results may be seen, and what was done last. */
export function toAccessCard(book: AccessBook, admins: readonly Subject[], latest: readonly AuditEntry[]): Card {
  const grants = [
    ...admins.map((subject) => line(code(subject), ' admin, by SAMARITAN_ADMINS')),
    ...book.grants.map(({ subject, role, grantedAt, grantedBy }) =>
      line(code(subject), ` ${role}, given by ${toSafeText(grantedBy, { maxLength: 40 })} `, time(grantedAt)),
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

function listOf(heading: string, items: readonly Line[], none: string): Block[] {
  const more = items.length - SHOWN;
  const shown = more > 0 ? [...items.slice(0, SHOWN), plain(`and ${formatNumber(more)} more`)] : items;
  return [
    { kind: 'text', line: [strong(heading)] },
    { kind: 'list', numbered: false, items: shown.length > 0 ? shown : [plain(none)] },
  ];
}

function auditLine({ at, personName, action, target, outcome }: AuditEntry): Line {
  const what = [action, target].filter((part) => part !== null).join(' ');
  const result = outcome === 'allowed' ? '' : ` (${outcome})`;
  return line(
    time(at),
    ` ${toSafeText(personName, { maxLength: 40 })}: ${toSafeText(what, { maxLength: 80 })}${result}`,
  );
}
