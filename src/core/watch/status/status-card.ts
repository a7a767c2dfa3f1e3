import { encodeAction } from '../../cards/action-id.ts';
import { type Action, type Block, CARD_LIMITS, type Card, type CardTone, type Section } from '../../cards/card.ts';
import { type Line, line, plain, strong, time } from '../../cards/inline.ts';
import { firstLines } from '../../cards/names.ts';
import { HOW_TO_SET_UP } from '../../credentials/connection-book.ts';
import { badCounts, wholeOf, workingCount } from '../../diagnosis/report/report-verdict.ts';
import { GROUPS } from '../../model/checks/catalogue.ts';
import { CONNECTION_ITSELF } from '../../model/cloud/connection.ts';
import { andMore, countOf, formatNumber, toSafeText } from '../../model/text/format.ts';
import type { GroupFacts } from '../incidents/incident-store.ts';
import {
  acknowledgeAll,
  chooseRows,
  type MatterState,
  matterChoices,
  matterLine,
  matterState,
  toRows,
} from '../notifications/cards/matter-rows.ts';
import type { ConnectionStatus, StatusReading } from './read-status.ts';

/** The morning's board: what is open by what is done about it, then how each connection stands, and what runs. */
export function toStatusCard(reading: StatusReading): Card {
  const { matters } = reading;
  const whole = matters.length > 0 ? mattersTitle(reading) : connectionsTitle(reading);
  const title = reading.among === undefined ? whole : `${whole} · tagged ${reading.among}`;
  // What works again is over only when it has worked twice.
  const tone = worst([
    ...reading.connections.map((one) => one.tone),
    ...(matters.length > 0 ? (['warn'] as const) : []),
  ]);
  const isSetUp = reading.connections.length > 0;
  const blocks: Block[] = [
    ...(isSetUp ? [] : [{ kind: 'text', line: plain(HOW_TO_SET_UP) } as const]),
    ...boardBlocks(reading),
    ...reading.connections.map((one): Block => ({ kind: 'section', section: toSection(one, reading) })),
    ...(reading.running.length > 0
      ? [{ kind: 'text', line: plain(`Under way: ${reading.running.join('; ')}.`) } as const]
      : []),
    ...(reading.more.length > 0 ? [{ kind: 'facts', facts: reading.more } as const] : []),
    { kind: 'text', line: plain(`Samaritan ${reading.version}`), subtle: true },
  ];
  return {
    tone,
    status: matters.length > 0 ? undefined : wordOf(tone),
    title: plain(title),
    blocks,
    actions: boardActions(reading),
    summary: title,
  };
}

/** One matter can be an incident in each of its tenants. Of tags it also holds those in others, and only matters count. */
function mattersTitle({ open: groups, among }: StatusReading): string {
  const fresh = groups.filter(({ acknowledged, snoozed }) => !acknowledged && !snoozed).length;
  const incidents = groups.reduce((sum, group) => sum + group.open, 0);
  const whole = among !== undefined || incidents === groups.length ? '' : ` with ${countOf(incidents, 'incident')}`;
  const open = `${countOf(groups.length, 'matter')}${whole} ${groups.length === 1 ? 'is' : 'are'} open`;
  return fresh === 0 ? `${open} · none is new` : `${open} · ${formatNumber(fresh)} new`;
}

/** Rows by what is done about them. The newest have buttons; every one can be opened. */
function boardBlocks(reading: StatusReading): Block[] {
  const { matters, accepted } = reading;
  const of = (state: MatterState): GroupFacts[] => matters.filter((facts) => matterState(facts) === state);
  const fresh = of('new');
  const rows = chooseRows(matters);
  const list = (title: string, items: readonly Line[]): Block[] => {
    if (items.length === 0) return [];
    return [heading(title), { kind: 'list', numbered: false, items: firstLines(items, MOST_ROWS) }];
  };
  return [
    ...(fresh.length > 0 ? [heading('New')] : []),
    ...toRows(rows, reading.asking, (id) => toBoardId(id, reading.asked)),
    ...list('Also new', fresh.slice(rows.length).map(matterLine)),
    ...list('Known', of('known').map(matterLine)),
    ...list('Waiting for the customer', of('waiting').map(matterLine)),
    ...list('Accepted', accepted.map(acceptedLine)),
  ];
}

const MOST_ROWS = 5;
/** Causes of a connection that are no incident yet. */
const MOST_CAUSES = 4;

function heading(text: string): Block {
  return { kind: 'text', line: [strong(text)] };
}

function acceptedLine({ label, checkId, reason, acceptedBy, until }: StatusReading['accepted'][number]): Line {
  const end = until === null ? ['for good'] : ['until ', time(until)];
  const why = toSafeText(reason, { maxLength: 80 });
  return line(
    strong(label),
    ` · ${checkId ?? 'every check'}: ${why} · by ${toSafeText(acceptedBy, { maxLength: 40 })}, `,
    ...end,
  );
}

function connectionsTitle({ connections, yours }: StatusReading): string {
  const [only, ...others] = connections;
  if (!only) return 'No connection is configured';
  const failing = connections.filter(({ tone }) => tone === 'bad').length;
  const bad = failing > 0 ? failing : connections.filter(({ tone }) => tone === 'unknown').length;
  if (bad > 0 && others.length === 0) {
    // No tenant can be tested while it lasts: what is known of them comes second.
    const ownWord = failing > 0 ? 'fails' : 'is unknown';
    const own = only.causes.some(({ tenants }) => tenants === 0) ? [`The connection itself ${ownWord}`] : [];
    const theirs = only.tenants.fail + only.tenants.unknown > 0 ? [countsOf(only, yours)] : [];
    if (own.length + theirs.length > 0) return [...own, ...theirs].join(' · ');
  }
  if (bad > 0) {
    const whole = countOf(connections.length, 'connection');
    return `${formatNumber(bad)} of ${whole} ${bad === 1 ? 'has' : 'have'} something ${failing > 0 ? 'failing' : 'unknown'}`;
  }
  if (connections.every(({ asOf }) => asOf === null)) return 'No tenant was tested yet';
  const untested = connections.reduce((sum, one) => sum + one.notTested.length + one.tenants.neverTested, 0);
  if (untested === 0 && connections.some(({ neverIn }) => neverIn))
    return 'Nothing is known to fail, but not everything was tested';
  return untested === 0
    ? 'Nothing is known to fail'
    : `Nothing is known to fail, but ${countOf(untested, 'tenant')} ${untested === 1 ? 'was' : 'were'} not tested`;
}

/** What a row of the board tells already is left out. */
function toSection(status: ConnectionStatus, { matters, yours }: StatusReading): Section {
  const { name, tone, tenants, asOf, notTested, unlisted, neverIn, lastRun, problem } = status;
  const told = new Set(matters.flatMap(({ group }) => (group.connection === name ? [group.cause] : [])));
  const causes = status.causes.filter(({ cause }) => cause === null || !told.has(cause));
  const lines: Line[] = [];
  if (problem !== undefined) lines.push(plain(problem));
  if (asOf !== null) lines.push(line(`${countsOf(status, yours)}, as of `, time(asOf)));
  if (notTested.length > 0) lines.push(notTestedLine(notTested));
  if (neverIn) {
    const areas = neverIn.areas.map((group) => GROUPS[group].title).join(' and ');
    lines.push(plain(`Never tested at ${areas}: ${countOf(neverIn.tenants, 'tenant')}`));
  }
  if (tenants.neverTested > 0) lines.push(plain(`Never tested: ${countOf(tenants.neverTested, 'tenant')}`));
  if (unlisted.length > 0) lines.push(plain(`Not on the customer list: ${namesOf(unlisted)}`));
  lines.push(lastRun ? line('Last sweep: ', time(lastRun.finishedAt)) : plain('No sweep has finished yet.'));
  for (const cause of causes.slice(0, MOST_CAUSES)) {
    const extent = cause.tenants === 0 ? CONNECTION_ITSELF : countOf(cause.tenants, 'tenant');
    const since = cause.since === null ? [] : [', since ', time(cause.since)];
    lines.push(line(`${cause.title}: ${extent}`, ...since));
  }
  const more = causes.length - MOST_CAUSES;
  if (more > 0) lines.push(plain(`and ${countOf(more, 'more cause')}`));
  if (tenants.accepted > 0) lines.push(plain(`Accepted: ${countOf(tenants.accepted, 'tenant')}`));
  return { tone, status: wordOf(tone), title: plain(`Connection ${name}`), lines, actions: [] };
}

/** In the words of a report. */
function countsOf({ tenants, neverIn }: ConnectionStatus, yours: boolean | undefined): string {
  const { all, fail, unknown, accepted, neverTested } = tenants;
  const whole = wholeOf(all, yours);
  if (fail > 0 || unknown > 0) return badCounts(tenants, whole).join(', ');
  if (neverIn) return `No failure in what was tested of ${whole}`;
  return workingCount(all - accepted - neverTested, all, yours);
}

function notTestedLine(notTested: ConnectionStatus['notTested']): Line {
  const since = notTested.reduce((oldest, { testedAt }) => Math.min(oldest, testedAt), Number.POSITIVE_INFINITY);
  const areas = [...new Set(notTested.flatMap((one) => one.areas))].map((group) => GROUPS[group].title);
  const part = notTested.every((one) => one.areas.length > 0) ? ` at ${areas.join(' and ')}` : '';
  const names = namesOf(notTested.map(({ displayName, tenantId }) => displayName || tenantId));
  return line('Not tested since ', time(since), `${part}: ${countOf(notTested.length, 'tenant')}, ${names}`);
}

function namesOf(all: readonly string[]): string {
  const names = all.slice(0, CARD_LIMITS.names).map((name) => toSafeText(name, { maxLength: 40 }));
  return names.join(', ') + andMore(all.length - names.length);
}

function boardActions({ matters, connections, asked, asking }: StatusReading): Action[] {
  const [only] = connections;
  const all = connections.length === 1 && only ? acknowledgeAll(matters, toBoardId(only.name, asked)) : [];
  return [...all, ...matterChoices(matters, asking, chooseRows(matters))];
}

/** Takes an incident, or all of a connection, and draws the same board again; the whole one where that has no room. */
function toBoardId(of: string, asked: readonly string[] = []): string {
  const fits = asked.join('~').length <= MOST_ASKED && !asked.some((one) => one.includes('~'));
  return encodeAction('board', of, ...(fits ? asked : []));
}

const MOST_ASKED = 40;

function wordOf(tone: CardTone): string {
  if (tone === 'bad') return 'failing';
  return tone === 'good' ? 'fine' : 'not known';
}

function worst(tones: readonly CardTone[]): CardTone {
  const order: readonly CardTone[] = ['bad', 'unknown', 'warn', 'neutral', 'good'];
  return order.find((tone) => tones.includes(tone)) ?? 'neutral';
}
