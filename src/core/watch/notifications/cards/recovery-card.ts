import type { Block, Card } from '../../../cards/card.ts';
import { code, line, markTime, plain, splitTimes } from '../../../cards/inline.ts';
import { causeDefinition, ownerWord } from '../../../model/causes/cause.ts';
import { CONNECTION_ITSELF } from '../../../model/cloud/connection.ts';
import { andMore, countOf, formatDuration, formatNumber, toSafeText } from '../../../model/text/format.ts';
import type { MendedBy, Outcome, Recovery } from '../../incidents/incident.ts';
import { BEST_FIRST } from '../../incidents/recovery.ts';
import { withRest } from './words.ts';

/** What ended, after how long, and what mended it where that is known. Answers the incident's message. */
export function toRecoveryCard(recovery: Recovery): Card {
  const { cause, owner, title, references, incidents, remaining } = recovery;
  const outcome = mainOutcome(recovery);
  const head = headline(recovery, outcome);
  const headlineOfCause = title === null ? causeDefinition(cause).title : toSafeText(title);
  const blocks: Block[] = [{ kind: 'text', line: plain(`${headlineOfCause} · ${ownerWord(owner)}`) }];
  const say = (text: string): void => {
    if (text !== '') blocks.push({ kind: 'text', line: splitTimes(text) });
  };
  say(mendedByLine(recovery.mendedBy));
  say(othersLine(recovery, outcome));
  if (remaining > 0) say(`Still open in this message: ${countOf(remaining, 'incident')}.`);
  const ids = references.flatMap((reference, index) => [index > 0 ? ', ' : '', code(reference)]);
  blocks.push({ kind: 'text', line: line(...ids, andMore(incidents - references.length)), subtle: true });
  const good = outcome === 'mended' || outcome === 'accepted';
  return {
    tone: good ? 'good' : 'neutral',
    status: outcome === 'mended' ? 'mended' : 'ended',
    title: plain(head),
    blocks,
    actions: [],
    summary: `Samaritan: ${head}`,
  };
}

function mainOutcome({ outcomes }: Recovery): Outcome {
  return BEST_FIRST.find((one) => outcomes[one] !== undefined) ?? 'mended';
}

function headline(recovery: Recovery, outcome: Outcome): string {
  const { names, tenants, partnerLevel, everTenants, lastedMs, continuesIn } = recovery;
  const after = `after ${formatDuration(lastedMs)}`;
  const who = partnerLevel || tenants === 0 ? CONNECTION_ITSELF : withRest(names, tenants);
  switch (outcome) {
    case 'mended': {
      if (recovery.reading) return `Settled ${after}: ${who}.`;
      if (partnerLevel || tenants === 0) return `Mended ${after}: ${CONNECTION_ITSELF} works again.`;
      const all = everTenants > tenants ? `, the last of ${formatNumber(everTenants)}` : '';
      return `Mended ${after}: ${who} ${tenants === 1 ? 'works' : 'work'} again${all}.`;
    }
    case 'replaced':
      return `No longer this cause, ${after}: ${who} ${tenants > 1 ? 'fail' : 'fails'} for another one now.`;
    case 'accepted':
      return `Accepted ${after}: it is expected for ${who}.`;
    case 'vanished':
      return `Ended ${after}: ${who} ${tenants > 1 ? 'are' : 'is'} not on the customer list any more.`;
    case 'merged':
      return `Goes on as ${continuesIn ?? 'another incident'}: so many tenants have it that it is ours.`;
  }
}

function othersLine({ outcomes }: Recovery, main: Outcome): string {
  const others = BEST_FIRST.flatMap((one) => {
    const count = one === main ? undefined : outcomes[one];
    return count === undefined ? [] : [`${formatNumber(count)} ${OTHERS[one]}`];
  });
  return others.length === 0 ? '' : `Also ended: ${others.join(', ')}.`;
}

const OTHERS: Readonly<Record<Outcome, string>> = {
  mended: 'mended',
  replaced: 'for another cause now',
  accepted: 'accepted',
  vanished: 'gone from the customer list',
  merged: 'part of another incident now',
};

function mendedByLine(mendedBy: MendedBy | null): string {
  switch (mendedBy?.kind) {
    case undefined:
      return '';
    case 'credential-replaced':
      return 'A credential of the connection was replaced before it worked again.';
    case 'mailed':
      return `It was waiting for the customer since ${markTime(mendedBy.since)}, and works now.`;
    case 'all-at-once':
      return 'All of them work again at once, so it was mended in one place.';
    case 'tested-again':
      return `Found when ${toSafeText(mendedBy.by, { maxLength: 60 })} tested again.`;
  }
}
