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

/** Whether brackets outside of strings nest deeper. One pass, before anything is built. */
function isDeeper(text: string, most: number): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length && depth <= most; at += 1) {
    const mark = text[at];
    if (mark === '"') quoted = !quoted;
    else if (quoted) at += mark === '\\' ? 1 : 0;
    else if (mark === '[' || mark === '{') depth += 1;
    else if (mark === ']' || mark === '}') depth -= 1;
  }
  return depth > most;
}
