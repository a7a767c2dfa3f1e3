import type { Report } from '../../diagnosis/report/report.ts';
import type { Article } from '../../guidance/articles/article.ts';
import type { Walk } from '../../guidance/walks/walk.ts';
import type { WalkView } from '../../guidance/walks/walk-card.ts';
import { causeDefinition, isNoAnswer } from '../../model/causes/cause.ts';
import { GROUPS } from '../../model/checks/catalogue.ts';
import { type Check, type CheckId, sweptChecks, type TenantGroup } from '../../model/checks/check.ts';
import { toSafeText } from '../../model/text/format.ts';

/** What a check comes to for a walk: `mended` where all is well again, `done` where the step alone is shown to be. */
export interface WalkVerdict {
  said: NonNullable<WalkView['said']>;
  mended?: true;
  done?: true;
}

/** What a test says of the causes that an article is about. */
export function judgeCheck(
  report: Report,
  { causes }: Article,
  { tenant }: Walk,
  only: TenantGroup | undefined,
): WalkVerdict {
  const broken = report.causes.find(
    ({ id, tenantIds }) =>
      causes.some((one) => one === id) && (!tenant || tenantIds.length === 0 || tenantIds.includes(tenant.tenantId)),
  );
  if (broken) return { said: { tone: 'bad', text: `Still broken: ${broken.title}.` } };
  const one = report.tenants.find(({ tenantId }) => tenantId === tenant?.tenantId);
  const status = tenant ? one?.status : report.partner.status;
  if (report.run.status === 'interrupted' || status === undefined || status === 'skipped' || status === 'unknown')
    return untold('Try it again.');
  const [other] = report.causes;
  if (other && isNoAnswer(other.id)) return untold(`${other.title}.`);
  if (status === 'fail' && other)
    return {
      said: { tone: 'unknown', text: `This is mended; now something else stands in the way: ${other.title}.` },
    };
  return mended(only ? GROUPS[only].title : 'It');
}

/** What the proof of the way in says of a step: of the links that it is about, or of the one that is broken before them. */
export function judgeStep(report: Report, links: readonly CheckId[], step: number): WalkVerdict {
  const [tenant] = report.tenants;
  // What answers is mended, whatever of the way there could not be read.
  if (tenant && sweptChecks(tenant).every(({ status }) => status === 'pass' || status === 'warn')) return mended('It');
  const checks = [...report.partner.checks, ...(tenant?.checks ?? [])];
  const own = links.flatMap((link) => checks.find(({ id }) => id === link) ?? []);
  const worst = own.find(({ status }) => status !== 'pass');
  if (own.length === links.length && worst === undefined)
    return { done: true, said: { tone: 'good', text: `Step ${step} is done. ${own.map(shows).join(' ')}` } };
  if (worst?.status === 'fail' || worst?.status === 'warn')
    return { said: { tone: 'bad', text: `Not yet. ${shows(worst)}${worst.next ? ` ${worst.next}` : ''}` } };
  const first = checks.find(({ status }) => status === 'fail');
  if (first && worst?.status !== 'unknown')
    return { said: { tone: 'unknown', text: `Something before this step is broken. ${shows(first)}` } };
  return untold(worst ? shows(worst) : 'Try it again.');
}

function shows({ id, cause, reason }: Check): string {
  const why = reason ?? (cause === undefined ? 'fine' : causeDefinition(cause).title);
  return `${id}: ${toSafeText(why, { maxLength: 200 }).replace(/[^.!?…]$/, '$&.')}`;
}

const mended = (what: string): WalkVerdict => ({ mended: true, said: { tone: 'good', text: `${what} works again.` } });
const untold = (why: string): WalkVerdict => ({
  said: { tone: 'unknown', text: `The check could not tell. ${why}` },
});
