import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadArticles } from '../../../src/adapters/articles/load-articles.ts';
import { openGuidance } from '../../../src/adapters/articles/open-guidance.ts';
import { CAUSE_IDS } from '../../../src/core/model/causes/cause.ts';

describe('openGuidance', () => {
  it('gives for every cause the article that the whole library has', () => {
    const library = loadArticles();
    const quick = openGuidance().library;
    for (const cause of CAUSE_IDS) expect(quick.forCause(cause)).toEqual(library.forCause(cause));
  });

  it('names what is wrong with the article it reads', () => {
    const folder = mkdtempSync(join(tmpdir(), 'samaritan-articles-'));
    writeFileSync(join(folder, 'token-expired.md'), '---\nid: token-expired\n---\n');
    expect(() => openGuidance(folder).library.forCause('token.expired')).toThrow(/token-expired\.md/);
  });
});
