import type { SecretSpan } from './find-labelled.ts';
import { phraseAt } from './judge-value.ts';
import { looksChosen, looksLikePassword, looksMemorable, looksOdd, looksStrong } from './looks-random.ts';
import { ACCOUNTS, BLANK, CUE, CUES, ID_BEFORE, LEGAL, NAMED, NEAR, SERVES, TOLD } from './secret-rules.ts';

const WORD = /(?<=^|[\s"'`“„‘(|:;,>*[/])(?!\*)[^\s"'`“”„‘’(),;|<>/\\=:[\]{}]{6,64}(?=[\s"'`“”’),;|.\]:{\\*<]|$)/gu;
/** A person's address. */
const PERSON = /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/.source;
/** What parts an address from the password beside it. */
const BESIDE =
  /["']?(?:[ \t]{0,8}\r?\n[ \t]{0,8}|[ \t]{0,4}(?:[,;|:\t]|[-=]{1,2}>|\/{2}|[/–•·-](?=[ \t])|(?<=(?:^|\n)\S{1,100}) | (?:and|und|et|y|e|en|och|with|mit|[&+]|w\/) | (?:uses|nutzt|utilise|usa|gebruikt) | {2})[ \t]{0,4})["']?$/
    .source;
const ADDRESS = new RegExp(PERSON + BESIDE);
/** What somebody signs in as, where a word says so, or a domain or a part that only names of accounts have. */
const SIGNED_IN =
  /(?:(?<![\w/.])(?:log[io]n|creds?|credentials|zugangsdaten|anmeldung|identifiants|ac(?:coun|c)t|konto|auth|user|usuario|benutzer)(?:\s?[:=]\s{0,3}|\s{1,2}(?:for\s)?)[\w.-]{2,40}|(?<![\w\\/])[\w.-]{1,20}\\{1,2}[\w.-]{2,40}(?:["'],(?=\s?["']))?|(?<![\w/.])(?:creds?|credentials|auth|login)\s?[=:]\s?[([{]["']?[\w.@\\-]{2,64}["']?,|(?<![\w.])(?:user|login|id|name)\s?[/|]\s?(?:pw|pwd|pass\w*)\s?[:=]?\s{1,2}[\w.@\\-]{2,64}|(?<![\w/.@-])(?:ACCOUNT))[ \t]{0,3}(?:[|:]|(?<=\\[\w.-]{2,40} |,\s?)|[-=]{1,2}>|\/{1,2}|[–-](?=[ \t]))[ \t]{0,3}["']?$/;
const NAME = new RegExp(SIGNED_IN.source.replace('ACCOUNT', ACCOUNTS), 'i');
/** A name in a note: `VPN: bob / …`. */
const BEHIND = /[:#(]\s{0,2}[\w.-]{2,40}\s\/\s$/;
/** `connect("srv", "bob", "…")`: an argument of what signs in. */
const CALLED =
  /(?:connect|__construct|log[io]n|auth\w{0,12}|runas\w{0,8}|bind|credential)\w{0,12}\([^()\n]{0,90},\s{0,3}["']$/i;
/** `Welcome2Contoso`. */
const GREETS = /^\p{Lu}\p{Ll}{3,}\d{1,4}\p{Lu}\p{Ll}{2,}$/u;
const ACCOUNT_BEFORE = new RegExp(`(?:(?<![\\w/.@-])(?:${ACCOUNTS})|${PERSON}) ["']?$`, 'i');
const ENDS = /^["']?[.,;)]?(?:\s|$)/;
const SAID_BEFORE =
  /(?:creds?|credentials?|zugangsdaten|anmeldedaten|logindaten|inloggegevens|identifiants|credenciales|credenziali)\s?[:=(]{1,2}[^\n]{0,70}$/i;
/** Those of a sentence: a name alone, or with its legal form, has none beside it. */
const WORDS = /(?<=^|\s|:\\{0,3}")["'(]?\p{Ll}[\p{L}’']*(?=[\s,.;:!?)]|$)/gu;
const BEFORE = 110;
const BEFORE_ID = 48;
const AFTER = 60;
const AROUND = 60;
/** A shorter one is known by its neighbours alone. */
const LEAST = 8;

/** Finds words that nobody labelled, but that look as only passwords do, or stand where people write them. */
export function findPasswords(text: string): SecretSpan[] {
  const spans: SecretSpan[] = [];
  for (const { 0: found, index: from } of text.matchAll(WORD)) {
    const word = found.replace(/\*{2,3}$/, '');
    if (!/\d|-.*-|[a-z]-?[A-Z]|[a-z][!#$%^&*?~+=@]/.test(word) || !/[a-z]/i.test(word) || BLANK.test(word)) continue;
    const to = from + word.length;
    const before = text.slice(Math.max(0, from - BEFORE), from);
    // The word first: what stands before it takes far longer to read, and few words are worth it.
    if (
      ((word.length >= LEAST && (looksLikePassword(word) || (looksStrong(word) && CUE.test(before)))) ||
        ((looksChosen(word, true) || looksOdd(word)) && TOLD.test(text.slice(to, to + AFTER))) ||
        (looksStrong(word) &&
          (BEHIND.test(before) || CALLED.test(before) || SERVES.test(text.slice(to, to + AFTER)))) ||
        isBesideName(text, to, word, before) ||
        isRemembered(text, from, word, before)) &&
      !ID_BEFORE.test(before.slice(-BEFORE_ID))
    )
      spans.push({ from, to, kind: 'password' });
  }
  for (const { 0: cue, index } of text.matchAll(CUES)) {
    const phrase = phraseAt(text, index + cue.length);
    if (phrase && / .* .* /.test(text.slice(phrase.from, phrase.to))) spans.push({ ...phrase, kind: 'password' });
  }
  return spans;
}

/** `Harbor42` among words that name no customer or device so, or beside a word that is about passwords. */
function isRemembered(text: string, from: number, word: string, before: string): boolean {
  if (
    !looksMemorable(word) ||
    NAMED.test(before) ||
    LEGAL.test(text.slice(from + word.length, from + word.length + 20))
  )
    return false;
  const line = lineAround(text, from, from + word.length);
  return NEAR.test(line) || (/^\p{Lu}\p{Ll}+\d/u.test(word) && (line.match(WORDS)?.length ?? 0) >= 2);
}

/** What stands on a word's line, before it and behind it. */
function lineAround(text: string, from: number, to: number): string {
  const before = text.slice(Math.max(0, from - AROUND), from);
  return `${before.slice(before.lastIndexOf('\n') + 1)}\t${text.slice(to, to + AROUND).split('\n', 1)[0]}`;
}

function isBesideName(text: string, to: number, word: string, before: string): boolean {
  // Behind an account without a sign only what has a mark and a number, and ends a clause.
  if (
    /\d.*[!#$%^&*?]|[!#$%^&*?].*\d|^\p{Ll}+(?:-\p{Ll}+){2,}-?\d*$/u.test(word) &&
    ENDS.test(text.slice(to, to + 4)) &&
    ACCOUNT_BEFORE.test(before)
  )
    return true;
  if (
    /^[/?]/.test(text.slice(to, to + 1)) ||
    !(/[a-z]/.test(word) || /^(?=.*\d.*\d)(?=.*[A-Z].*[A-Z])[A-Z\d]{8}$/.test(word)) ||
    !(
      looksStrong(word) ||
      (word.length >= LEAST && (looksChosen(word, !/\d/.test(word) || /[:|]$/.test(before)) || GREETS.test(word))) ||
      (looksOdd(word) && (/[^\s][:|]$/.test(before) || SAID_BEFORE.test(before)))
    ) ||
    !(ADDRESS.test(before) || NAME.test(before))
  )
    return false;
  return !/\n\s*$/.test(before) || /^[ \t]{0,8}(?:\r?\n|$)/.test(text.slice(to, to + 10));
}
