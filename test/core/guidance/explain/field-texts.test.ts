import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadGuidance } from '../../../../src/adapters/articles/open-guidance.ts';
import { explainText } from '../../../../src/core/guidance/explain/explain-text.ts';
import { isCauseId } from '../../../../src/core/model/causes/cause.ts';

interface FieldText {
  text: string;
  cause: string;
  alsoRight?: string[];
  source: string;
  /** `holdout` and `fresh` were written down before the rules were looked at for them. */
  set: 'train' | 'holdout' | 'fresh';
}

const texts = JSON.parse(readFileSync(new URL('field-texts.json', import.meta.url), 'utf8')) as FieldText[];
const guidance = loadGuidance();
const results = texts.map((entry) => {
  const explanation = explainText(entry.text, guidance);
  const right = explanation.cause === entry.cause || (entry.alsoRight ?? []).includes(explanation.cause);
  return {
    ...entry,
    right,
    got: `${explanation.cause} (${explanation.confidence})`,
    confidence: explanation.confidence,
  };
});
const wrongOf = (list: typeof results) =>
  list.filter((one) => !one.right).map(({ text, cause, got }) => ({ cause, got, text: text.slice(0, 120) }));

describe('error texts from the field', () => {
  it('are at least 150, of at least 55 causes, each with its source', () => {
    expect(texts.length).toBeGreaterThanOrEqual(150);
    expect(new Set(texts.map((one) => one.cause)).size).toBeGreaterThanOrEqual(55);
    for (const { cause, alsoRight, source } of texts) {
      expect([cause, ...(alsoRight ?? [])].every(isCauseId)).toBe(true);
      expect(source).not.toBe('');
    }
    expect(texts.filter((one) => one.set !== 'train').length / texts.length).toBeGreaterThanOrEqual(0.4);
  });

  for (const set of ['train', 'holdout', 'fresh'] as const) {
    it(`are explained right in 95 of 100 cases (${set})`, () => {
      const list = results.filter((one) => one.set === set);
      const wrong = wrongOf(list);
      expect(wrong.length / list.length, JSON.stringify(wrong, null, 1)).toBeLessThanOrEqual(0.05);
    });
  }

  it('are never explained wrong with certainty', () => {
    expect(wrongOf(results.filter((one) => one.confidence === 'exact'))).toEqual([]);
  });
});
