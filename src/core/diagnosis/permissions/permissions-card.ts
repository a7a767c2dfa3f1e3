import { encodeAction } from '../../cards/action-id.ts';
import { type Action, type Block, button, CARD_LIMITS, type Card } from '../../cards/card.ts';
import { code, type Line, line, plain, strong } from '../../cards/inline.ts';
import { namesLine, tenantTitle } from '../../cards/names.ts';
import { ownerWord } from '../../model/causes/cause.ts';
import { toTenantRef } from '../../model/tenants/tenant.ts';
import { allOf, countOf, toSafeText } from '../../model/text/format.ts';
import { sweepAction } from '../report/sweep-action.ts';
import { toFleetRows } from './fleet-rows.ts';
import { consentUrl, type NextStep, nextStepFor } from './next-step.ts';
import { isDrifted, isMissing, type PermissionRow, type PermissionVerdict, type UnreadPart } from './permission-row.ts';
import type { PermissionsReading, TenantPermissions } from './read-permissions.ts';

const MOST_ROWS = 12;
const MOST_UNREAD = 4;
const MOST_STEPS = 3;

const HEADS: Readonly<Partial<Record<PermissionVerdict, string>>> = {
  'not-asked': 'The app does not ask for',
  'not-granted': 'Nobody consented here to',
  'not-live': 'Not in the token; whether anybody consented could not be read',
  'no-role': 'In the token, and refused for want of a role',
  'not-in-token': 'Consented to, and not in the token yet',
  unknown: 'Could not be read',
};

/** One tenant: the verdict, what is missing first, who grants it and the next step. `articleId`: what says more. */
export function toPermissionsCard(reading: PermissionsReading, one: TenantPermissions, articleId: string): Card {
  const { set, connection, unread } = reading;
  const ref = toTenantRef(one.tenant);
  const needed = one.rows.filter((row) => row.required);
  const step = nextStepFor(one);
  const url = consentUrl(connection, one.tenant.tenantId);
  const title = `${tenantTitle(ref)}: ${verdictLine(one, needed, set.title)}`;
  const drifted = one.rows.filter(isDrifted);
  const surplus = one.rows.filter(({ verdict }) => verdict === 'surplus');
  return {
    tone: one.problem ? 'bad' : TONES[one.verdict],
    status: WORDS[one.verdict],
    title: plain(title),
    ...(step ? { aside: plain(ownerWord(step.owner)) } : {}),
    blocks: [
      ...(one.problem ? [{ kind: 'text', line: plain(one.problem.reason) } as const] : groupBlocks(needed)),
      ...nextBlock(step),
      ...unreadBlock([...unread, ...one.unread]),
      {
        kind: 'facts',
        facts: [
          { label: 'Set', value: plain(`${set.id} (${countOf(needed.length, 'permission')})`) },
          { label: 'Of these', value: plain(counts(needed)) },
          ...(drifted.length > 0
            ? [{ label: 'Asked for beyond that, and missing', value: plain(namesOf(drifted).slice(0, 300)) }]
            : []),
          ...(surplus.length > 0
            ? [{ label: 'Granted, not asked for', value: plain(namesOf(surplus).slice(0, 300)) }]
            : []),
        ],
      },
    ],
    actions: [
      ...(step?.byConsent && url ? [{ kind: 'link', label: 'Consent page of this tenant', url } as const] : []),
      button(
        'Test this tenant',
        sweepAction(connection.name, undefined, [one.tenant.tenantId]),
        !step?.byConsent && one.verdict !== 'complete',
      ),
      button('More about this', encodeAction('article', articleId, 0)),
    ],
    summary: `${ref.label}: ${verdictLine(one, needed, set.title)}`,
  };
}

const TONES = { complete: 'good', drifted: 'warn', missing: 'bad', unknown: 'unknown' } as const;
const WORDS = { complete: 'complete', drifted: 'drifted', missing: 'missing', unknown: 'unknown' } as const;

function verdictLine(
  { problem, verdict, rows }: TenantPermissions,
  needed: readonly PermissionRow[],
  title: string,
): string {
  const all = countOf(needed.length, 'permission');
  const missing = needed.filter(isMissing).length;
  const unknown = needed.filter((row) => row.verdict === 'unknown').length;
  if (problem) return `no token, so nothing is known of the ${all} needed by ${title}`;
  if (verdict === 'complete') return `${allOf(needed.length, 'permission')} needed by ${title} are there`;
  if (verdict === 'drifted') {
    const more = countOf(rows.filter(isDrifted).length, 'permission');
    return `${allOf(needed.length, 'permission')} needed by ${title} are there, and ${more} that the app asks for beyond them missing`;
  }
  const rest = unknown > 0 ? `${unknown} of ${all} needed by ${title} could not be read` : '';
  if (missing === 0) return rest;
  return `${missing} of ${all} needed by ${title} are missing${unknown > 0 ? `, ${unknown} could not be read` : ''}`;
}

function groupBlocks(rows: readonly PermissionRow[]): Block[] {
  let room = MOST_ROWS;
  return (Object.keys(HEADS) as PermissionVerdict[]).flatMap((verdict): Block[] => {
    const group = rows.filter((row) => row.verdict === verdict);
    const shown = group.slice(0, room);
    room -= shown.length;
    if (group.length === 0) return [];
    const items: Line[] = shown.map((row) => line(code(row.permission), ` ${rowNote(row)}`));
    const more = group.length - shown.length;
    if (more > 0) items.push(plain(`and ${more} more: permissions --json on the terminal lists all`));
    return [
      { kind: 'text', line: [strong(`${HEADS[verdict]} (${group.length})`)] },
      { kind: 'list', numbered: false, items },
    ];
  });
}

function rowNote({ resource, kind, why }: PermissionRow): string {
  return `${toSafeText(resource, { maxLength: 60 })}, ${kind}. ${why}`;
}

function nextBlock(step: NextStep | undefined): Block[] {
  return step ? [{ kind: 'text', line: line(strong('Next:'), ` ${toSafeText(step.text, { maxLength: 400 })}`) }] : [];
}

function unreadBlock(unread: readonly UnreadPart[]): Block[] {
  if (unread.length === 0) return [];
  const items = unread
    .slice(0, MOST_UNREAD)
    .map(({ what, reason }) => plain(toSafeText(`${what}: ${reason}`, { maxLength: 260 })));
  return [
    { kind: 'text', line: [strong('Not read')] },
    { kind: 'list', numbered: false, items },
  ];
}

/** `7 of 7 asked for, 5 granted, in the token not known`. */
function counts(rows: readonly PermissionRow[]): string {
  const of = (fact: 'asked' | 'granted' | 'live'): number | undefined => {
    const known = rows.filter((row) => row[fact] !== null);
    return known.length === 0 ? undefined : known.filter((row) => row[fact]).length;
  };
  const say = (count: number | undefined, word: string, whole = ''): string =>
    count === undefined ? `${word} not known` : `${count}${whole} ${word}`;
  const whole = ` of ${rows.length}`;
  return [say(of('asked'), 'asked for', whole), say(of('granted'), 'granted'), say(of('live'), 'in the token')].join(
    ', ',
  );
}

function namesOf(rows: readonly PermissionRow[]): string {
  return rows.map(({ permission }) => permission).join(', ');
}

export function toFleetPermissionsCard(reading: PermissionsReading, yours = false): Card {
  const { set, connection, tenants, unread } = reading;
  const of = (verdict: TenantPermissions['verdict']) => tenants.filter((one) => one.verdict === verdict).length;
  const [missing, unknown, drifted] = [of('missing'), of('unknown'), of('drifted')];
  const whole = `${yours ? 'your ' : ''}${countOf(tenants.length, 'tenant')}`;
  const verdict = missing > 0 ? 'missing' : unknown > 0 ? 'unknown' : drifted > 0 ? 'drifted' : 'complete';
  const TITLES: Record<TenantPermissions['verdict'], string> = {
    missing: `${missing} of ${whole} ${missing === 1 ? 'lacks' : 'lack'} permissions needed by ${set.title}`,
    unknown: `${unknown} of ${whole} could not be read in full; no permission is known to be missing`,
    drifted: `${drifted} of ${whole} ${drifted === 1 ? 'lacks' : 'lack'} what the app asks for, and nothing needed by ${set.title}`,
    complete: `All permissions needed by ${set.title} are there in ${whole}`,
  };
  const title = TITLES[verdict];
  const lacking = toFleetRows(reading).filter((row) => row.lacking.length > 0 && (row.required || row.asked === true));
  const rows = lacking.toSorted((a, b) => Number(b.required) - Number(a.required));
  const steps = nextSteps(tenants);
  const refused = tenants.filter((one) => one.problem).map(({ tenant }) => toTenantRef(tenant));
  const items = rows.slice(0, MOST_ROWS).map((row): Line => {
    const names = namesLine(row.lacking.slice(0, CARD_LIMITS.names).map(toTenantRef), 5, row.lacking.length);
    return line(code(row.permission), ` ${row.kind}${row.required ? '' : ', beyond the set'}. ${row.why} `, ...names);
  });
  const again: Action[] = [button('Test tokens now', sweepAction(connection.name), missing === 0)];
  return {
    tone: TONES[verdict],
    status: WORDS[verdict],
    title: plain(title),
    ...(missing > 0 ? { aside: plain(ownerWord('partner')) } : {}),
    blocks: [
      ...(items.length > 0 ? [{ kind: 'list', numbered: false, items } as const] : []),
      ...(rows.length > MOST_ROWS
        ? [{ kind: 'text', line: plain(`and ${rows.length - MOST_ROWS} more permissions in --json`) } as const]
        : []),
      ...steps.map(
        ({ text, count }, index): Block => ({
          kind: 'text',
          line: line(strong(index === 0 ? 'Next' : 'Then'), ` (${countOf(count, 'tenant')}): ${text}`),
        }),
      ),
      ...(refused.length > 0
        ? [{ kind: 'text', line: line(strong('No token, so nothing is known: '), ...namesLine(refused)) } as const]
        : []),
      ...unreadBlock(unread),
      {
        kind: 'facts',
        facts: [{ label: 'Set', value: plain(`${set.id} (${countOf(set.required.length, 'permission')})`) }],
      },
    ],
    actions: again,
    summary: title,
  };
}

/** The next steps of the tenants, those of most tenants first. */
function nextSteps(tenants: readonly TenantPermissions[]): { text: string; count: number }[] {
  const steps = tenants.flatMap((one) => nextStepFor(one)?.text ?? []);
  const counted = [...Map.groupBy(steps, (text) => text)].map(([text, all]) => ({ text, count: all.length }));
  return counted.toSorted((a, b) => b.count - a.count).slice(0, MOST_STEPS);
}
