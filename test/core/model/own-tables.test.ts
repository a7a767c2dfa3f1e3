import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { AadstsCauses } from '../../../src/core/model/causes/aadsts.ts';
import { CAUSE_IDS, CAUSE_OWNERS, type CauseDefinition } from '../../../src/core/model/causes/cause.ts';
import { SECRET_KINDS, type SecretRules } from '../../../src/core/model/text/secret-rules.ts';

const pattern = z.string().min(3);
const rows = z.array(pattern).readonly();
const words = z.partialRecord(z.enum(SECRET_KINDS), rows);
const flags = z
  .string()
  .regex(/^[-/][^|]*(?:\|[-/][^|]*)*$/)
  .exactOptional();
const codes = z.array(z.int().positive());
const ofCauses = z.partialRecord(z.enum(CAUSE_IDS), codes);

const SECRET_RULES: z.ZodType<SecretRules> = z.strictObject({
  labels: words,
  weak: words,
  notSecret: pattern,
  is: z.array(z.string()),
  filled: rows,
  of: rows,
  sets: rows,
  to: rows,
  cues: z.array(pattern),
  told: pattern,
  serves: pattern,
  called: pattern,
  legal: pattern,
  near: rows,
  blanks: z.array(z.string()),
  terms: rows,
  accounts: rows,
  names: rows,
  sentence: pattern,
  ids: pattern,
  calls: z.array(z.strictObject({ names: pattern, nth: z.number().int().min(1).max(4) })),
  switches: z.array(z.strictObject({ tools: pattern, spaced: flags, joined: flags })),
  shapes: z.array(
    z.strictObject({ kind: z.enum(SECRET_KINDS), case: z.boolean().exactOptional(), patterns: z.array(pattern) }),
  ),
});
const CAUSES: z.ZodType<Record<string, CauseDefinition>> = z.record(
  z.string(),
  z.strictObject({
    title: z.string().min(1).max(60),
    meaning: z.string().min(1),
    owner: z.enum(CAUSE_OWNERS),
    bought: z.literal(true).exactOptional(),
  }),
);
const AADSTS_CAUSES: z.ZodType<AadstsCauses> = z.strictObject({
  likely: ofCauses,
  exact: ofCauses,
  owners: z.record(z.string(), z.enum(['partner', 'customer'])),
  generic: codes,
});

const read = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../../../src/core/model/${file}`, import.meta.url), 'utf8'));

// What the sources take them for without looking: each start would pay for the look.
describe.each([
  ['text/secret-rules.json', SECRET_RULES, { shapes: [{ kind: 'pass', patterns: ['abc'] }] }],
  ['causes/causes.json', CAUSES, { unknown: { title: 'Nobody knows', meaning: 'It is not known.', owner: 'nobody' } }],
  ['causes/aadsts-causes.json', AADSTS_CAUSES, { exact: { 'no.cause': [50076] } }],
] as const)('%s', (file, schema: z.ZodType, fault) => {
  it('has the form that it is read as', () => {
    expect(schema.parse(read(file))).toEqual(read(file));
  });

  it('would be found where it has another', () => {
    expect(schema.safeParse({ ...read(file), ...fault }).success).toBe(false);
    expect(schema.safeParse({ ...read(file), more: 1 }).success).toBe(false);
  });
});
