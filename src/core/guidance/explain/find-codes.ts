import { aadstsEntry, formatAadsts, leadingCode } from '../../model/causes/aadsts.ts';
import { findByCodes } from '../../model/causes/classify.ts';
import type { ReadableText } from './normalize-text.ts';
import type { Observation } from './observation.ts';

export interface CodesFound {
  observations: Observation[];
  /** Where documented codes stand, ascending: what is written around one is its message, not evidence of its own. */
  places: number[];
  /** Every number met, most frequent first; numbers nobody documents too. */
  codes: number[];
  /** Numbers written as AADSTS codes that nobody documents. */
  undocumented: number[];
}

interface Mention {
  code: number;
  at: number;
  /** Only a number: whose it is is not said. */
  bare?: boolean;
}

/** Codes this close belong to one message: an umbrella code beside a particular one says nothing more. */
const SAME_MESSAGE = 600;

/** The letters as people type them, and what stands for a number after them: torn by a console or read by a camera. */
const WRITTEN_AS_CODE =
  /(?:aadsts|(?<![a-z])(?:a a d s t s|aaddsts|addsts|adsts|aadst5(?=[ :_#-])|aadst|aadts|aasts|aad5t5))[ :_#-]{0,3}([\doil|][\doil| ]{1,10}[\doil|])(?![a-z\d])/g;
/** A number without the letters counts where the text calls it a code and Microsoft documents it. */
const CALLED_A_CODE = [
  // A row of a sign-in log that was exported.
  /\b(?:failure|interrupted|fehler|unterbrochen|échec|fout|error)["']?[,;|]["']?(\d{5,8})(?=["']?[,;|])/g,
  /error[_ ]?codes["']? ?[:=] ?\[? ?(\d{5,8})(?!\d)/g,
  /\berror\(s\): ?(\d{5,8})(?!\d)/g,
  /\berror_?no["']? ?[:=] ?["']?(\d{5,8})(?!\d)/g,
  /\berror\?code=(\d{5,8})(?!\d)/g,
  /\b(?:error|status|failure|sign-in)[ -]?(?:error )?(?:code|number|reason)?["']? ?[:=#-]? ?["']?(\d{5,8})(?![\d-])/g,
  // A bare number in a field named `code` of JSON is another interface's, such as Discord's: Entra's has a name of its own.
  /(?<![\p{L}\d_])(?:code(?: d.erreur)?(?!" ?: ?\d)|fehler-?(?:code|nummer)|foutcode|c[oó]d(?:igo|ice)(?: d[eio] err(?:or|o|ore)| errore)?|fe(?:jl|il|l)kod(?:e|en)?|kod błędu|virhekoodi|hata kodu|код ошибки)["']? ?[:=#]? ?["']?(\d{5,8})(?![\d-])/gu,
  /\b(?:invalid_grant|invalid_client|invalid_request|interaction_required|unauthorized_client|invalid_resource): (\d{5,8}) -/g,
];
const ONLY_A_NUMBER = /^#?(\d{5,8})\.?$/;
/** A number in a short complaint counts where the rest of it is about signing in, or says that it is met. */
const MOST_COMPLAINT = 160;
const COMPLAINT =
  /tenant|customer|client|token|sign.?in|log.?in|mfa|consent|graph|exchange|cipp|gdap|error|fail|\bagain\b|\bstill\b|\bget/;
const IN_A_COMPLAINT = /(?<![\w.#-]|"code" ?: ?)(\d{5,7})(?![\w.-])/g;

/**
 * The AADSTS codes of a text and what they mean, by the same table as the checks. `foreign`: another product speaks, so
 * that a bare number is one of its own. Linear in the text's length.
 */
export function findCodes({ text, lower }: ReadableText, foreign: boolean): CodesFound {
  const mentions = readMentions(lower).filter(({ bare }) => !(foreign && bare));
  const counts = new Map<number, number>();
  for (const { code } of mentions) counts.set(code, (counts.get(code) ?? 0) + 1);
  const codes = [...counts.keys()].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
  const observations = withoutUmbrellas(mentions).flatMap(({ code, at, bare }): Observation[] => {
    const finding = findByCodes({ codes: [code], message: text.slice(at, at + 400) });
    if (!finding || finding.confidence === 'none') return [];
    const strength = finding.confidence === 'exact' ? 'code' : 'refusal';
    const confidence = bare ? 'likely' : finding.confidence;
    return [{ ...finding, confidence, strength, at, rank: 0, code, matched: formatAadsts(code) }];
  });
  return {
    observations,
    places: mentions.filter(({ code }) => aadstsEntry(code)).map((mention) => mention.at),
    codes,
    undocumented: codes.filter((code) => !aadstsEntry(code)),
  };
}

function readMentions(lower: string): Mention[] {
  const mentions = new Map<number, Mention>();
  for (const match of lower.matchAll(WRITTEN_AS_CODE)) {
    const code = readNumber(match[1] ?? '', lower[match.index + match[0].length] === ':');
    if (code !== undefined) mentions.set(match.index, { code, at: match.index });
  }
  const add = (pattern: RegExp, bare: boolean): void => {
    for (const match of lower.matchAll(pattern)) {
      const code = Number(match[1]);
      if (aadstsEntry(code) && !mentions.has(match.index)) mentions.set(match.index, { code, at: match.index, bare });
    }
  };
  for (const [index, pattern] of CALLED_A_CODE.entries()) add(pattern, index > 4);
  const only = ONLY_A_NUMBER.exec(lower);
  if (only && aadstsEntry(Number(only[1]))) mentions.set(0, { code: Number(only[1]), at: 0, bare: true });
  if (mentions.size === 0 && lower.length <= MOST_COMPLAINT && COMPLAINT.test(lower)) add(IN_A_COMPLAINT, true);
  return [...mentions.values()].sort((a, b) => a.at - b.at);
}

/**
 * The number that was meant by “50 076”, “500 76” or “5OO76”: the first run of digits, or with the next ones where only
 * they make a documented code. `ends`: a colon follows the whole, so it is one number.
 */
function readNumber(written: string, ends: boolean): number | undefined {
  const runs = written
    .trim()
    .split(/ +/)
    .map((run) => run.replaceAll('o', '0').replace(/[il|]/g, '1'));
  const readings = runs
    .map((_run, index) => runs.slice(0, index + 1).join(''))
    .filter((one) => /^[1-9]\d{3,7}$/.test(one));
  const documented = readings.filter((one) => aadstsEntry(Number(one)));
  const meant = (ends ? documented.at(-1) : documented[0]) ?? readings[0];
  return meant === undefined ? undefined : Number(meant);
}

/** Drops a mention when a neighbour within one message says more. */
function withoutUmbrellas(mentions: readonly Mention[]): Mention[] {
  return mentions.filter((mention, index) => {
    for (const step of [-1, 1]) {
      for (let other = index + step, looked = 0; looked < 6; other += step, looked += 1) {
        const neighbour = mentions[other];
        if (!neighbour || Math.abs(neighbour.at - mention.at) > SAME_MESSAGE) break;
        if (neighbour.code === mention.code) continue;
        // `leadingCode` keeps the first of equals, so the answer differs only where the neighbour really says more.
        if (leadingCode([mention.code, neighbour.code]) === neighbour.code) return false;
      }
    }
    return true;
  });
}
