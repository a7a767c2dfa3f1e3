import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import type { ArticleWeights } from '../../core/guidance/explain/create-finder.ts';
import { BUCKETS, SEEN_BYTES } from '../../core/guidance/explain/read-features.ts';
import { GuidanceError } from './guidance-error.ts';
import { KNOWLEDGE_FOLDER } from './load-knowledge.ts';

/** Written by `.ci/weights/save-weights.ts`. */
export const WEIGHTS_FILE = 'weights.bin';

/** The first line of the file; what follows are the weights, a byte each, how rare each place is, and the bits of what was met, deflated. */
const headSchema = z.strictObject({
  articles: z.array(z.string()).min(1).max(1000),
  biases: z.array(z.number()),
  scale: z.number().positive(),
  /** How many phrases and texts from the field they were learnt from, beside the articles and wordings. */
  stored: z.int().positive(),
});

/** What the finder goes by, as `npm run docs` learnt it. Throws a `GuidanceError` where the file is none. */
export function loadWeights(): ArticleWeights & { stored: number } {
  const name = join(KNOWLEDGE_FOLDER, WEIGHTS_FILE);
  const content = readFileSync(name);
  const end = content.indexOf('\n');
  try {
    const head = headSchema.parse(JSON.parse(content.subarray(0, end).toString('utf8')));
    const size = BUCKETS * head.articles.length;
    const whole = size + BUCKETS + SEEN_BYTES;
    const bytes = inflateRawSync(content.subarray(end + 1), { maxOutputLength: whole });
    if (bytes.length !== whole || head.biases.length !== head.articles.length)
      throw new RangeError('parts are missing');
    return {
      ...head,
      weights: new Int8Array(bytes.buffer, bytes.byteOffset, size),
      rarities: bytes.subarray(size, size + BUCKETS),
      seen: bytes.subarray(size + BUCKETS),
    };
  } catch (cause) {
    throw new GuidanceError(`${name} cannot be read, \`npm run docs\` writes it anew.`, { cause });
  }
}
