import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadTexts } from '../../../../.ci/weights/load-sayings.ts';
import { loadGuidance } from '../../../../src/adapters/articles/open-guidance.ts';
import { explainText } from '../../../../src/core/guidance/explain/explain-text.ts';
import { toExplanationView } from '../../../../src/core/guidance/explain/explanation-view.ts';
import aadsts from '../../../../src/core/model/causes/aadsts.json' with { type: 'json' };
import { cutSecrets } from '../../../../src/core/model/text/cut-secrets.ts';
import { readShapes, type SecretShape } from './secret-shapes.ts';

const guidance = loadGuidance();
const FILES = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
  'eleventh',
  'twelfth',
  'thirteenth',
  'fourteenth',
  'fifteenth',
  'sixteenth',
  'seventeenth',
  'eighteenth',
  'nineteenth',
  'twentieth',
  'twentyfirst',
  'twentysecond',
  'twentythird',
].map((name) => [name, readShapes(`./secret-shapes-${name}.txt`)] as const);

/** The errors that quote a name, each with the secret in its place. */
const quoting = (name: string): string =>
  [
    `AADSTS700016: Application with identifier '${name}' was not found in the directory '${name}'`,
    `AADSTS500011: The resource principal named ${name} was not found in the tenant named ${name}`,
    `AADSTS50034: The user account '${name}' does not exist. Application 'f8d98a96-0999-43f5-8af3-69971c7bb423'(${name})`,
  ].join('\n');

/** Which secrets of a shape come back from a text. */
function shownOf({ secrets }: SecretShape, text: string): string[] {
  const explanation = explainText(text, guidance);
  const output = JSON.stringify([explanation, toExplanationView(explanation)]);
  return secrets.filter((secret) => output.includes(secret));
}

/** Every text in a value of JSON. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

describe('what people paste with a secret in it', () => {
  it('is more than 2,045 shapes', () => {
    expect(FILES.flatMap(([, shapes]) => shapes).length).toBeGreaterThan(2045);
  });

  it.each(FILES)('is seen as one, and cut (%s file)', (_name, shapes) => {
    const missed = shapes.filter(({ text, secrets }) => {
      const cut = cutSecrets(text);
      return cut.kinds.length === 0 || secrets.some((secret) => cut.text.includes(secret));
    });
    expect(missed.map(({ name }) => name)).toEqual([]);
  });

  it.each(FILES)('is shown nowhere, also where an error quotes the value as a name (%s file)', (_name, shapes) => {
    const shown = shapes.filter((shape) => {
      const named = shape.secrets.map(quoting).join('\n');
      return shownOf(shape, `${named}\n${JSON.stringify({ message: shape.text })}`).length > 0;
    });
    expect(shown.map(({ name }) => name)).toEqual([]);
  });

  it('is no error that anybody wrote down', () => {
    const harmed = [
      ...textsOf(loadTexts()),
      ...textsOf(aadsts),
      ...guidance.knowledge.wordings.map(({ words }) => words.join(' ')),
      ...guidance.library.all().flatMap(textsOf),
    ].filter((text) => cutSecrets(text).text !== text);
    expect(harmed).toEqual([]);
  });

  it('leaves what an error names readable', () => {
    const text = readFileSync(new URL('./readable.txt', import.meta.url), 'utf8');
    expect(cutSecrets(text)).toMatchObject({ text, kinds: [] });
  });
});
