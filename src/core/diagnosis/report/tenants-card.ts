import { encodeAction } from '../../cards/action-id.ts';
import { type Action, button, CARD_LIMITS, type Card } from '../../cards/card.ts';
import { line, plain } from '../../cards/inline.ts';
import { tenantLine } from '../../cards/names.ts';
import { ownerWord } from '../../model/causes/cause.ts';
import { toTenantRef } from '../../model/tenants/tenant.ts';
import { formatNumber } from '../../model/text/format.ts';
import { causeAt, checksHere, nextAction, tenantChoice, toneOfChecks } from './fix-card.ts';
import type { Report } from './report.ts';
import type { CardContext } from './report-card.ts';
import { checksOfCause } from './summarize-causes.ts';

const PAGE = 12;

/** Every tenant of a cause, a page at a time, with what is broken in each, and what to do for all of them. Ids are behind each one's *Details*. */
export function toTenantsCard(
  report: Report,
  index: number,
  { library }: Pick<CardContext, 'library'>,
  page = 0,
): Card {
  const cause = causeAt(report, index);
  const wanted = new Set(cause.tenantIds);
  const tenants = report.tenants.filter((tenant) => wanted.has(tenant.tenantId));
  const pages = Math.max(1, Math.ceil(tenants.length / PAGE));
  const at = Math.min(Math.max(0, page), pages - 1);
  const shown = tenants.slice(at * PAGE, (at + 1) * PAGE);
  const rows = shown.map((tenant) => {
    const checks = checksOfCause({ ...cause, tenantIds: [tenant.tenantId] }, { ...report, tenants: [tenant] });
    return { tenant, broken: [...new Set(checks.map((check) => check.id))].join(', ') };
  });
  // What is the same in all of them is said once.
  const [common, ...others] = new Set(rows.map(({ broken }) => broken));
  const same = others.length > 0 ? '' : (common ?? '');
  const items = rows.map(({ tenant, broken }) =>
    line(...tenantLine(toTenantRef(tenant)), same === '' && broken !== '' ? ` · ${broken}` : ''),
  );
  const turn = (label: string, to: number): Action => button(label, encodeAction('tenants', report.run.id, index, to));
  const title = `${cause.title} · ${formatNumber(tenants.length)} of ${formatNumber(report.tenants.length)} tenants`;
  const tone = toneOfChecks(checksHere({ report, index, tenants }));
  return {
    tone,
    title: plain(title),
    aside: plain(ownerWord(cause.owner) + (pages > 1 ? ` · page ${at + 1} of ${pages}` : '')),
    blocks:
      items.length > 0
        ? [
            ...(same === '' ? [] : [{ kind: 'text', line: plain(`Broken: ${same}`) } as const]),
            { kind: 'list', numbered: false, items },
          ]
        : [{ kind: 'text', line: plain('The connection itself has it, and no single tenant.') }],
    actions: [
      ...(shown.length > 0 ? [tenantChoice(report, index, shown)] : []),
      nextAction({ report, index, tenants }, library),
      ...(at > 0 ? [turn('Previous', at - 1)] : []),
      ...(at < pages - 1 ? [turn('Next', at + 1)] : []),
      button('Back', encodeAction('report', report.run.id, Math.floor(index / CARD_LIMITS.causes))),
    ],
    summary: title,
  };
}
