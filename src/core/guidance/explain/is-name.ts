import { isDomain, isGuid } from '../../model/tenants/tenant-id.ts';
import { looksRandom } from '../../model/text/looks-random.ts';

/** Letters with the marks that names have, at most three digits behind them, and no jumble of small letters and capitals. */
const WORD = /^(?=.{1,40}$)[\p{L}\p{M}'’&.,()/+|-]*\d{0,3}[)\].,]?$/u;
const JUMBLE = /(?:\p{Ll}\p{Lu}.*){4}/u;
const NUMBER = /^\d{1,4}\p{L}{0,4}$/u;
const ADDRESS = /^(?:https?|api):\/\/([^/?#@:\s]{1,253})(\/[\w./-]{0,60})?$/i;

/** Whether a text may be shown as somebody's name: a GUID, a domain, an address of plain words, or words that no secret looks like. */
export function isName(text: string): boolean {
  if (isGuid(text)) return true;
  if (isDomain(text)) return !text.split('.').some(looksRandom);
  const [, host, path = ''] = ADDRESS.exec(text) ?? [];
  if (host !== undefined) return isName(host) && path.split('/').every((part) => part === '' || isName(part));
  return text.split(' ').every((word) => (WORD.test(word) && !JUMBLE.test(word)) || NUMBER.test(word));
}
