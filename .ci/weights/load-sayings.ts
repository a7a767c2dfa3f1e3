import { join } from 'node:path';
import { z } from 'zod';
import { GuidanceError } from '../../src/adapters/articles/guidance-error.ts';
import { KnowledgeFile } from '../../src/adapters/articles/knowledge-file.ts';
import { causeSchema, KNOWLEDGE_FOLDER, sourceSchema } from '../../src/adapters/articles/load-knowledge.ts';
import type { ArticleLibrary } from '../../src/core/guidance/articles/article.ts';
import type { Guidance, Translation } from '../../src/core/guidance/explain/knowledge.ts';
import { translate } from '../../src/core/guidance/explain/plain-english.ts';

/** A text and the article that answers it. */
export interface Saying {
  text: string;
  article: string;
  /** Articles that it may be as well. */
  also?: readonly string[];
  /** The same in English, where words of other languages or of everyday speech stand in it. */
  english?: string | undefined;
}

const textSchema = z.strictObject({
  text: z.string().min(1),
  cause: causeSchema,
  also: z.array(causeSchema).default([]),
  source: sourceSchema,
  set: z.enum(['train', 'holdout', 'fresh']),
});
const phrasesSchema = z.strictObject({
  source: sourceSchema,
  phrases: z.record(z.string(), z.array(z.string().min(2)).min(1)),
});

/** Texts from the field with the cause each was judged to have. */
export function loadTexts(folder: string = KNOWLEDGE_FOLDER): z.infer<typeof textSchema>[] {
  return new KnowledgeFile(join(folder, 'texts.json')).list('texts', textSchema);
}

/** How people say it, and texts from the field, each with the article that answers it. Throws a `GuidanceError` as the knowledge does. */
export function loadSayings({ byId, forCause }: ArticleLibrary, folder: string = KNOWLEDGE_FOLDER): Saying[] {
  const name = join(folder, 'phrases.yaml');
  const { phrases } = new KnowledgeFile(name).read(phrasesSchema);
  for (const id of Object.keys(phrases)) {
    if (!byId(id)) throw new GuidanceError(`${name}: there is no article ${id}.`);
  }
  return [
    ...Object.entries(phrases).flatMap(([article, texts]) => texts.map((text) => ({ article, text }))),
    ...loadTexts(folder).map(({ cause, also, text }) => ({
      article: forCause(cause).id,
      also: also.map((one) => forCause(one).id),
      text,
    })),
  ];
}

/** The same of the articles' own words and of the wordings. What the finder learns from is both. */
export function listOwnSayings({ library, knowledge }: Pick<Guidance, 'library' | 'knowledge'>): Saying[] {
  return [
    ...library.all().flatMap(({ id, title, keywords, symptom, meaning }) =>
      [`${title} ${keywords.join(' ')} ${symptom}`, meaning, title, ...keywords].map((text) => ({
        article: id,
        text,
      })),
    ),
    ...knowledge.wordings.map(({ words, article, cause }) => ({
      article: article ?? library.forCause(cause).id,
      text: words.join(' ').replaceAll('|', ' '),
    })),
  ];
}

/** Sayings as the finder reads a text: with what their words mean in the trade's own. */
export function translateSayings(sayings: readonly Saying[], translations: readonly Translation[]): Saying[] {
  return sayings.map((one) => ({ ...one, english: translate(one.text.toLowerCase(), translations) }));
}
