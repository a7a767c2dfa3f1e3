import { CAUSE_IDS, isCauseId } from '../../model/causes/cause.ts';
import { toSafeText } from '../../model/text/format.ts';

const BEGINNINGS = [...new Set(CAUSE_IDS.map((id) => id.split('.', 1)[0]))];

/** Ids of causes, or their beginnings with a dot at the end, from what was typed. What is none of them is a problem. */
export function readCauses(typed: readonly string[] | undefined, problems: string[]): string[] {
  return (typed ?? []).flatMap((text) => {
    const wanted = text.trim().toLowerCase();
    if (isCauseId(wanted)) return wanted;
    // The beginning of an id ends with its dot, however it was typed.
    const start = `${wanted.replace(/\.$/, '')}.`;
    if (CAUSE_IDS.some((id) => id.startsWith(start))) return start;
    const shown = toSafeText(text, { maxLength: 60 });
    problems.push(`No cause is, or begins with, “${shown}”. The beginnings are: ${BEGINNINGS.join(', ')}.`);
    return [];
  });
}
