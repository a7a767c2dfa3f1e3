import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { KNOWLEDGE_FOLDER } from '../../src/adapters/articles/load-knowledge.ts';
import { WEIGHTS_FILE } from '../../src/adapters/articles/load-weights.ts';
import type { ArticleWeights } from '../../src/core/guidance/explain/create-finder.ts';

/** Keeps what was learnt, from so many phrases and texts among others. */
export function saveWeights({ weights, rarities, seen, ...head }: ArticleWeights, stored: number): void {
  const line = `${JSON.stringify({ ...head, stored })}\n`;
  const bytes = Buffer.concat([Buffer.from(weights.buffer, weights.byteOffset, weights.byteLength), rarities, seen]);
  writeFileSync(
    join(KNOWLEDGE_FOLDER, WEIGHTS_FILE),
    Buffer.concat([Buffer.from(line), deflateRawSync(bytes, { level: 9 })]),
  );
}
