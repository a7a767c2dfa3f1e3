/** A stretch of text on its own lines, which can be shown shorter. */
export interface FittedPassage {
  /**
   * 0 is the message's head and never dropped; the higher, the sooner it is cut. Within a rank the longest goes first.
   */
  rank: number;
  /** The text in at most `max` characters, safe at every length. Empty where nothing is to be shown. */
  render(max: number): string;
}

/** Below this a cut passage says nothing any more. */
const SHORTEST = 80;
/** Most passages that are looked at: far more than fit. */
export const MOST_PASSAGES = 400;
/** Takes the place of passages that were dropped. */
export const MORE_THAN_FITS = '-# … more than fits here';

/**
 * Gives every passage its text so that all together, with a line break after each, stay within `max` characters. Cuts
 * the longest passages of the least rank first, and drops the last ones only when all are short.
 */
export function fitText(passages: readonly FittedPassage[], max: number): Map<FittedPassage, string> {
  const texts = new Map<FittedPassage, string>();
  for (const passage of passages.slice(0, MOST_PASSAGES)) texts.set(passage, passage.render(max));
  let excess = sizeOf(texts) - max;
  if (excess <= 0 && passages.length <= MOST_PASSAGES) return texts;

  const byRank = [...texts.keys()].sort(
    (a, b) => b.rank - a.rank || (texts.get(b)?.length ?? 0) - (texts.get(a)?.length ?? 0),
  );
  for (const passage of byRank) {
    const { length } = texts.get(passage) ?? '';
    if (excess <= 0) break;
    if (length <= SHORTEST || passage.rank === 0) continue;
    const cut = passage.render(Math.max(SHORTEST, length - excess));
    texts.set(passage, cut);
    excess -= length - cut.length;
  }
  if (excess <= 0 && passages.length <= MOST_PASSAGES) return texts;

  excess += MORE_THAN_FITS.length + 1;
  const droppable = [...texts.keys()].filter((passage) => passage.rank > 0).sort((a, b) => a.rank - b.rank);
  while (excess > 0) {
    const last = droppable.pop();
    if (last === undefined) break;
    excess -= (texts.get(last) ?? '').length + 1;
    texts.delete(last);
  }
  return texts;
}

function sizeOf(texts: ReadonlyMap<FittedPassage, string>): number {
  return [...texts.values()].reduce((sum, text) => sum + text.length + 1, 0);
}
