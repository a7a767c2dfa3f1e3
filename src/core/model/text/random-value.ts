import { looksChosen, looksRandom } from './looks-random.ts';
import { matchAt, readValue, type ValuePlace } from './read-value.ts';
import { BLANK, ID_BEFORE, IS } from './secret-rules.ts';
import { ASSIGNED, BLANKS, ELEMENT, GAP, NAME_AND_VALUE } from './value-signs.ts';

/** Keys that are public, and tokens that only say where to read on. */
const OPEN = /(?:public ?(?:key ?)?|(?:skip|delta|page|continuation|sync|change|partition|row|foreign)[ _-]?)$/i;

/** What a token is for, between its name and its value. */
const APART = /^\s[^\n:=]{1,40}[:=]\s/;

/** Behind a word as plain as `key` or `token`. */
export function randomValue(text: string, label: number, at: number): ValuePlace | undefined {
  if (OPEN.test(text.slice(Math.max(0, label - 14), label))) return undefined;
  const sign = (matchAt(NAME_AND_VALUE, text, at) ?? matchAt(ASSIGNED, text, at) ?? matchAt(ELEMENT, text, at))?.[0];
  const [line = ''] = text.slice(at, at + GAP).split('\n', 1);
  const [said] = sign === undefined ? line.matchAll(IS) : [];
  const apart = sign === undefined && !said && /^[tj]/i.test(text.charAt(label)) ? APART.exec(line)?.[0] : undefined;
  const blanks = sign === undefined && !said ? (apart ?? matchAt(BLANKS, text, at)?.[0]) : undefined;
  if (apart !== undefined && ID_BEFORE.test(line.slice(0, apart.length))) return undefined;
  const from =
    sign !== undefined
      ? at + sign.length
      : said
        ? at + said.index + said[0].length + 1
        : blanks
          ? at + blanks.length
          : -1;
  if (from < 0) return undefined;
  // Looked at first, for most of what follows is no secret, and may be long.
  const [head = ''] = /[\w~+/.=-]{16,}/.exec(text.slice(from, from + 60)) ?? [];
  if (!/\d/.test(head)) return undefined;
  const value = readValue(text, from, sign !== undefined && !/\s$/.test(sign));
  const found = value && text.slice(value.from, value.to);
  if (found === undefined || BLANK.test(found)) return undefined;
  const random = /^[\w~+/.=-]{16,}$/.test(found) && looksRandom(found.replace(/=+$/, ''));
  // `heroku_TOKEN = …` names one, whatever it looks like, and so does `TOKEN=…` where it is a variable.
  const before = text.slice(Math.max(0, label - 8), label);
  const isVariable =
    /(?:^|\n|(?:export|setx?|env) |\$env:|-e )$/i.test(before) && /^[A-Z]+=/.test(text.slice(label, at + 1));
  if (sign !== undefined && (isVariable || /[a-z][_-]?$/i.test(before)) && isMade(found)) return value;
  return random && !/^[A-F\d]{40}$|\.(?:com|net|org|onmicrosoft)\b|[a-z](?:Exception|Error)$/.test(found)
    ? value
    : undefined;
}

/** What machines make, and people don't write: an id, or letters and digits without a blank. */
function isMade(found: string): boolean {
  return (
    /^[\w~+/.=-]{14,}$/.test(found) &&
    /\d.*\d/.test(found) &&
    (/-.*-.*-.*-/.test(found) || looksChosen(found.slice(0, 400)))
  );
}
