import type { CauseId } from '../../model/causes/cause.ts';
import { readHttpStatus } from './http-status.ts';
import type { Observation } from './observation.ts';

/** What a bare status most often means to a technician who pastes nothing else. Never more than likely. */
const BY_STATUS: Readonly<Record<number, CauseId>> = {
  400: 'portal.bad-request',
  401: 'graph.refused',
  403: 'permission.insufficient',
  404: 'tenant.object-missing',
  407: 'network.intercepted',
  408: 'network.timeout',
  409: 'tenant.object-exists',
  429: 'throttle.graph',
  500: 'portal.server-error',
  502: 'service.unavailable',
  503: 'service.unavailable',
  504: 'service.unavailable',
};

/** A server error in an answer of Microsoft's is Microsoft's; without any such name it is what a portal shows. */
const MICROSOFT = /microsoft|graph|exchange|exo\b|outlook|sharepoint|teams|office365|login\.windows/;

/** A web server's own page, or somebody's words for one. */
const WEB_PAGE =
  /nginx|apache|forbidden\W{1,3}you don't have permission|openresty|htaccess|web ?(?:site|seite|server)|(?:site|página|sito) web|this (?:page|site)\b.*http error|err_(?:connection|name|ssl|cert)/;
const REFUSES = /\b(?:40[134]|50[0-4])\b|forbidden|err_[a-z]/;
const OURS = /cipp|portal|localhost|tenant|gdap|token|consent|static web|conditional access|azure|entra|365/;
const MOST_OF_A_PAGE = 600;

/** What some web page answered a browser, where nobody of Microsoft's and nothing of ours is named: it says nothing of a tenant. */
export const isWebPage = (lower: string): boolean =>
  lower.length <= MOST_OF_A_PAGE &&
  WEB_PAGE.test(lower) &&
  REFUSES.test(lower) &&
  !MICROSOFT.test(lower) &&
  !OURS.test(lower);

/** Who was asked, or who asked: a service of Microsoft's, a portal, a script. */
const ASKED =
  /pnp|spo\b|intune|[a-z]{3,}-[a-z]{3,}\w* ?:|remote server|response status|mailbox|powershell|script|credential|\bapi\b|customer|client(?!\.[a-z]|:)/;
const MOST_OF_A_STATUS = 60;

/** A refusal among other words, none of which says who was asked: whose it is nobody can tell. */
export const isAnybodys = (lower: string): boolean =>
  lower.length > MOST_OF_A_STATUS && !MICROSOFT.test(lower) && !OURS.test(lower) && !ASKED.test(lower);

/** A 400 that an interface explains in its own code is about one request, not about the portal. */
const EXPLAINED = /request_badrequest|invalidrequest|\bcode["']? ?[:=]/;

/** The beginning and the end of a log tell its outcome; statuses in between are everyday traffic. */
const LOOKED_AT = 4000;

/** What is left to go by when nothing else speaks: an HTTP status, or a page where an answer belongs. */
export function findStatuses(lower: string): { observations: Observation[]; httpStatus: number | undefined } {
  const piece = lower.length <= 2 * LOOKED_AT ? lower : `${lower.slice(0, LOOKED_AT)} ${lower.slice(-LOOKED_AT)}`;
  const httpStatus = readHttpStatus(piece);
  const observations: Observation[] = [];
  const observe = (cause: CauseId, at: number, matched: string): void => {
    observations.push({ cause, confidence: 'likely', strength: 'status', at, rank: 2000, matched });
  };
  const cause = httpStatus === undefined ? undefined : causeOf(httpStatus, piece);
  if (cause) observe(cause, 0, `HTTP ${httpStatus}`);
  // Some programs write the word and leave the number out.
  else if (/\bforbidden\b/.test(piece)) observe('permission.insufficient', 0, 'forbidden');
  else if (/\bunauthori[sz]ed\b/.test(piece)) observe('graph.refused', 0, 'unauthorized');
  const page = Math.max(lower.indexOf('<!doctype html'), lower.indexOf('<html'));
  if (page >= 0 && (httpStatus === undefined || httpStatus < 500)) observe('network.intercepted', page, 'html');
  return { observations, httpStatus };
}

function causeOf(httpStatus: number, piece: string): CauseId | undefined {
  if (httpStatus === 500 && MICROSOFT.test(piece)) return 'service.unavailable';
  if (httpStatus === 400 && EXPLAINED.test(piece)) return MICROSOFT.test(piece) ? 'tool.local' : undefined;
  return BY_STATUS[httpStatus];
}
