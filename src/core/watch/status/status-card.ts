import type { Block, Card, CardTone, Section } from '../../cards/card.ts';
import { CARD_LIMITS } from '../../cards/card.ts';
import { type Line, line, plain, time } from '../../cards/inline.ts';
import type { Totals } from '../../diagnosis/report/report.ts';
import { countOf, formatNumber } from '../../model/text/format.ts';
import type { StatusReading } from './read-status.ts';

/** How things stand: each connection with its last sweep and what fails now, and what runs. */
export function toStatusCard(reading: StatusReading): Card {
  const failing = reading.connections.filter((one) => one.tone === 'bad').length;
  const title =
    reading.connections.length === 0
      ? 'No connection is configured'
      : failing > 0
        ? `${formatNumber(failing)} of ${countOf(reading.connections.length, 'connection')} ${failing === 1 ? 'has' : 'have'} something failing`
        : 'Nothing is known to fail';
  const tone: CardTone = worst(reading.connections.map((one) => one.tone));
  const blocks: Block[] = [
    ...reading.connections.map((one): Block => ({ kind: 'section', section: toSection(one) })),
    ...(reading.running.length > 0
      ? [{ kind: 'text', line: plain(`Under way: ${reading.running.join('; ')}.`) } as const]
      : []),
    ...(reading.more.length > 0 ? [{ kind: 'facts', facts: reading.more } as const] : []),
    { kind: 'text', line: plain(`Samaritan ${reading.version}`), subtle: true },
  ];
  return {
    tone,
    status: tone === 'bad' ? 'failing' : tone === 'good' ? 'fine' : 'not known',
    title: plain(title),
    blocks,
    actions: [],
    summary: title,
  };
}

function toSection({ name, tone, lastRun, causes, accepted, problem }: StatusReading['connections'][number]): Section {
  const lines: Line[] = [];
  if (problem !== undefined) lines.push(plain(problem));
  if (lastRun) {
    const { totals, finishedAt } = lastRun;
    lines.push(line('Last sweep: ', time(finishedAt), totals ? `, ${countsOf(totals)}` : ''));
  } else lines.push(plain('No sweep has finished yet.'));
  for (const { title, tenants, since } of causes.slice(0, CARD_LIMITS.causes)) {
    const extent = tenants === 0 ? 'the partner connection' : countOf(tenants, 'tenant');
    lines.push(line(`${title}: ${extent}`, ...(since === null ? [] : [', since ', time(since)])));
  }
  const more = causes.length - CARD_LIMITS.causes;
  if (more > 0) lines.push(plain(`and ${countOf(more, 'more cause')}`));
  if (accepted > 0) lines.push(plain(`Accepted: ${countOf(accepted, 'tenant')}`));
  return {
    tone,
    status: tone === 'bad' ? 'failing' : tone === 'good' ? 'fine' : 'not known',
    title: plain(`Connection ${name}`),
    lines,
    actions: [],
  };
}

function countsOf({ fail, unknown, tenants }: Totals): string {
  const more = unknown > 0 ? `, ${formatNumber(unknown)} unknown` : '';
  return `${formatNumber(fail)} of ${countOf(tenants, 'tenant')} failing${more}`;
}

function worst(tones: readonly CardTone[]): CardTone {
  const order: readonly CardTone[] = ['bad', 'unknown', 'warn', 'neutral', 'good'];
  return order.find((tone) => tones.includes(tone)) ?? 'neutral';
}
