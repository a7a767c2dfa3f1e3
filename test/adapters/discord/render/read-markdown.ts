/** What Discord's client makes of a text: markup found, and the text as a reader sees it. */
export interface Reading {
  /** Kinds of markup, each with its raw text, in their order. */
  found: { kind: string; raw: string }[];
  shown: string;
}

interface Rule {
  kind: string;
  pattern: RegExp;
  atLineStart?: boolean;
  /** What is seen of it; by default nothing, as for a mention. */
  show?: (match: RegExpExecArray) => string;
}

const BACKSLASH: Rule = { kind: 'escape', pattern: /^\\([^0-9A-Za-z\s])/, show: (match) => match[1] ?? '' };

/**
 * The rules by which Discord's client reads a message, in their order of precedence, as the public descriptions of its
 * parser have them (simple-markdown with Discord's own additions). Written apart from the renderer, to judge it.
 */
const RULES: readonly Rule[] = [
  {
    kind: 'code block',
    pattern: /^```(?:([a-z0-9_+\-.#]+?)\n)?\n*([^\n][\s\S]*?)\n*```/i,
    show: (match) => match[2] ?? '',
  },
  { kind: 'code', pattern: /^(`+)([\s\S]*?[^`])\1(?!`)/, show: (match) => match[2] ?? '' },
  BACKSLASH,
  { kind: 'heading', pattern: /^#{1,3}\s+(?=\S)/, atLineStart: true },
  { kind: 'subtext', pattern: /^-#\s+(?=\S)/, atLineStart: true },
  { kind: 'quote', pattern: /^>(?:>>)? /, atLineStart: true },
  { kind: 'list', pattern: /^ *(?:[-*+]|\d{1,10}\.) +(?=\S)/, atLineStart: true },
  {
    kind: 'masked link',
    pattern:
      /^\[((?:\[[^\]]*\]|[^[\]]|\](?=[^[]*\]))*)\]\(\s*<?((?:\([^)]*\)|[^\s\\()]|\\.)*?)>?(?:\s+['"][\s\S]*?['"])?\s*\)/,
  },
  { kind: 'address', pattern: /^<?(?:https?|steam|discord|mailto|tel|ftp):\/{0,2}[^\s<]+[^<.,:;"'\]\s]/i },
  { kind: 'invite', pattern: /^(?:discord\.gg|discord(?:app)?\.com\/invite)\/[a-z0-9-]+/i },
  { kind: 'address in brackets', pattern: /^<[^\s<>@]+@[^\s<>]+>/ },
  { kind: 'crowd', pattern: /^@(?:everyone|here)/ },
  { kind: 'user', pattern: /^<@!?\d+>/ },
  { kind: 'role', pattern: /^<@&\d+>/ },
  { kind: 'channel', pattern: /^<#\d+>/ },
  { kind: 'command', pattern: /^<\/[^:>]+:\d+>/ },
  { kind: 'guild page', pattern: /^<id:\w+>/ },
  { kind: 'emoji', pattern: /^<a?:\w+:\d+>/ },
  { kind: 'short code', pattern: /^:[^\s:]+?(?:::skin-tone-\d)?:/ },
  { kind: 'time', pattern: /^<t:-?\d{1,17}(?::[a-zA-Z])?>/ },
  { kind: 'spoiler', pattern: /^\|\|[\s\S]+?\|\|/ },
  { kind: 'strike', pattern: /^~~[\s\S]+?~~/ },
  {
    kind: 'strong',
    pattern: /^\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/,
    show: (match) => readMarkdown(match[1] ?? '').shown,
  },
  { kind: 'underline', pattern: /^__((?:\\[\s\S]|[^\\])+?)__(?!_)/ },
  { kind: 'emphasis', pattern: /^\*(?=\S)((?:\\[\s\S]|[^\\*])+?)\*(?!\*)/ },
  { kind: 'emphasis', pattern: /^_((?:\\[\s\S]|[^\\_])+?)_(?![a-zA-Z0-9_])/ },
];

export const MARKUP_KINDS: ReadonlySet<string> = new Set(
  RULES.filter((rule) => rule !== BACKSLASH).map(({ kind }) => kind),
);

/** Reads a text as Discord's client would. */
export function readMarkdown(text: string): Reading {
  const reading: Reading = { found: [], shown: '' };
  let at = 0;
  let markAllowed = true;
  while (at < text.length) {
    const rest = text.slice(at);
    const hit = firstHit(rest, markAllowed);
    if (!hit) {
      const [character = ''] = rest;
      reading.shown += character;
      markAllowed = character === '\n' || (markAllowed && character === ' ');
      at += character.length;
      continue;
    }
    const { rule, match } = hit;
    if (rule !== BACKSLASH) reading.found.push({ kind: rule.kind, raw: match[0] });
    reading.shown += rule.show?.(match) ?? '';
    if (rule.kind === 'strong') reading.found.push(...readMarkdown(match[1] ?? '').found);
    // Inside a list item or subtext a line begins anew.
    markAllowed = rule.atLineStart === true && rule.kind !== 'heading';
    at += match[0].length;
  }
  return reading;
}

function firstHit(rest: string, markAllowed: boolean): { rule: Rule; match: RegExpExecArray } | undefined {
  for (const rule of RULES) {
    if (rule.atLineStart && !markAllowed) continue;
    const match = rule.pattern.exec(rest);
    if (match) return { rule, match };
  }
  return undefined;
}
