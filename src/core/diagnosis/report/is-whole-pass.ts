import { isBad } from '../../model/causes/evidence.ts';
import type { Report } from './report.ts';

/**
 * Whether a sweep over all tenants and services shows that the connection's token works: the partner passes, nothing is
 * the partner's, and some tenant passes. What single customers refuse says nothing of the token.
 */
export function isWholePass({ run, partner, causes, totals }: Report): boolean {
  const isWhole = run.kind === 'testtokens' && run.status === 'completed' && run.scope === 'all' && !run.only;
  if (!isWhole || isBad(partner.status) || causes.some(({ owner }) => owner === 'partner')) return false;
  return totals.tenants === 0 || totals.pass + totals.warn > 0;
}
