import { parseJson } from '../../http/http-response.ts';
import { InboundRefusal } from './inbound-refusal.ts';

/** Nested deeper than this is no activity: what walks through it by recursion would run out of stack. */
const MOST_DEPTH = 100;

/** The JSON of a request's body. Throws `InboundRefusal` 400 for what is compressed, broken, or nested beyond all measure. */
export function readActivityBody(text: string, encoding: string | undefined): unknown {
  if (encoding !== undefined && encoding !== 'identity') throw new InboundRefusal(400, 'body-unreadable', 'compressed');
  if (isDeeper(text, MOST_DEPTH)) throw new InboundRefusal(400, 'body-unreadable', 'too deep');
  const json = parseJson(text);
  if (json === undefined) throw new InboundRefusal(400, 'body-unreadable', 'no JSON');
  return json;
}

/** Whether brackets outside of strings nest deeper. One pass, before anything is built; strings are skipped as a whole. */
function isDeeper(text: string, most: number): boolean {
  const marks = /["[\]{}]/g;
  let depth = 0;
  for (let found = marks.exec(text); found && depth <= most; found = marks.exec(text)) {
    if (found[0] === '"') marks.lastIndex = endOfString(text, marks.lastIndex);
    else depth += found[0] === '[' || found[0] === '{' ? 1 : -1;
  }
  return depth > most;
}

/** Behind the mark that ends a string, which no odd number of backslashes stands before. */
function endOfString(text: string, from: number): number {
  for (let end = text.indexOf('"', from); end !== -1; end = text.indexOf('"', end + 1)) {
    let before = end;
    while (before > from && text[before - 1] === '\\') before -= 1;
    if ((end - before) % 2 === 0) return end + 1;
  }
  return text.length;
}
