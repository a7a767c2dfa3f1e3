import { encodeAction } from '../../cards/action-id.ts';
import { type Block, button, CARD_LIMITS, type Card } from '../../cards/card.ts';
import { evidenceLine, evidenceMessage } from '../../cards/evidence.ts';
import { code, type Line, line, plain, strong, time } from '../../cards/inline.ts';
import { toTenantRef } from '../../model/tenants/tenant.ts';
import { checksHere, type FixCardSubject } from './fix-card.ts';
import { causeIn, placeOfTenant, type Report } from './report.ts';

const LONGEST_MESSAGE = 260;

/** What a support case needs and nobody else wants to read: ids, the run, the evidence of each tenant. */
export function toDetailsCard(report: Report, cause?: Omit<FixCardSubject, 'report'>): Card {
  const { id, connection, startedAt } = report.run;
  const { index = 0, tenants } = cause ?? { tenants: report.tenants.length === 1 ? report.tenants : [] };
  const title = cause ? `Details · ${causeIn(report, index)?.title ?? ''}` : 'Details of this run';
  const items: Line[] = [];
  if (tenants.length === 0) {
    items.push(line(strong('Partner'), ' ', code(report.partner.tenantId)));
    for (const check of cause ? checksHere({ report, index, tenants }) : report.partner.checks) {
      items.push(...evidenceOf(check));
    }
  }
  for (const tenant of tenants.slice(0, CARD_LIMITS.names)) {
    const { label, tenantId } = toTenantRef(tenant);
    items.push(line(strong(label), ' ', code(tenantId)));
    const checks = (cause ? checksHere({ report, index, tenants: [tenant] }) : tenant.checks).filter(
      ({ evidence }) => evidence,
    );
    // Of several one is enough to ask Microsoft with.
    items.push(...checks.slice(0, tenants.length > 1 ? 1 : undefined).flatMap(evidenceOf));
  }
  const more = tenants.length - CARD_LIMITS.names;
  if (more > 0) items.push(plain(`and ${more} more, each behind its own card and in the download`));
  const facts = [
    { label: 'Run', value: line(code(id)) },
    { label: 'Connection', value: plain(connection) },
    { label: 'Started', value: [time(startedAt)] },
  ];
  const blocks: Block[] = [
    { kind: 'facts', facts },
    { kind: 'list', numbered: false, items },
  ];
  const only = tenants.length === 1 && tenants[0] ? [placeOfTenant(report, tenants[0])] : [];
  const back = cause ? encodeAction('fix', id, index, ...only) : encodeAction('report', id, 0);
  return {
    tone: 'neutral',
    title: plain(title),
    blocks,
    actions: [button('Back', back)],
    summary: title,
  };
}

function evidenceOf(check: Parameters<typeof evidenceMessage>[0] & { id: string }): Line[] {
  const facts = evidenceLine(check.evidence);
  const message = evidenceMessage(check, LONGEST_MESSAGE);
  return [
    ...(facts.length > 0 ? [line(`${check.id}: `, ...facts)] : []),
    ...(message === '' ? [] : [line(code(message))]),
  ];
}
