import { parseJson } from '../../http/parse-json.ts';
import { Refusal } from './refusal.ts';

/** The JSON of a request's body. Throws `Refusal` 400 for what is compressed or broken. */
export function readActivityBody(text: string, encoding: string | undefined): unknown {
  if (encoding !== undefined && encoding !== 'identity') throw new Refusal(400, 'body-unreadable', 'compressed');
  const json = parseJson(text);
  if (json === undefined) throw new Refusal(400, 'body-unreadable', 'no JSON');
  return json;
}
