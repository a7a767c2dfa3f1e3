import { aadstsEntry, leadingCode } from '../../model/causes/aadsts.ts';
import { findByCodes } from '../../model/causes/classify.ts';
import type { ReadableText } from './normalize-text.ts';
import type { Observation } from './observation.ts';

export interface CodesFound {
  observations: Observation[];
  /** Where codes stand, ascending: what is written around one is its message, not evidence of its own. */
  places: number[];
  /** Every number met, most frequent first; numbers nobody documents too. */
  codes: number[];
  /** Numbers written as AADSTS codes that nobody documents. */
  undocumented: number[];
}

interface Mention {
  code: number;
  at: number;
}

/** Codes this close belong to one message: an umbrella code beside a particular one says nothing more. */
const SAME_MESSAGE = 600;

const WRITTEN_AS_CODE = /aadsts[ :_#-]{0,3}(\d{4,8})(?!\d)/g;
/** A number without the letters counts where the text calls it a code and Microsoft documents it. */
const CALLED_A_CODE = [
  /error_?codes["']? ?[:=] ?\[? ?(\d{5,8})(?!\d)/g,
  /\berror\(s\): ?(\d{5,8})(?!\d)/g,
  /\berror_?no["']? ?[:=] ?["']?(\d{5,8})(?!\d)/g,
  /\berror\?code=(\d{5,8})(?!\d)/g,
  /\b(?:error|status|failure|sign-in)[ -]?(?:error )?(?:code|number|reason)?["']? ?[:=#-]? ?["']?(\d{5,8})(?![\d-])/g,
  /\b(?:code|fehlercode|foutcode)["']? ?[:=#]? ?["']?(\d{5,8})(?![\d-])/g,
  /\b(?:invalid_grant|invalid_client|invalid_request|interaction_required|unauthorized_client|invalid_resource): (\d{5,8}) -/g,
];
const ONLY_A_NUMBER = /^#?(\d{5,8})\.?$/;

/** The AADSTS codes of a text and what they mean, by the same table as the checks. Linear in the text's length. */
export function findCodes({ text, lower }: ReadableText): CodesFound {
  const mentions = readMentions(lower);
  const counts = new Map<number, number>();
  for (const { code } of mentions) counts.set(code, (counts.get(code) ?? 0) + 1);
  const codes = [...counts.keys()].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
  const byCause = new Map<string, Observation>();
  for (const mention of withoutUmbrellas(mentions)) {
    const finding = findByCodes({ codes: [mention.code], message: text.slice(mention.at, mention.at + 400) });
    if (!finding || finding.confidence === 'none') continue;
    const strength = finding.confidence === 'exact' ? 'code' : 'refusal';
    const key = `${finding.cause} ${strength} ${mention.code}`;
    const known = byCause.get(key);
    if (known) known.count += 1;
    else {
      const owner = finding.owner === undefined ? {} : { owner: finding.owner };
      const confidence = finding.confidence;
      byCause.set(key, {
        cause: finding.cause,
        confidence,
        strength,
        at: mention.at,
        count: 1,
        rank: 0,
        code: mention.code,
        ...owner,
      });
    }
  }
  return {
    observations: [...byCause.values()],
    places: mentions.map((mention) => mention.at),
    codes,
    undocumented: codes.filter((code) => !aadstsEntry(code)),
  };
}

function readMentions(lower: string): Mention[] {
  const mentions = new Map<number, number>();
  for (const match of lower.matchAll(WRITTEN_AS_CODE)) mentions.set(match.index, Number(match[1]));
  for (const pattern of CALLED_A_CODE) {
    for (const match of lower.matchAll(pattern)) {
      const code = Number(match[1]);
      if (aadstsEntry(code)) mentions.set(match.index, code);
    }
  }
  const only = ONLY_A_NUMBER.exec(lower);
  if (only && aadstsEntry(Number(only[1]))) mentions.set(0, Number(only[1]));
  return [...mentions].map(([at, code]) => ({ at, code })).sort((a, b) => a.at - b.at);
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
