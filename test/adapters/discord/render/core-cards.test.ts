import { describe, expect, it } from 'vitest';
import { MORE_THAN_FITS } from '../../../../src/adapters/discord/render/fit-text.ts';
import { renderCard } from '../../../../src/adapters/discord/render/render-card.ts';
import type { Card } from '../../../../src/core/cards/card.ts';
import { toReportCard } from '../../../../src/core/diagnosis/report/report-card.ts';
import { toTenantsCard } from '../../../../src/core/diagnosis/report/tenants-card.ts';
import { CAUSE_IDS } from '../../../../src/core/model/causes/cause.ts';
import { baseline, failing, library, report, tenantId } from '../../../core/fixtures.ts';
import { HOSTILE_TEXTS } from './hostile.ts';
import { measureMessage } from './measure-message.ts';

/** Nine causes, each in a dozen tenants with the longest and worst names. */
const worst = report({
  tenants: CAUSE_IDS.slice(0, 9).flatMap((cause, index) =>
    HOSTILE_TEXTS.slice(0, 12).map((text, at) => ({
      ...failing(index * 100 + at, cause),
      displayName: `${text} ${'*'.repeat(100)}`,
      defaultDomainName: `${'a'.repeat(50)}.onmicrosoft.com`,
    })),
  ),
  baseline: baseline(
    ...[1, 2].map((number) => ({
      tenantId: tenantId(number),
      displayName: null,
      checkId: 'graph.token' as const,
      status: 'pass' as const,
      failingSince: null,
      testedAt: 0,
    })),
  ),
});

function buttonsIn({ blocks, actions }: Card): number {
  const inSections = blocks.flatMap((block) => (block.kind === 'section' ? block.section.actions : []));
  return [...inSections, ...actions].filter(({ kind }) => kind !== 'choice').length;
}

/** The causes' titles, none of which needs an escape. */
function titlesIn({ blocks }: Card): string[] {
  const titles = blocks.flatMap((block) => (block.kind === 'section' ? [block.section.title.at(-1)] : []));
  return titles.flatMap((part) => (part?.kind === 'text' ? [part.text] : []));
}

describe('a card of core', () => {
  it.each([
    ['a report', toReportCard(worst, { library })],
    ['a later page of a report', toReportCard(worst, { library }, 1)],
    ['the tenants of a cause', toTenantsCard(worst, 0, { library })],
  ])('shows %s whole in the worst case', (_name, card) => {
    const { count, textLength, labels, texts } = measureMessage(renderCard(card));
    expect(count).toBeLessThanOrEqual(40);
    expect(textLength).toBeLessThanOrEqual(4000);
    expect(labels).toHaveLength(buttonsIn(card));
    const shown = texts.join('\n');
    expect(shown).not.toContain(MORE_THAN_FITS);
    for (const title of titlesIn(card)) expect(shown).toContain(title);
  });
});
