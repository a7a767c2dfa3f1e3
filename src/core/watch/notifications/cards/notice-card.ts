import type { Card } from '../../../cards/card.ts';
import { code, line } from '../../../cards/inline.ts';
import { toNoticeCard } from '../../../cards/plain-cards.ts';
import { countOf, toSafeText } from '../../../model/text/format.ts';
import type { CountedNames, Notice, SaidNotice, TenantsNotice } from '../../incidents/message.ts';
import { withRest } from './words.ts';

export function noticeHeadline(notice: Notice): string {
  if (notice.kind === 'restored') return 'Samaritan goes on from an older database';
  if (notice.kind === 'late') return `The schedule ${toSafeText(notice.schedule, { maxLength: 40 })} ran late`;
  const { vanished, appeared, returned } = notice;
  const parts = [
    ...(vanished.count > 0 ? [`${countOf(vanished.count, 'tenant')} vanished from`] : []),
    ...(appeared.count > 0 ? [`${countOf(appeared.count, 'new tenant')} on`] : []),
    ...(returned.count > 0 ? [`${countOf(returned.count, 'tenant')} back on`] : []),
  ];
  return parts.map((part, index) => `${part} ${index === 0 ? 'the customer list' : 'it'}`).join(', ');
}

export function toNewsCard(notice: Notice): Card {
  return notice.kind === 'tenants' ? toTenantsNoticeCard(notice) : toSaidCard(notice);
}

function toSaidCard(notice: SaidNotice): Card {
  return toNoticeCard('warn', notice.kind, `${noticeHeadline(notice)}.`, [
    notice.text,
    ...(notice.kind === 'late' ? ['What it found is told as ever. Meanwhile nobody watched this connection.'] : []),
    `Connection ${toSafeText(notice.connection)}`,
  ]);
}

/** Tenants that left the customer list or came onto it. */
function toTenantsNoticeCard(notice: TenantsNotice): Card {
  const { connection, vanished, appeared, returned, remark } = notice;
  const named = (label: string, { names, count }: CountedNames): string[] =>
    count === 0 ? [] : [`${label}: ${withRest(names, count)}`];
  const gone = vanished.count > 0;
  return toNoticeCard(gone ? 'warn' : 'neutral', gone ? 'vanished' : 'new', noticeHeadline(notice), [
    ...named('Vanished', vanished),
    ...named('New', appeared),
    ...named('Back', returned),
    ...(gone
      ? [
          'What vanished is not tested any more. Either its delegated access or reseller relationship ended, or the list is incomplete.',
        ]
      : []),
    ...(remark === null ? [] : [toSafeText(`The list was read with a remark: ${remark}`, { maxLength: 400 })]),
    `Connection ${toSafeText(connection)}`,
  ]);
}

/** Stands where an incident was told that is of no tenant any more which the place is told of. */
export function toUntoldCard(): Card {
  return toNoticeCard('neutral', 'not told here', 'This is not told here any more.', [
    'It is about no tenant that has a tag this place is told of: tags or rules have changed.',
  ]);
}

/** Told in another place when one can't be reached any more. */
export function toBrokenPlaceCard(place: string, problem: string): Card {
  return toNoticeCard('warn', 'not delivered', 'A channel cannot be told anything.', [
    `Channel ${toSafeText(place)}: ${toSafeText(problem, { maxLength: 300 })}`,
    line(
      'An administrator: give Samaritan access to it again, or remove its subscription. ',
      code('samaritan alerts list'),
      ' shows all of them.',
    ),
  ]);
}

/** Told elsewhere when a standing report may not be made any more. */
export function toUnsentReportCard({ report, problem }: { report: string; problem: string }): Card {
  return toNoticeCard('warn', 'not sent', `The report ${toSafeText(report, { maxLength: 40 })} was not sent.`, [
    toSafeText(problem, { maxLength: 300 }),
    line(
      'An administrator: set it up anew with ',
      code('samaritan reports add'),
      ', or end it with ',
      code('samaritan reports remove'),
      '. ',
      code('samaritan reports list'),
      ' shows all of them.',
    ),
  ]);
}

export function toTestCard(by: string): Card {
  return toNoticeCard('neutral', 'test', 'This is a test message of Samaritan.', [
    `Asked for by ${toSafeText(by, { maxLength: 60 })}. Incidents of this subscription arrive here.`,
  ]);
}
