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
const isWord = (word: unknown): word is string =>
  typeof word === 'string' && word.length > 1 && word === word.toLowerCase();
const AS_WRITTEN = 'words have two letters at least, and are written in lower case';
/** By hand, for there are thousands, and to ask zod for each takes an eighth of a short start. */
const wordsSchema = (least: 0 | 1) =>
  z.custom<string[]>((all) => Array.isArray(all) && all.length >= least && all.every(isWord), AS_WRITTEN);
export const causeSchema = z.custom<CauseId>((id) => typeof id === 'string' && isCauseId(id), 'there is no such cause');
const hintShape = { article: z.string().optional(), first: z.string().optional(), source: sourceSchema.optional() };

const mappedWordingSchema = z.strictObject({
  ...hintShape,
  cause: causeSchema,
  words: wordsSchema(1),
  sure: z.enum(SURENESS).optional(),
  follows: z.literal(true).optional(),
});

/** `cause = words + words`, or a mapping where a row says more. */
const wordingSchema = z.unknown().transform((row, context): z.infer<typeof mappedWordingSchema> => {
  const [cause = '', all = ''] = typeof row === 'string' ? row.split(' = ') : [];
  const words = all.split(' + ');
  if (isCauseId(cause) && words.every(isWord)) return { cause, words };
  const checked = mappedWordingSchema.safeParse(typeof row === 'string' ? { cause, words } : row);
  if (checked.success) return checked.data;
  for (const { path, message } of checked.error.issues) context.addIssue({ code: 'custom', path, message });
  return z.NEVER;
});
const speakerSchema = z.strictObject({
  ...hintShape,
  name: z.string().min(2),
  cause: causeSchema,
  marks: wordsSchema(0).default([]),
  names: wordsSchema(0).default([]),
  beforeCodes: z.boolean().default(false),
  signsIn: z.boolean().default(false),
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
  words: wordsSchema(0).optional(),
  cause: causeSchema.optional(),
  ours: z.literal(true).optional(),
});
const firstStepSchema = z
  .strictObject({
    causes: z.array(causeSchema).min(1),
    words: wordsSchema(0).default([]),
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
const list = wordsSchema(1);
/** Words of other languages, each with what it means in English. */
const translationsSchema = z
  .custom<Record<string, string>>((rows) => typeof rows === 'object' && rows !== null && !Array.isArray(rows))
  .superRefine((rows, { addIssue }) => {
    for (const [words, english] of Object.entries<unknown>(rows)) {
      if (!isWord(words)) addIssue({ code: 'custom', path: [words], message: AS_WRITTEN });
      if (typeof english !== 'string' || english.length < 2)
        addIssue({ code: 'custom', path: [words], message: 'its English has two letters at least' });
    }
  });
const familiarSchema = z.strictObject({
  hosts: list,
  modules: list,
  tenants: list,
  endings: list,
  ours: list,
  signIn: list,
});
const contextsSchema = z.strictObject({
  microsoft: list,
  familiar: list,
  ours: list,
  asked: list,
  pages: list,
  parts: list,
  statuses: z
    .record(z.string().regex(/^[45]\d\d$/), causeSchema)
    .transform((rows) => new Map(Object.entries(rows).map(([status, cause]) => [Number(status), cause]))),
});
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
    z.strictObject({ translations: translationsSchema }),
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
    questions: new KnowledgeFile(join(folder, 'questions.yaml')).read(
      z.strictObject({
        begins: z.array(z.string().min(1)).min(1),
        asks: list,
        unless: list,
        answers: z.array(z.string()).min(1),
        source: sourceSchema,
      }),
    ),
    contexts: new KnowledgeFile(join(folder, 'contexts.yaml')).read(contextsSchema),
    elsewhere: new KnowledgeFile(join(folder, 'elsewhere.yaml')).read(
      z.strictObject({
        field: list,
        shared: list,
        capitals: list,
        persons: z.array(z.string().min(1)).min(1),
        articles: z.array(z.string().min(1)).min(1),
        german: list,
        places: list,
        source: sourceSchema,
      }),
    ),
    settled: new KnowledgeFile(join(folder, 'settled.yaml')).read(
      z.strictObject({ says: list, before: list, unless: list, source: sourceSchema }),
    ),
    whose: new KnowledgeFile(join(folder, 'whose.yaml')).read(whoseSchema),
    translations: Object.entries(translations).map(([words, english]) => ({
      words: words.replace('*', ''),
      open: words.endsWith('*'),
      english,
    })),
  });
}
