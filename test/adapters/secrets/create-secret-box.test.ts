import { createSecretKey, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createSecretBox } from '../../../src/adapters/secrets/create-secret-box.ts';
import { Secret } from '../../../src/core/model/text/secret.ts';

const bytes = randomBytes(32);
const box = createSecretBox(createSecretKey(bytes));
const other = createSecretBox(createSecretKey(randomBytes(32)));
/** Made once with the format of version 1: a key of 32 sevens, the context `known`. */
const KNOWN = [
  's1.5950Pjk-l8uAta9x.FNe9YPM5NCP4XbbUFb1WTg.q9swlFSAHWSDvpizog',
  'f1.uK0SVWNHzjrsr3Qj9Vmn4I1Z9XgjdPjI5tF86YsJ6hI',
  'k1.OL0sqwuJ_lfB5Z_Aq-JiZzYM567PQ2PQpbJaKUylqoA',
];
const CONTEXT = 'refresh-token:global:client:tenant';
const refusal = (sealed: string, context = CONTEXT, by = box): unknown => {
  try {
    by.open(sealed, context);
    return 'opened';
  } catch (error) {
    return error;
  }
};

describe('createSecretBox', () => {
  it.each(['hush', '', 'ümläut 🗝 \u0000\n', '1.A'.repeat(10_000)])('opens what it sealed', (text) => {
    expect(box.open(box.seal(new Secret(text), CONTEXT), CONTEXT).reveal()).toBe(text);
    expect(
      createSecretBox(createSecretKey(bytes))
        .open(box.seal(new Secret(text), ''), '')
        .reveal(),
    ).toBe(text);
  });

  it('writes its version, a nonce of 12 bytes and a tag of 16, and nothing of the secret', () => {
    const sealed = box.seal(new Secret('hush-hush-hush'), CONTEXT);
    expect(sealed).toMatch(/^s1\.[\w-]{16}\.[\w-]{22}\.[\w-]{19}$/);
    expect(Buffer.from(sealed.split('.')[3] ?? '', 'base64url').toString()).not.toContain('hush');
  });

  it('takes no nonce twice', () => {
    // Long enough that two sealed texts are not the same by chance: four letters were, once in twenty runs.
    const seals = Array.from({ length: 20_000 }, () => box.seal(new Secret('hush'.repeat(4)), CONTEXT));
    expect(new Set(seals.map((sealed) => sealed.split('.')[1])).size).toBe(seals.length);
    expect(new Set(seals.map((sealed) => sealed.split('.')[3])).size).toBe(seals.length);
  });

  it('opens under the same context alone', () => {
    const sealed = box.seal(new Secret('hush'), CONTEXT);
    for (const context of ['', `${CONTEXT} `, CONTEXT.toUpperCase(), 'refresh-token:global:client:other'])
      expect(refusal(sealed, context)).toMatchObject({ name: 'SecretsError', code: 'cannot-open' });
  });

  it('does not open under another key', () => {
    expect(refusal(box.seal(new Secret('hush'), CONTEXT), CONTEXT, other)).toMatchObject({ code: 'cannot-open' });
  });

  it('does not open when any one letter was changed, left out or added', () => {
    const sealed = box.seal(new Secret('hush'), CONTEXT);
    for (const [at, letter] of [...sealed].entries()) {
      const before = sealed.slice(0, at);
      const after = sealed.slice(at + 1);
      const changes = ['A', 'B', 'g', 'w', '_', '.', '=', ' '].filter((change) => change !== letter);
      for (const changed of [
        ...changes.map((change) => before + change + after),
        before + after,
        `${before}A${sealed.slice(at)}`,
      ])
        if (changed !== sealed)
          expect(refusal(changed), `at ${at}`).toMatchObject({ code: at < 3 ? expect.any(String) : 'cannot-open' });
    }
  });

  it('does not open when any one bit of the nonce, the tag or the text was turned', () => {
    const [version = '', ...parts] = box.seal(new Secret('hush'), CONTEXT).split('.');
    for (const [index, part] of parts.entries()) {
      const original = Buffer.from(part, 'base64url');
      for (let bit = 0; bit < original.length * 8; bit++) {
        const turned = Buffer.from(original);
        turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const changed = parts.with(index, turned.toString('base64url'));
        expect(refusal([version, ...changed].join('.'))).toMatchObject({ code: 'cannot-open' });
      }
    }
  });

  it('does not open a cut tag, a cut text, parts of two texts or the same bytes written otherwise', () => {
    const [version = '', nonce = '', tag = '', text = ''] = box.seal(new Secret('hush!'), CONTEXT).split('.');
    const [, nonce2 = '', tag2 = '', text2 = ''] = box.seal(new Secret('hush?'), CONTEXT).split('.');
    const shortTag = Buffer.from(tag, 'base64url').subarray(0, 12).toString('base64url');
    for (const parts of [
      [nonce, shortTag, text],
      [nonce, tag, ''],
      [nonce, tag, text.slice(0, 4)],
      [nonce2, tag, text],
      [nonce, tag2, text],
      [nonce, tag, text2],
      [nonce, tag],
      [nonce, tag, text, ''],
      [nonce, `${tag}==`, text],
    ])
      expect(refusal([version, ...parts].join('.'))).toMatchObject({ code: 'cannot-open' });
  });

  it('tells a format it does not know from a text that was changed', () => {
    for (const sealed of ['', 's2.a.b.c', 'hush', 'S1.a.b.c'])
      expect(refusal(sealed)).toMatchObject({ code: 'unknown-format' });
  });

  it('shows neither secret nor key in an error', () => {
    const error = refusal(box.seal(new Secret('hush'), CONTEXT), 'elsewhere');
    for (const encoding of ['hex', 'base64', 'base64url'] as const)
      expect(inspect(error)).not.toContain(bytes.toString(encoding));
    expect(inspect(error)).not.toContain('hush');
  });

  it('gives a secret one fingerprint per key, from which nothing can be read', () => {
    const print = box.fingerprint(new Secret('hush'));
    expect(print).toMatch(/^f1\.[\w-]{43}$/);
    expect(createSecretBox(createSecretKey(bytes)).fingerprint(new Secret('hush'))).toBe(print);
    expect(box.fingerprint(new Secret('hush '))).not.toBe(print);
    expect(other.fingerprint(new Secret('hush'))).not.toBe(print);
  });

  it('knows its own key check, and that of no other key', () => {
    expect(box.keyCheck()).toMatch(/^k1\.[\w-]{43}$/);
    expect(createSecretBox(createSecretKey(bytes)).matches(box.keyCheck())).toBe(true);
    for (const check of [other.keyCheck(), '', 'k1.', `${box.keyCheck()}A`, box.fingerprint(new Secret('key check'))])
      expect(box.matches(check)).toBe(false);
  });

  // Values that were stored must open in every later version.
  it('opens what an earlier version sealed', () => {
    const known = createSecretBox(createSecretKey(Buffer.alloc(32, 7)));
    const [sealed = '', print = '', check = ''] = KNOWN;
    expect(known.open(sealed, 'known').reveal()).toBe('worth nothing');
    expect(known.fingerprint(new Secret('worth nothing'))).toBe(print);
    expect(known.keyCheck()).toBe(check);
  });
});
