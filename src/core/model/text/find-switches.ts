import type { SecretSpan } from './find-labelled.ts';
import type { NeededLists } from './may-match.ts';
import { matchAt, readValue } from './read-value.ts';
import { BLANK, SENTENCE, SWITCHES } from './secret-rules.ts';

/** So many calls of one tool are looked at. */
const MOST_CALLS = 2000;
/** What belongs to a call: up to the next command, over lines that go on. */
const CALL = /(?:[^\n|;&\\^`]|[\\^`]\r?\n|[\\^`])(?:[^\n|;&\\^`]|[\\^`]\r?\n|[\\^`]|[;&](?=\S)){0,400}/y;

/**
 * Finds what stands behind a switch that takes a secret with this tool, and may be a port or a path with another. `has`:
 * whether the text has what a tool's pattern needs.
 */
export function findSwitches(text: string, has: (needed: NeededLists) => boolean): SecretSpan[] {
  const spans: SecretSpan[] = [];
  for (const { pattern: tools, flags, needed } of SWITCHES) {
    if (!has(needed) || text.search(tools) < 0) continue;
    let calls = 0;
    for (const { 0: tool, index } of text.matchAll(tools)) {
      calls += 1;
      if (calls > MOST_CALLS) break;
      const from = index + tool.length;
      const [call = ''] = matchAt(CALL, text, from) ?? [];
      for (const { 0: flag, index: at } of call.matchAll(flags)) {
        const value = readValue(text, from + at + flag.length, false);
        const found = value && text.slice(value.from, value.to);
        if (!value || !found || found.length < 3 || /^[-$<%]/.test(found) || BLANK.test(found)) continue;
        // `az login -u -p should take care of it` is said and not typed.
        if (SENTENCE.test(found) && /^ \p{Ll}+ \p{Ll}+/u.test(text.slice(value.to, value.to + 40))) continue;
        spans.push({ ...value, kind: 'password' });
      }
    }
  }
  return spans;
}
