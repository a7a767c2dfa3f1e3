import type { CauseId } from './cause.ts';
import table from './texts.json' with { type: 'json' };

/** A known wording. Texts are looked at last, when no field of the answer decides. */
export interface TextRule {
  /** Lower-case fragments that must all occur. */
  all: readonly string[];
  cause: CauseId;
  confidence: 'exact' | 'likely';
}

/**
 * Wordings of Graph, Exchange and Partner Center, most particular first.
 * Sources: microsoft-graph-docs, CIPP-API Get-NormalizedError, office-docs-powershell issues (August 2026).
 */
export const TEXT_RULES = table as readonly TextRule[];

/** The first rule whose every fragment the text holds. Linear in the text's length. */
export function matchText(text: string, rules: readonly TextRule[] = TEXT_RULES): TextRule | undefined {
  // Texts that people paste have often been through a word processor.
  const lower = text.toLowerCase().replaceAll('’', "'");
  return rules.find((one) => one.all.every((fragment) => lower.includes(fragment)));
}
