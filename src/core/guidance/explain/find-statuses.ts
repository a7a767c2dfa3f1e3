import type { CauseId } from '../../model/causes/cause.ts';
import { onceEach } from '../../model/text/once-each.ts';
import { readHttpStatus } from './http-status.ts';
import type { Knowledge } from './knowledge.ts';
import type { Observation } from './observation.ts';
import { edgedChoices } from './word-choices.ts';

type Contexts = Knowledge['contexts'];

/** The words of each list as one pattern: each is searched once through a text, however many there are. */
const toPatterns = onceEach(({ microsoft, familiar, ours, asked, pages }: Contexts) => ({
  familiar: new RegExp(edgedChoices([...microsoft, ...familiar])),
  microsoft: new RegExp(edgedChoices(microsoft)),
  ours: new RegExp(edgedChoices(ours)),
  asked: new RegExp(`${edgedChoices(asked)}|${A_CALL.source}`),
  pages: new RegExp(`${edgedChoices(pages)}|${A_PAGE_SAYS.source}`),
}));

/** What a web server says, or a browser. */
const A_PAGE_SAYS = /forbidden\W{1,3}you don't have permission|<(?:title|h1)>40[34] |this (?:page|site)\b.*http error/;
/** A cmdlet before a colon, or a client that is no page's own. */
const A_CALL = /[a-z]{3,}-[a-z]{3,}\w* ?:|client(?!\.[a-z]|:)/;
const REFUSES = /\b(?:40[134]|50[0-4])\b|forbidden|err_[a-z]/;
const MOST_OF_A_PAGE = 600;

/** What some web page answered a browser, where nobody of Microsoft's and nothing of ours is named: it says nothing of a tenant. */
export function isWebPage(lower: string, { contexts }: Pick<Knowledge, 'contexts'>): boolean {
  if (lower.length > MOST_OF_A_PAGE) return false;
  const { pages, microsoft, ours } = toPatterns(contexts);
  return pages.test(lower) && REFUSES.test(lower) && !microsoft.test(lower) && !ours.test(lower);
}

const MOST_OF_A_STATUS = 60;

/** A refusal among other words, none of which says who was asked: whose it is nobody can tell. */
export function isAnybodys(lower: string, { contexts }: Pick<Knowledge, 'contexts'>): boolean {
  if (lower.length <= MOST_OF_A_STATUS) return false;
  const { microsoft, ours, asked } = toPatterns(contexts);
  return !microsoft.test(lower) && !ours.test(lower) && !asked.test(lower);
}

/** Whether a product of Microsoft's is named. */
export const namesMicrosoft = (lower: string, contexts: Contexts): boolean => toPatterns(contexts).familiar.test(lower);

/** A 400 that an interface explains in its own code is about one request, not about the portal. */
const EXPLAINED = /request_badrequest|invalidrequest|\bcode["']? ?[:=]/;

/** The beginning and the end of a log tell its outcome; statuses in between are everyday traffic. */
const LOOKED_AT = 4000;

/** What is left to go by when nothing else speaks: an HTTP status, or a page where an answer belongs. */
export function findStatuses(
  lower: string,
  { contexts }: Pick<Knowledge, 'contexts'>,
): { observations: Observation[]; httpStatus: number | undefined } {
  const piece = lower.length <= 2 * LOOKED_AT ? lower : `${lower.slice(0, LOOKED_AT)} ${lower.slice(-LOOKED_AT)}`;
  const httpStatus = readHttpStatus(piece);
  const observations: Observation[] = [];
  const observe = (cause: CauseId, at: number, matched: string): void => {
    observations.push({ cause, confidence: 'likely', strength: 'status', at, rank: 2000, matched });
  };
  const cause = httpStatus === undefined ? undefined : causeOf(httpStatus, piece, contexts);
  if (cause) observe(cause, 0, `HTTP ${httpStatus}`);
  // Some programs write the word and leave the number out.
  else if (/\bforbidden\b/.test(piece)) observe('permission.insufficient', 0, 'forbidden');
  else if (/\bunauthori[sz]ed\b/.test(piece)) observe('graph.refused', 0, 'unauthorized');
  const page = Math.max(lower.indexOf('<!doctype html'), lower.indexOf('<html'));
  if (page >= 0 && (httpStatus === undefined || httpStatus < 500)) observe('network.intercepted', page, 'html');
  return { observations, httpStatus };
}

function causeOf(httpStatus: number, piece: string, contexts: Contexts): CauseId | undefined {
  const isMicrosofts = toPatterns(contexts).microsoft.test(piece);
  if (httpStatus === 500 && isMicrosofts) return 'service.unavailable';
  if (httpStatus === 400 && EXPLAINED.test(piece)) return isMicrosofts ? 'tool.local' : undefined;
  return contexts.statuses.get(httpStatus);
}
