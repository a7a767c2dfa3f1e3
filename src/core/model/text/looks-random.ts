import { GUID } from './guid.ts';
import { NAMES, PLAIN_TERM, TERM } from './secret-rules.ts';

const ID = new RegExp(`^\\{?${GUID}\\}?$`, 'i');

/** How often one character in a row is of another class than the one before: small letter, capital, digit. 0 to 1. */
function changesOf(run: string): number {
  let changes = 0;
  let last = classOf(run.charCodeAt(0));
  for (let at = 1; at < run.length; at += 1) {
    const next = classOf(run.charCodeAt(at));
    if (next !== last) changes += 1;
    last = next;
  }
  return changes / Math.max(1, run.length - 1);
}

function classOf(code: number): number {
  if (code >= 97 && code <= 122) return 0;
  if (code >= 65 && code <= 90) return 1;
  return code >= 48 && code <= 57 ? 2 : 3;
}

/** Whether nobody would choose this as a name: a run of 16 letters and digits or more that are mixed as only chance does. */
export function looksRandom(run: string): boolean {
  if (run.length < 16 || ID.test(run)) return false;
  const digits = run.match(/\d/g)?.length ?? 0;
  if (digits === 0 || digits === run.length) return false;
  const mixed = /[a-z]/.test(run) && /[A-Z]/.test(run);
  // In base32 digits are few; a run as long as this without a mark in it is no name.
  const least = run.length >= 40 && /^[a-z\d]+$/i.test(run) ? 0.2 : 0.3;
  return mixed ? changesOf(run) >= (digits < 2 ? 0.5 : 0.38) : digits >= 4 && changesOf(run) >= least;
}

/** Words and numbers such as `error=invalid_grant` or `AADSTS50076`, as errors are made of and chance is not. */
export function isWording(word: string): boolean {
  const parts = word.split(/[^A-Za-z\d]+|(?=[A-Z][a-z])/);
  return parts.every((part) => /^(?:AADSTS)?\d*$|^[A-Z]?[a-z]{2,}\d{0,3}$/.test(part));
}

const DATE = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ].*)?$/;
const NAMED_MIX = new RegExp(`^(?:${NAMES})[.,;:)]*$`, 'i');
const KNOWN_MIX = new RegExp(`^(?:${NAMES}|[a-z]+\\d{1,2}|[a-z][a-z_.-]*(?:\\d+[a-z]+)?#[a-z]?\\d+)[.,;:)]*$`, 'i');

/** Words with hyphens between them, as people make pass phrases. */
const PHRASE = /^(?:\p{Ll}{3,}|\p{Lu}\p{Ll}{2,})(?:-\p{L}\p{Ll}{2,}){2,7}$/u;
/** With a short word in it, where the first and another begin with a capital: `up-to-date` is none. */
const CAPITALIZED = /^(?=\p{Lu}\p{Ll}+-[^\s]*\p{Lu})(?:\p{L}\p{Ll}+-){2,7}\p{L}\p{Ll}+$/u;
const NUMBERED_PHRASE = /^(?:[a-z]{3,}(?:-[a-z]{3,})+-?\d{2,4}|[a-z]{4,}(?:-[a-z]{4,}){3,5})$/;

/** `guide-key-vault-update` is the name of a page, `GraphClientSecret2024` that of a secret. */
function isTitle(phrase: string): boolean {
  if (!/^\p{L}+(?:-|(?<=\p{Ll})(?=\p{Lu}))[\p{L}-]+\d{0,4}$/u.test(phrase)) return false;
  return phrase.split(/-|(?<=\p{Ll})(?=\p{Lu})/u).filter((word) => PLAIN_TERM.test(word)).length >= 2;
}

/** Three capitalized words or more without a mark, of which none is one that programs and products are named with. */
function isGlued(word: string): boolean {
  return /^(?:\p{Lu}\p{Ll}{2,11}){3,6}$/u.test(word) && !TERM.test(word);
}

/**
 * Whether a word between words is a password more likely than a word: letters with digits or marks, and no known name.
 * `few`: one digit is enough, for the place says the rest.
 */
export function looksChosen(word: string, few = false): boolean {
  if (word.length < 6 || /\s|\]\(/.test(word) || ID.test(word) || DATE.test(word)) return false;
  const plain = word.replace(/(?:(?<!\d)!|[.,;:?)])+$/, '');
  if (few && isTitle(plain)) return false;
  const letters = /\p{L}/u.test(plain);
  const digits = plain.match(/\d/g)?.length ?? 0;
  const marks = /[!#$%^&*?~+=@]/.test(plain);
  const odd =
    (letters && digits >= (few ? 1 : 3)) ||
    (few ? PHRASE.test(plain) || CAPITALIZED.test(plain) || isGlued(plain) : NUMBERED_PHRASE.test(plain)) ||
    (letters && marks && (digits > 0 || /[a-z].*[A-Z]|[A-Z].*[a-z]/.test(plain))) ||
    looksRandom(plain);
  // The list of names is long: few words get so far.
  return odd && !(few ? NAMED_MIX : KNOWN_MIX).test(word);
}

/** `Harbor42` and `copper-lantern-mango`: what people remember, and neither programs nor products are named. */
export function looksMemorable(word: string): boolean {
  const plain = word.replace(/[.,;:!?)]+$/, '');
  return (
    /^(?:\p{Lu}\p{Ll}{3,11}\d{2,4}|\p{Ll}{5,11}\d{3,4})$|^\p{Ll}{4,}(?:-\p{Ll}{4,}){2,5}$|^(?:\p{Lu}\p{Ll}+){3,}$/u.test(
      plain,
    ) &&
    !plain.split(/-|(?=\p{Lu})/u).some((part) => PLAIN_TERM.test(part)) &&
    looksChosen(plain, true)
  );
}

/** A mark or a capital within a word that is no known name: enough where a password and nothing else is to be. */
export function looksOdd(word: string): boolean {
  return (
    /^(?=.{6,64}$)(?=.*(?:\p{Ll}\p{Lu}|\p{Lu}.*[._-]|[._-].*\p{Lu}|[!#$%^&*+;?~]))\p{L}[^\s/\\:()<>]*\p{L}[^\p{L}\s]*$/u.test(
      word,
    ) &&
    /\p{L}[^\p{L}]+\p{L}|\p{Ll}\p{Lu}/u.test(word) &&
    !NAMED_MIX.test(word) &&
    !word.split(/[^\p{L}]+|(?<=\p{Ll})(?=\p{Lu})/u).some((part) => PLAIN_TERM.test(part))
  );
}

/** Whether a word is a password where one is expected: beside a name, or behind a word that announces it. */
export function looksStrong(word: string): boolean {
  const mixed =
    (/[a-z]/.test(word) && /[A-Z]/.test(word) && /\d\D*\d/.test(word)) || /(?:[a-z][A-Z].*){2}\d/.test(word);
  return (
    looksChosen(word, mixed) &&
    (mixed ||
      /[!#$%^*?@&]/.test(word) ||
      looksRandom(word) ||
      /\p{L}[013457]{1,2}\p{Ll}{2}\S*[!?#$]/u.test(word) ||
      /^(?:\p{L}{2,}-)+(?:\p{Ll}{2,}-)?\d{2}|^[a-z]{4,}\d{3,}$|^\p{Ll}{3,}-\d{4}(?:-\p{Ll}{2,})?$|^[a-z]+(?:-[a-z]+)+\d{2}/u.test(
        word,
      ))
  );
}

/** A figure for a letter, as nobody writes the name of a product: `P4ss`, `giv3n`, `Passw0rd`. */
const LEET = /(?<!\p{L})(?!v\d(?:alpha|beta|rc)|[xX]1)\p{L}[0134]\p{Ll}{2}|\p{Ll}{2}[01345](?!j)\p{Ll}/u;

/** Whether a word is a password wherever it stands: small letters, capitals, digits and marks, or a figure for a letter and a mark. */
export function looksLikePassword(word: string): boolean {
  if (/^(?=.{9,64}$)(?=.*[A-Z])[^/@=]*[^\w./@=]/.test(word) && LEET.test(word) && !NAMED_MIX.test(word)) return true;
  const plain = word.replace(/[.,;:!?)*~]+$/, '');
  const marks = /[!#$%^&*?@~+]/;
  const marked = marks.test(plain) || (word.length >= 10 && word.endsWith('!'));
  return marked && /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d\D*\d/.test(word) && looksChosen(word);
}
