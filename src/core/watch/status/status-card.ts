import type { Block, Card, CardTone, Section } from '../../cards/card.ts';
import { CARD_LIMITS } from '../../cards/card.ts';
import { type Line, line, plain, time } from '../../cards/inline.ts';
import { GROUPS } from '../../model/checks/catalogue.ts';
import { countOf, formatNumber } from '../../model/text/format.ts';
import { toSafeText } from '../../model/text/safe-text.ts';
import type { ConnectionStatus, StatusReading } from './read-status.ts';

/** How things stand: what is known of each connection, and what runs. */
export function toStatusCard(reading: StatusReading): Card {
  const title = titleOf(reading.connections);
  const tone: CardTone = worst(reading.connections.map((one) => one.tone));
  const blocks: Block[] = [
    ...reading.connections.map((one): Block => ({ kind: 'section', section: toSection(one) })),
    ...(reading.running.length > 0
      ? [{ kind: 'text', line: plain(`Under way: ${reading.running.join('; ')}.`) } as const]
      : []),
    ...(reading.more.length > 0 ? [{ kind: 'facts', facts: reading.more } as const] : []),
    { kind: 'text', line: plain(`Samaritan ${reading.version}`), subtle: true },
  ];
  return { tone, status: wordOf(tone), title: plain(title), blocks, actions: [], summary: title };
}

function titleOf(connections: readonly ConnectionStatus[]): string {
  const [only, ...others] = connections;
  if (!only) return 'No connection is configured';
  const failing = connections.filter((one) => one.tone === 'bad').length;
  if (failing > 0 && others.length === 0 && only.tenants.fail + only.tenants.unknown > 0) return countsOf(only);
  if (failing > 0) {
    const whole = countOf(connections.length, 'connection');
    return `${formatNumber(failing)} of ${whole} ${failing === 1 ? 'has' : 'have'} something failing`;
  }
  const untested = connections.reduce((sum, one) => sum + one.notTested.length + one.tenants.neverTested, 0);
  return untested === 0
    ? 'Nothing is known to fail'
    : `Nothing is known to fail, but ${countOf(untested, 'tenant')} ${untested === 1 ? 'was' : 'were'} not tested`;
}

function toSection(status: ConnectionStatus): Section {
  const { name, tone, tenants, asOf, notTested, lastRun, causes, problem } = status;
  const lines: Line[] = [];
  if (problem !== undefined) lines.push(plain(problem));
  if (asOf !== null) lines.push(line(`${countsOf(status)} (as of `, time(asOf), ')'));
  if (notTested.length > 0) lines.push(notTestedLine(notTested));
  if (tenants.neverTested > 0) lines.push(plain(`Never tested: ${countOf(tenants.neverTested, 'tenant')}`));
  lines.push(lastRun ? line('Last sweep: ', time(lastRun.finishedAt)) : plain('No sweep has finished yet.'));
  for (const cause of causes.slice(0, CARD_LIMITS.causes)) {
    const extent = cause.tenants === 0 ? 'the partner connection' : countOf(cause.tenants, 'tenant');
    const since = cause.since === null ? [] : [', since ', time(cause.since)];
    lines.push(line(`${cause.title}: ${extent}`, ...since));
  }
  const more = causes.length - CARD_LIMITS.causes;
  if (more > 0) lines.push(plain(`and ${countOf(more, 'more cause')}`));
  if (tenants.accepted > 0) lines.push(plain(`Accepted: ${countOf(tenants.accepted, 'tenant')}`));
  return { tone, status: wordOf(tone), title: plain(`Connection ${name}`), lines, actions: [] };
}

/** `9 of 12 tenants fail, 1 is unknown`. */
function countsOf({ tenants: { all, fail, unknown, accepted, neverTested } }: ConnectionStatus): string {
  const whole = countOf(all, 'tenant');
  if (fail === 0 && unknown === 0) {
    const works = all - accepted - neverTested;
    if (works === all) return all === 1 ? 'The tenant works' : `All ${whole} work`;
    return `${formatNumber(works)} of ${whole} ${works === 1 ? 'works' : 'work'}`;
  }
  const parts = fail === 0 ? [] : [`${formatNumber(fail)} of ${whole} ${fail === 1 ? 'fails' : 'fail'}`];
  if (unknown > 0) {
    const subject = fail === 0 ? `${formatNumber(unknown)} of ${whole}` : formatNumber(unknown);
    parts.push(`${subject} ${unknown === 1 ? 'is' : 'are'} unknown`);
  }
  return parts.join(', ');
}

function notTestedLine(notTested: ConnectionStatus['notTested']): Line {
  const since = notTested.reduce((oldest, { testedAt }) => Math.min(oldest, testedAt), Number.POSITIVE_INFINITY);
  const areas = [...new Set(notTested.flatMap((one) => one.areas))].map((group) => GROUPS[group].title);
  const part = notTested.every((one) => one.areas.length > 0) ? ` at ${areas.join(' and ')}` : '';
  const names = notTested
    .slice(0, CARD_LIMITS.names)
    .map(({ displayName, tenantId }) => toSafeText(displayName || tenantId, { maxLength: 40 }));
  const more = notTested.length - names.length;
  const rest = more > 0 ? ` and ${formatNumber(more)} more` : '';
  return line(
    'Not tested since ',
    time(since),
    `${part}: ${countOf(notTested.length, 'tenant')}, ${names.join(', ')}${rest}`,
  );
}

function wordOf(tone: CardTone): string {
  if (tone === 'bad') return 'failing';
  return tone === 'good' ? 'fine' : 'not known';
}

function worst(tones: readonly CardTone[]): CardTone {
  const order: readonly CardTone[] = ['bad', 'unknown', 'warn', 'neutral', 'good'];
  return order.find((tone) => tones.includes(tone)) ?? 'neutral';
}
