import { toNoticeCard } from '../../../cards/plain-cards.ts';
import { formatNumber } from '../../../model/text/format.ts';
import { formatMoment } from '../../../model/time/format-moment.ts';
import { momentProblem, parseDuration, parseMoment } from '../../../model/time/parse-time.ts';
import { toAuditCard } from '../../access/access-card.ts';
import { choice, number, text } from '../../calls/arguments.ts';
import type { CommandParts } from '../../calls/chat-parts.ts';
import { type AnyAnswer, defineCommand, problem } from '../../calls/command.ts';

const SHOWN = 50;
const MOST = 100_000;

/** What was done and refused, and whether that is still as it was written. */
export const auditCommand = defineCommand({
  name: 'audit',
  role: 'admin',
  wholeFleet: true,
  summary: 'Show what was done and refused, or verify that nobody changed it.',
  details:
    'verify reads the whole log and finds every row that was changed, deleted, added or moved. Exit code 1 where it finds one. The number and code of the newest row, noted elsewhere, show later whether an older copy of the database was put in place.',
  surfaces: ['terminal'],
  arguments: [
    choice('verify', ['verify'], 'Verify the log instead of showing it.', { positional: true }),
    text('since', 'time', 'From when on: 7d, 4h, or a day such as 2026-12-01.', { maximumLength: 20 }),
    text(
      'person',
      'person',
      'Only of this person: discord:user:ID, teams:user:OBJECTID, or the name as it was written.',
      { maximumLength: 100 },
    ),
    number('limit', 'number', 'At most so many rows.', { minimum: 1, maximum: MOST }),
  ],
  examples: ['audit --since 7d', 'audit --person discord:user:80351110224678912 --json', 'audit verify'],
  audience: 'private',
  target: ({ verify, person }) => verify ?? person ?? null,
  answer: ({ parts }, { verify, since, person, limit = SHOWN }) =>
    verify ? verifyAudit(parts) : showAudit(parts, { since, person, limit }),
});

async function showAudit(
  { audit, clock }: CommandParts,
  { since, person, limit }: { since: string | undefined; person: string | undefined; limit: number },
): Promise<AnyAnswer> {
  const now = clock.now();
  const ago = parseDuration(since ?? '');
  const from = ago === undefined ? parseMoment(since ?? 'now', now) : now - ago;
  if (from === undefined) return problem(momentProblem('since', since ?? '', 'ago'));
  const entries = await audit.latest(limit, { person, since: since === undefined ? undefined : from });
  return { card: toAuditCard(entries), json: { entries } };
}

async function verifyAudit({ audit }: CommandParts): Promise<AnyAnswer> {
  const verdict = await audit.verify();
  const { rows, problems, head, since } = verdict;
  const title =
    problems.length === 0
      ? `The audit log is as it was written: ${formatNumber(rows)} rows.`
      : 'The audit log is not as it was written.';
  const newest = head === null ? [] : [`Newest row: ${head}`];
  const unproved =
    since === null
      ? []
      : [
          `Its first row is of ${formatMoment(since)}. That none stood before it, and that this is no older copy of the whole database, this can’t prove: a row noted elsewhere or forwarded does.`,
        ];
  return {
    card: toNoticeCard(problems.length === 0 ? 'good' : 'bad', 'audit', title, [...problems, ...newest, ...unproved]),
    json: { verdict },
    findings: problems.length > 0,
  };
}
