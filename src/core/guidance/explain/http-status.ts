/** The statuses that some programs write as words. */
const SPELT: Readonly<Record<string, number>> = {
  'bad request': 400,
  badrequest: 400,
  unauthorized: 401,
  forbidden: 403,
  'not found': 404,
};

const NUMBERED = [
  /\bhttp\/\d(?:\.\d)? ([1-5]\d\d)\b/,
  /\bhttp[ :]{0,2}(?:error )?([1-5]\d\d)\b/,
  /status ?_?(?:code)?["']? ?[:=(]? ?["']?([1-5]\d\d)\b/,
  /status(?: code)? (?:of|is|was) ([1-5]\d\d)\b/,
  /\(([1-5]\d\d)\) ?(?:unauthorized|forbidden|bad request|not found|too many|internal|bad gateway|service|gateway)/,
  /\b([1-5]\d\d) ?[:(-]{0,2} ?(?:unauthorized|forbidden|bad request|bad gateway|not found|too many requests|internal server|service unavailable|gateway time)/,
  // As .NET ends its sentence in every language.
  /: ([1-5]\d\d) \([^)]{0,40}\)/,
  /\berror:? \(?([1-5]\d\d)\b/,
  /\b(?:response|responded with|returned|code|fehler|erreur)[ :]{1,2}([1-5]\d\d)\b/,
  /\(([45]\d\d)\)/,
  /(?<!\d)([45]\d\d) ?(?:client |server )?(?:error|status|responses?|answers?)/,
  /\b(?:error|status|http|fehler)[ :#(]{1,3}(?:code )?([45]\d\d)(?!\d)/,
  /: ?([45]\d\d)\.?$/,
  /: ?([45]\d\d) ?[–-] ?\p{L}/u,
  /^([1-5]\d\d)(?: (?:error|fehler|page))?\.?$/,
  /^([45]\d\d) ?: /,
  // As people tell it (“I get a 401 when …”, “403 after …”): what follows tells it from a number of users.
  /(?:^|\b(?:an?|gets?|getting|got|returns?|returning|returned|with|gives?|throws?|receiv(?:e|es|ed|ing)|see(?:ing)?) )([45]\d\d)(?=$|[.,;!?)]| (?:when|after|while|on|from|for|if|in|at|with|but|every|because|trying|whenever)\b)/,
];

const SPELLED = new RegExp(`status ?_?code["']? ?[:=] ?["']?(${Object.keys(SPELT).join('|')})`);

/** The HTTP status a piece of text (in lower case) tells of. Meant for pieces of a message, not for megabytes. */
export function readHttpStatus(lower: string): number | undefined {
  for (const pattern of NUMBERED) {
    const found = pattern.exec(lower);
    if (found) return Number(found[1]);
  }
  const spelled = SPELLED.exec(lower)?.[1];
  return spelled === undefined ? undefined : SPELT[spelled];
}
