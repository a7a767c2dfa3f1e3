import { GUID } from '../../model/text/guid.ts';
import type { Knowledge } from './knowledge.ts';
import type { ReadableText } from './normalize-text.ts';
import { shortenUser } from './read-facts.ts';

/** A domain, or the account before it; a tenant's id, or its name behind a label. */
const NAMED = new RegExp(
  [
    '(?<![\\w.@/\\\\-])(?:([\\w.+-]{1,64})@)?((?:[a-z\\d-]{1,63}\\.){1,4}([a-z]{2,24}))(?![\\w@(/\\\\-]|\\.\\w|:\\d)',
    `\\b(?:tenant|directory|customer|mandant)(?:[ _-]?id)?["']? ?[:=(]? ?["']?(${GUID})`,
    `\\b(?:tenant|customer|kunde|mandant|klant|organi[sz]ation)(?:[ _]?name)?["']? ?[:=] ?["']?([\\p{L}][\\p{L}\\d .&'-]{1,40}?)(?= ?["',;|\\])(:=]| - |$)`,
  ].join('|'),
  'gu',
);
/** So far a name stands for what follows it, and for what it follows where none stands before. */
const AFTER_NAME = 4000;
const BEFORE_NAME = 600;

/** Of a place in a text the tenant it is about, or the account where no tenant is named; undefined where none is. */
export type Whose = (at: number) => string | undefined;

/**
 * Who is named in a log of several errors. The surest kind of name that stands before the first error is read, since a
 * tenant has an id, a domain and a name, and must not be taken for three.
 */
export function findSubjects(
  { lower }: ReadableText,
  errors: { first: number; last: number },
  { hosts, tenants, endings }: Knowledge['familiar'],
): Whose {
  const kinds: { at: number; name: string }[][] = [[], [], [], []];
  const endsAs = (domain: string, ends: readonly string[]): boolean => ends.some((end) => domain.endsWith(`.${end}`));
  for (const { index: at, 1: account, 2: domain = '', 3: ending = '', 4: id, 5: label } of lower.matchAll(NAMED)) {
    if (account) kinds[3]?.push({ at, name: shortenUser(`${account}@${domain}`) });
    else if (id) kinds[1]?.push({ at, name: id });
    else if (label) kinds[2]?.push({ at, name: label });
    else if (endsAs(domain, tenants) || (endings.includes(ending) && !endsAs(`.${domain}`, hosts)))
      kinds[0]?.push({ at, name: domain });
  }
  const before = kinds.find(([first]) => first !== undefined && first.at < errors.first);
  const after = kinds.find((names) => (names.at(-1)?.at ?? 0) > errors.last);
  const named = before ?? after ?? [];
  return (at) => {
    const next = named.findLastIndex((one) => one.at <= at) + (before ? 0 : 1);
    const one = named[next];
    return one && one.at - at < BEFORE_NAME && at - one.at < AFTER_NAME ? one.name : undefined;
  };
}
