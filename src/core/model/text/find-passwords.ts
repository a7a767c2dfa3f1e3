import type { SecretSpan } from './find-labelled.ts';
import { looksChosen, looksLikePassword, looksRandom } from './looks-random.ts';
import { BLANK, CUE } from './secret-rules.ts';

const WORD = /(?<=^|[\s"'`“„(|:;,>*[/])[^\s"'`“”„(),;|<>/\\=:[\]{}]{8,64}(?=[\s"'`“”),;|.\]:{\\*<]|$)/gu;
/** A person's address, and what parts it from the password beside it. */
const ADDRESS =
  /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}["']?(?:[ \t]{0,8}\r?\n[ \t]{0,8}|[ \t]{0,4}(?:[,;|:\t]|[/–-](?=[ \t])| (?:and|und|et|y|e|en|och|with|mit) | {2})[ \t]{0,4})["']?$/;
const BEFORE = 110;

/** Finds words that nobody labelled, but that look as only passwords do, or stand where people write them. */
export function findPasswords(text: string): SecretSpan[] {
  const spans: SecretSpan[] = [];
  for (const { 0: word, index: from } of text.matchAll(WORD)) {
    if (!/\d|-.*-/.test(word) || !/[a-z]/i.test(word) || BLANK.test(word)) continue;
    const to = from + word.length;
    const before = text.slice(Math.max(0, from - BEFORE), from);
    if (looksLikePassword(word) || (CUE.test(before) && isStrong(word)) || isBesideAddress(text, to, word, before))
      spans.push({ from, to, kind: 'password' });
  }
  return spans;
}

/** Beside a name, or behind a word that announces it. */
function isStrong(word: string): boolean {
  const mixed =
    (/[a-z]/.test(word) && /[A-Z]/.test(word) && /\d\D*\d/.test(word)) || /(?:[a-z][A-Z].*){2}\d/.test(word);
  return (
    looksChosen(word, mixed) &&
    (mixed ||
      /[!#$%^*?@&]/.test(word) ||
      looksRandom(word) ||
      /^[a-z]+(?:-[a-z]+)+-?\d{2}|^[a-z]{4,}\d{3,}$/.test(word))
  );
}

function isBesideAddress(text: string, to: number, word: string, before: string): boolean {
  if (
    !ADDRESS.test(before) ||
    !(isStrong(word) || looksChosen(word, !/\d/.test(word))) ||
    !/[a-z]/.test(word) ||
    /^[/?]/.test(text.slice(to, to + 1))
  )
    return false;
  return !/\n\s*$/.test(before) || /^[ \t]{0,8}(?:\r?\n|$)/.test(text.slice(to, to + 10));
}
