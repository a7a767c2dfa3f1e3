import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CAUSE_IDS, causeDefinition, isCauseId, ownerOf } from '../../../../src/core/model/causes/cause.ts';

describe('the catalogue of causes', () => {
  it.each(CAUSE_IDS)('%s has a headline of at most 60 characters and a whole sentence', (id) => {
    const { title, meaning } = causeDefinition(id);
    expect(title).toMatch(/^\p{Lu}.{4,59}$/u);
    expect(title).not.toMatch(/\.$/);
    expect(meaning).toMatch(/^\p{Lu}.*\.$/u);
  });

  it('says of no refusal whose policy or setting it is: alone it is the customer’s, in a crowd most likely ours', () => {
    const ofSignIn = CAUSE_IDS.filter(
      (id) => /^(?:access|account|app|exchange|mfa|token)\./.test(id) && ownerOf(id, 'customer') === 'customer',
    );
    expect(ofSignIn.length).toBeGreaterThan(5);
    const whose =
      /of the (?:tenant|customer)|(?:tenant|customer)’s (?!tenant)|^The (?:tenant|customer)\b|in the tenant\b/;
    expect(ofSignIn.filter((id) => whose.test(causeDefinition(id).meaning))).toEqual([]);
  });

  it('has none that nothing leads to: a code, a wording, or a part of the program', () => {
    const files = globSync(['src/**/*.{ts,json}', 'docs/knowledge/**/*.{json,yaml}']);
    const isCatalogue = (file: string): boolean => file.endsWith('causes.json') && !file.endsWith('-causes.json');
    const named = files.filter((file) => !isCatalogue(file)).map((file) => readFileSync(file, 'utf8'));
    const words = new Set(named.flatMap((text) => text.match(/[a-z]+(?:[.-][a-z]+)*/g) ?? []));
    expect(CAUSE_IDS.filter((id) => !words.has(id))).toEqual([]);
  });

  it('knows its own ids and no property of an object', () => {
    expect(isCauseId('mfa.required')).toBe(true);
    expect(isCauseId('toString')).toBe(false);
    expect(isCauseId('')).toBe(false);
  });
});

describe('ownerOf', () => {
  it.each([
    ['mfa.required', 'customer', 'customer'],
    ['mfa.required', 'partner', 'partner'],
    ['access.conditional-access', 'customer', 'customer'],
    ['access.conditional-access', 'partner', 'partner'],
    ['token.expired', 'customer', 'partner'],
    ['service.unavailable', 'partner', 'microsoft'],
    ['network.timeout', 'customer', 'network'],
    ['unknown', 'customer', 'unknown'],
    ['internal', 'partner', 'unknown'],
  ] as const)('gives %s, refused by the %s’s tenant, to: %s', (cause, place, owner) => {
    expect(ownerOf(cause, place)).toBe(owner);
  });
});
