import { SHAPES, SWITCHES } from '../../src/core/model/text/secret-rules.ts';
import { findNeededWords } from './find-needed-words.ts';

/** src/core/model/text/needed-words.json: what each pattern of a secret needs, a row each. */
export function renderNeededWords(): string {
  const rows = new Map([...SHAPES, ...SWITCHES].map(({ pattern }) => [pattern.source, findNeededWords(pattern)]));
  const lines = [...rows].flatMap(([source, needed]) =>
    needed.length > 0 ? [`${JSON.stringify(source)}: ${JSON.stringify(needed)}`] : [],
  );
  return `{\n${lines.join(',\n')}\n}\n`;
}
