import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { loadTexts } from '../../../../.ci/weights/load-sayings.ts';
import { loadGuidance } from '../../../../src/adapters/articles/open-guidance.ts';
import { explainText } from '../../../../src/core/guidance/explain/explain-text.ts';

const schema = JSON.parse(readFileSync(new URL('../../../../docs/explanation.schema.json', import.meta.url), 'utf8'));
const texts = loadTexts();
const validate = new Ajv2020({ allErrors: true, strict: true, strictTypes: false }).compile(schema);
const guidance = loadGuidance();

describe('docs/explanation.schema.json', () => {
  it('holds for every text from the field, and for texts that nobody knows', () => {
    const odd = [
      '',
      'hello',
      'AADSTS1234567',
      '500',
      'password=abcdefg1',
      '\u0000\u202e',
      '{'.repeat(2000),
      `user 'a@b@c' AADSTS50034`,
    ];
    for (const text of [...texts.map((one) => one.text), ...odd]) {
      expect(validate(explainText(text, guidance)), `${text.slice(0, 100)} ${JSON.stringify(validate.errors)}`).toBe(
        true,
      );
    }
  });

  it('refuses another shape', () => {
    const explanation = explainText('AADSTS50076', guidance);
    expect(validate({ ...explanation, more: 1 })).toBe(false);
    expect(validate({ ...explanation, confidence: 'none' })).toBe(false);
  });
});
