import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadTexts } from '../../../.ci/weights/load-sayings.ts';
import { loadArticles } from '../../../src/adapters/articles/load-articles.ts';
import { loadGuidance, openGuidance } from '../../../src/adapters/articles/open-guidance.ts';
import { explainText } from '../../../src/core/guidance/explain/explain-text.ts';
import { CAUSE_IDS } from '../../../src/core/model/causes/cause.ts';

describe('openGuidance', () => {
  it('gives for every cause the article that the whole library has', () => {
    const library = loadArticles();
    const quick = openGuidance().library;
    for (const cause of CAUSE_IDS) expect(quick.forCause(cause)).toEqual(library.forCause(cause));
  });

  it('explains a text as the whole library does', () => {
    const [quick, whole] = [openGuidance(), loadGuidance()];
    const texts = loadTexts().filter((_, nth) => nth % 25 === 0);
    for (const { text } of texts) expect(explainText(text, quick)).toEqual(explainText(text, whole));
  });

  it('names what is wrong with the article it reads', () => {
    const folder = mkdtempSync(join(tmpdir(), 'samaritan-articles-'));
    writeFileSync(join(folder, 'token-expired.md'), '---\nid: token-expired\n---\n');
    expect(() => openGuidance(folder).library.forCause('token.expired')).toThrow(/token-expired\.md/);
  });
});
