import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { kindSchema } from '../../core/guidance/articles/condition.ts';
import { createKnowledge, type Knowledge, SURENESS } from '../../core/guidance/explain/knowledge.ts';
import { type CauseId, isCauseId } from '../../core/model/causes/cause.ts';
import { KnowledgeFile } from './knowledge-file.ts';

export const KNOWLEDGE_FOLDER = fileURLToPath(new URL('../../../docs/knowledge/', import.meta.url));

export const sourceSchema = z.string().min(1);
const wordSchema = z
  .string()
  .min(2)
  .refine((word) => word === word.toLowerCase(), 'words are written in lower case');
export const causeSchema = z.custom<CauseId>((id) => typeof id === 'string' && isCauseId(id), 'there is no such cause');
const hintShape = { article: z.string().optional(), first: z.string().optional(), source: sourceSchema.optional() };

/** `cause = words + words`, or a mapping where a row says more. */
const wordingSchema = z.preprocess(
  (row) => {
    const [cause, words] = typeof row === 'string' ? row.split(' = ') : [];
    return cause === undefined ? row : { cause, words: words?.split(' + ') };
  },
  z.strictObject({
    ...hintShape,
    cause: causeSchema,
    words: z.array(wordSchema).min(1),
    sure: z.enum(SURENESS).optional(),
    follows: z.literal(true).optional(),
  }),
);
const speakerSchema = z.strictObject({
  ...hintShape,
  name: z.string().min(2),
  cause: causeSchema,
  marks: z.array(wordSchema).default([]),
  names: z.array(wordSchema).default([]),
  beforeCodes: z.boolean().default(false),
});
const appSchema = z.strictObject({
  ...hintShape,
  id: z.guid(),
  name: z.string().min(2),
  retired: z.boolean().default(false),
});
const codeSchema = z.strictObject({
  ...hintShape,
  codes: z.array(z.int().min(10_000)).min(1),
  words: z.array(wordSchema).optional(),
  cause: causeSchema.optional(),
  ours: z.literal(true).optional(),
});
const firstStepSchema = z
  .strictObject({
    causes: z.array(causeSchema).min(1),
    words: z.array(wordSchema).default([]),
    bare: z.boolean().default(false),
    first: z.string().min(1).optional(),
    kind: kindSchema.optional(),
    instead: z.array(z.string()).default([]),
    source: sourceSchema,
  })
  .refine(
    ({ first, kind }) => first ?? kind,
    'a row needs a first step, or the kind of sign-in that chooses among the article’s',
  );
const list = z.array(wordSchema).min(1);
const familiarSchema = z.strictObject({ hosts: list, modules: list, tenants: list, endings: list });
const whoseSchema = z.strictObject({ ours: list, theirs: list, single: list, everywhere: list });

/**
 * Reads and checks every file of the knowledge. Throws a `GuidanceError` that names the file, the row and the fault: an
 * explanation that rests on a broken row must not be given.
 */
export function loadKnowledge(folder: string = KNOWLEDGE_FOLDER): Knowledge {
  const wordings = readdirSync(join(folder, 'wordings'))
    .filter((name) => name.endsWith('.yaml'))
    .flatMap((name) => {
      const file = new KnowledgeFile(join(folder, 'wordings', name));
      const { sure } = file.read(z.object({ source: sourceSchema, sure: z.enum(SURENESS).default('likely') }));
      return file.rows('wordings', wordingSchema).map((row) => ({ ...row, sure: row.sure ?? sure }));
    });
  const { translations } = new KnowledgeFile(join(folder, 'translations.yaml')).read(
    z.strictObject({ translations: z.record(wordSchema, z.string().min(2)) }),
  );
  const speakers = new KnowledgeFile(join(folder, 'speakers.yaml'));
  return createKnowledge({
    wordings,
    speakers: speakers.rows('speakers', speakerSchema),
    familiar: speakers.read(z.object({ familiar: familiarSchema })).familiar,
    apps: new KnowledgeFile(join(folder, 'apps.yaml')).rows('apps', appSchema),
    codes: new KnowledgeFile(join(folder, 'codes.yaml')).rows('codes', codeSchema),
    firstSteps: new KnowledgeFile(join(folder, 'first-steps.yaml')).rows('firstSteps', firstStepSchema),
    reasonless: new KnowledgeFile(join(folder, 'reasonless.yaml')).read(
      z.strictObject({ begins: list, ends: list, unless: list }),
    ),
    reports: new KnowledgeFile(join(folder, 'reports.yaml')).read(
      z.strictObject({ begins: list, says: list, ends: list, unless: z.array(z.string().min(1)).min(1) }),
    ),
    whose: new KnowledgeFile(join(folder, 'whose.yaml')).read(whoseSchema),
    translations: Object.entries(translations).map(([words, english]) => ({
      words: words.replace('*', ''),
      open: words.endsWith('*'),
      english,
    })),
  });
}
